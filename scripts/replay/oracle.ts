import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Figures } from './figures.ts';

/** What the separate program says about the same file. */
export interface OracleFigures extends Figures {
  readonly events: number;
  readonly excluded: Readonly<Record<string, number>>;
  /** Sessions, books, payments and payouts, by the names of their figures. */
  readonly money: Readonly<Record<string, number>>;
}

const Count = z.int().min(0);
const OracleAnswer = z.object({
  events: Count,
  sales: Count,
  refunds: Count,
  adjustments: Count,
  deliveries: Count,
  excluded: z.record(z.string(), Count),
  days: z.record(
    z.string(),
    z.object({ sales: Count, salesMinor: z.int(), refunds: Count, refundsMinor: z.int() }),
  ),
  stock: z.record(z.string(), z.int()),
  money: z.record(z.string(), z.int()),
});

const ANSWER_BYTES_MAX = 64 * 1024 * 1024;

/** Runs the oracle on the first `limit` lines of the file, for a shop of so many tills. */
export function askOracle(
  file: string,
  { limit, tills }: { limit?: number | undefined; tills: number },
): OracleFigures {
  const program = fileURLToPath(new URL('../oracle/oracle.py', import.meta.url));
  const limited = limit === undefined ? [] : ['--limit', String(limit)];
  const run = spawnSync('python3', [program, file, '--tills', String(tills), ...limited], {
    encoding: 'utf8',
    maxBuffer: ANSWER_BYTES_MAX,
  });
  if (run.status !== 0) throw new Error(`the oracle failed: ${run.error?.message ?? run.stderr}`);
  return OracleAnswer.parse(JSON.parse(run.stdout));
}
