import { expect, test } from 'vitest';
import type { ProofRow } from './judge.ts';
import { proofTable } from './proof-table.ts';
import { allHeld, summarize, summaryLine } from './summary.ts';

function row(over: Partial<ProofRow>): ProofRow {
  const base = { file: 'a.test.ts', name: 'a till sells on', figures: '', why: '', durationMs: 1 };
  return { ...base, promise: 'flood', cases: 10, result: 'held', ...over };
}

test('a promise is held when a test held it and none broke it', () => {
  const results = summarize([row({}), row({ cases: 5 })], ['flood']);
  expect(results).toMatchObject([{ key: 'flood', result: 'held', cases: 15 }]);
  expect(allHeld(results)).toBe(true);
  expect(summaryLine(results)).toBe('1 promise: 1 held');
});

test('one broken test breaks the promise, and a promise without a test was not run', () => {
  const results = summarize([row({}), row({ result: 'BROKEN' })], ['flood', 'wills', 'fuzz']);
  expect(results.map(({ key, result }) => [key, result])).toEqual([
    ['flood', 'BROKEN'],
    ['fuzz', 'not run'],
    ['wills', 'not run'],
  ]);
  expect(allHeld(results)).toBe(false);
  expect(allHeld(summarize([row({})], ['flood', 'wills']))).toBe(false);
  expect(summaryLine(results)).toBe('3 promises: 0 held, 1 BROKEN, 2 not run');
});

test('without a choice every promise is in the table', () => {
  expect(summarize([], []).length).toBeGreaterThan(25);
});

test('the table shows the promise as a sentence, its tests, cases, results and figures', () => {
  const rows = [
    row({ cases: 12_000, figures: 'p99 3 ms' }),
    row({ result: 'not run', cases: 0, why: 'no gcc' }),
  ];
  const table = proofTable(summarize(rows, ['flood', 'wills'])).split('\n');
  expect(table.filter((line) => line.trim() !== '').map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
    'promise, and its tests  cases  result  figures',
    'BAD NEIGHBOURS',
    'flood: One till that floods does not hold up the others.  12,000  held',
    '  a.test.ts: a till sells on  12,000  held  p99 3 ms',
    '  a.test.ts: a till sells on  not run',
    '  no gcc',
    'wills: A last will may say no more than the client itself may say.  not run',
    '  no test spoke of it',
  ]);
});

test('what is longer than its column goes on below, broken at a word', () => {
  const name = 'a name of many words '.repeat(10).trim();
  const lines = proofTable(summarize([row({ name })], ['flood']))
    .split('\n')
    .slice(4);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines[0]).toMatch(/^ {2}a\.test\.ts: a name of .* 10 {2}held$/);
  expect(lines[1]).toMatch(/^ {4}\S.*\S$/);
  expect(lines.map((line) => line.replace(/ {2,}10 {2}held$/, '').trim()).join(' ')).toContain(name);
});
