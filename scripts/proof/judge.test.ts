import { expect, test } from 'vitest';
import type { Proof } from '../../test/kit/proven.ts';
import { judgeFile, type TestReport } from './judge.ts';

const claims = [
  { promise: 'flood', line: 12 },
  { promise: 'wills', line: 24 },
] as const;

function report(over: Partial<TestReport>): TestReport {
  return { file: 'a.test.ts', name: 'a', line: 10, state: 'passed', proofs: [], durationMs: 5, ...over };
}

function flood(cases: number): Proof[] {
  return [{ promise: 'flood', cases, figures: `p99 ${cases} ms` }];
}

test('what a test says that it has proved is held', () => {
  expect(judgeFile([report({ proofs: flood(3) })], claims)).toMatchObject([
    { promise: 'flood', cases: 3, figures: 'p99 3 ms', result: 'held', why: '' },
  ]);
});

test('a test that fails breaks the promise that stands in its own lines, and no other', () => {
  const reports = [
    report({ state: 'failed', why: 'lost 1' }),
    report({ line: 20, proofs: [{ promise: 'wills', cases: 1 }] }),
  ];
  expect(judgeFile(reports, claims)).toMatchObject([
    { promise: 'flood', result: 'BROKEN', why: 'lost 1', cases: 0 },
    { promise: 'wills', result: 'held' },
  ]);
});

test('a failure that belongs to no promise breaks every promise of its file', () => {
  const broken = judgeFile([report({ line: 0, state: 'failed' })], [{ promise: 'wills', line: 24 }]);
  expect(broken).toMatchObject([{ promise: 'wills', result: 'BROKEN' }]);
  const reports = [report({ state: 'failed', line: 30 }), report({ proofs: flood(1) }), report({ line: 20 })];
  expect(judgeFile(reports, claims).filter(({ result }) => result === 'BROKEN')).toHaveLength(2);
});

test('a test that cannot run says why, and one that ends before its proof has proved nothing', () => {
  const skipped = judgeFile([report({ state: 'not run', why: 'no small disk' })], claims);
  expect(skipped).toMatchObject([
    { promise: 'flood', result: 'not run', why: 'no small disk' },
    { promise: 'wills', result: 'not run' },
  ]);
  const silent = judgeFile([report({ line: 20 })], claims);
  expect(silent).toMatchObject([
    { promise: 'wills', result: 'not run', why: expect.stringMatching('ended') },
  ]);
});

test('a test that neither proves nor claims anything is not in the table', () => {
  expect(judgeFile([report({ line: 2 }), report({ proofs: flood(1) })], claims)).toHaveLength(1);
});

test('one test with many cases is one line, named by what its names share', () => {
  const cases = ['at the start', 'at the end', 'in between'].map((name, index) =>
    report({ name: `nothing is lost ${name}`, proofs: flood(index + 1) }),
  );
  expect(judgeFile(cases, claims)).toMatchObject([
    { name: 'nothing is lost …', cases: 6, durationMs: 15, result: 'held', figures: 'p99 3 ms' },
  ]);
});

test('cases whose names share nothing are named by the first of them', () => {
  const cases = ['[1] a', '[2] b', '[3] c'].map((name) => report({ name, proofs: flood(1) }));
  expect(judgeFile(cases, claims)).toMatchObject([{ name: '[1] a, and 2 more' }]);
});

test('one case that fails breaks them all, and a few are named', () => {
  const failed = [1, 2, 3, 4, 5].map((n) => report({ name: `case ${n}`, state: 'failed', why: 'lost' }));
  const [row] = judgeFile([report({ name: 'case 0', proofs: flood(1) }), ...failed], claims);
  expect(row).toMatchObject({ result: 'BROKEN', cases: 1 });
  expect(row?.why).toBe('case 1: lost; case 2: lost; case 3: lost; and 2 more');
});

test('cases that did not run are said where the others held', () => {
  const reports = [
    report({ name: 'b', proofs: flood(2) }),
    report({ name: 'c', state: 'not run', why: 'no' }),
  ];
  expect(judgeFile(reports, [claims[0]])).toMatchObject([{ result: 'held', cases: 2, why: 'c: no' }]);
});
