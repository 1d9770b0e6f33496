import { parseArgs } from 'node:util';
import { runHub } from '../../hub/main.ts';

/** A hub as it is, but with less patience with its ledger's writer than a shop's disk needs. */
const { values } = parseArgs({ options: { config: { type: 'string' } }, allowPositionals: true });
const writerLimits = { slowMs: 400, stuckMs: 4_000 };
process.exitCode = await runHub({ writerLimits, ...values });
