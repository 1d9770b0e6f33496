import { expect } from 'vitest';
import { verifyLedger } from '../../hub/ledger/verify/verify-ledger.ts';

/**
 * What is wrong with a ledger file, in words; nothing when it proves itself: pages, hash chain, invariants, and every
 * projection equal to a replay of the log. A hub may run on the file meanwhile.
 */
export function problemsOf(file: string): readonly string[] {
  return verifyLedger(file, () => undefined).problems;
}

export function expectWhole(file: string): void {
  expect(problemsOf(file), `the ledger ${file} proves itself`).toEqual([]);
}
