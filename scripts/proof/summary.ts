import { allPromises, type PromiseKey } from '../../test/kit/promises.ts';
import { type ProofRow, type Verdict, worstOf } from './judge.ts';

/** One promise with all that was shown of it. */
export interface PromiseResult {
  readonly key: PromiseKey;
  readonly group: string;
  readonly sentence: string;
  readonly result: Verdict;
  readonly cases: number;
  readonly tests: readonly ProofRow[];
}

/** The promises that were asked for, in the order of the list; one that no test spoke of was not run. */
export function summarize(rows: readonly ProofRow[], only: readonly PromiseKey[]): PromiseResult[] {
  return allPromises()
    .filter(({ key }) => only.length === 0 || only.includes(key))
    .map((promise) => {
      const tests = rows.filter((row) => row.promise === promise.key);
      const cases = tests.reduce((sum, test) => sum + test.cases, 0);
      return { ...promise, result: worstOf(tests.map(({ result }) => result)), cases, tests };
    });
}

export function allHeld(results: readonly PromiseResult[]): boolean {
  return results.every(({ result }) => result === 'held');
}

/** `29 promises: 27 held, 1 BROKEN, 1 not run`. */
export function summaryLine(results: readonly PromiseResult[]): string {
  const count = (wanted: Verdict): number => results.filter(({ result }) => result === wanted).length;
  const others = (['BROKEN', 'not run'] as const).filter((verdict) => count(verdict) > 0);
  const parts = [`${count('held')} held`, ...others.map((verdict) => `${count(verdict)} ${verdict}`)];
  return `${results.length} ${results.length === 1 ? 'promise' : 'promises'}: ${parts.join(', ')}`;
}
