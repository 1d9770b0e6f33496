import type { PromiseKey } from '../../test/kit/promises.ts';
import type { Proof } from '../../test/kit/proven.ts';
import type { Claim } from './claims.ts';

/** What vitest says of one test that ran, or did not. */
export interface TestReport {
  readonly file: string;
  readonly name: string;
  /** Where the test stands in its file; 0 for a file that could not be loaded. */
  readonly line: number;
  readonly state: 'passed' | 'failed' | 'not run';
  /** Why it failed or did not run, in a line. */
  readonly why?: string;
  /** The same in full, where there is more of it. */
  readonly details?: string;
  readonly proofs: readonly Proof[];
  readonly durationMs: number;
}

export type Verdict = 'held' | 'BROKEN' | 'not run';

/** Of a test with many cases, so many are named when they fail. */
const WHYS_MAX = 3;

/** What is shorter than this tells nothing about a test. */
const COMMON_CHARS_MIN = 10;

/** One line of the table: one test, or one test that was run for many cases, and one promise. */
export interface ProofRow {
  readonly promise: PromiseKey;
  readonly file: string;
  readonly name: string;
  readonly cases: number;
  readonly figures: string;
  readonly result: Verdict;
  /** Why it, or some of its cases, did not hold or run; empty where all held. */
  readonly why: string;
  readonly durationMs: number;
}

/** What the tests of one file make of the promises that its source names. */
export function judgeFile(reports: readonly TestReport[], claims: readonly Claim[]): ProofRow[] {
  const lines = [...new Set(reports.map(({ line }) => line))].toSorted((a, b) => a - b);
  const rows = reports.flatMap((report) => {
    const next = lines.find((line) => line > report.line) ?? Infinity;
    const own = claims.filter(({ line }) => line >= report.line && line < next);
    return rowsOf(report, { own, ofFile: claims }).map((row) => ({ row, line: report.line }));
  });
  const groups = Map.groupBy(rows, ({ row, line }) => `${row.promise} ${line}`);
  return [...groups.values()].map((group) => merge(group.map(({ row }) => row)));
}

interface Claims {
  readonly own: readonly Claim[];
  readonly ofFile: readonly Claim[];
}

function rowsOf(report: TestReport, { own, ofFile }: Claims): ProofRow[] {
  switch (report.state) {
    case 'passed':
      if (report.proofs.length > 0) return report.proofs.map((proof) => heldRow(report, proof));
      return unprovedRows(report, { claims: own, why: 'the test ended before it had proved anything' });
    case 'failed':
      // Nobody can tell what a failure between the tests of a file means for them: none of them counts.
      return unprovedRows(report, { claims: own.length > 0 ? own : ofFile, why: 'failed' });
    case 'not run':
      return unprovedRows(report, { claims: own, why: 'no reason given' });
  }
}

function heldRow(report: TestReport, { promise, cases, figures }: Proof): ProofRow {
  const { file, name, durationMs } = report;
  return { promise, file, name, cases, figures: figures ?? '', result: 'held', why: '', durationMs };
}

function unprovedRows(
  report: TestReport,
  { claims, why }: { claims: readonly Claim[]; why: string },
): ProofRow[] {
  const { file, name, durationMs } = report;
  const result = report.state === 'failed' ? 'BROKEN' : 'not run';
  const promises = new Set(claims.map(({ promise }) => promise));
  return [...promises].map((promise) => ({
    promise,
    file,
    name,
    cases: 0,
    figures: '',
    result,
    why: report.why ?? why,
    durationMs,
  }));
}

/** A test that is written once and run for each case of a list is one line. */
function merge(rows: readonly ProofRow[]): ProofRow {
  const [first] = rows;
  if (first === undefined) throw new Error('a group has at least one row');
  if (rows.length === 1) return first;
  const worst = worstOf(rows.map(({ result }) => result));
  return {
    ...first,
    name: commonName(rows.map(({ name }) => name)),
    cases: rows.reduce((sum, { cases }) => sum + cases, 0),
    figures: rows.findLast(({ figures }) => figures !== '')?.figures ?? '',
    result: worst,
    why: whyOf(rows),
    durationMs: rows.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}

/** Cases that were not run are said even where the others held. */
function whyOf(rows: readonly ProofRow[]): string {
  const telling = rows.filter(({ result }) => result !== 'held');
  const said = telling.slice(0, WHYS_MAX).map(({ name, why }) => `${name}: ${why}`);
  const more = telling.length - said.length;
  return [...said, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** `a sale is kept when …` for names that begin alike, cut at a word; else the first with how many others there are. */
function commonName(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length -= 1;
  if (length === first.length) return first;
  const common = first.slice(0, first.lastIndexOf(' ', length - 1) + 1);
  return common.length < COMMON_CHARS_MIN ? `${first}, and ${others.length} more` : `${common}…`;
}

/** Nothing at all is `not run`; one that is broken breaks all; else one that held is enough. */
export function worstOf(results: readonly Verdict[]): Verdict {
  if (results.includes('BROKEN')) return 'BROKEN';
  return results.includes('held') ? 'held' : 'not run';
}
