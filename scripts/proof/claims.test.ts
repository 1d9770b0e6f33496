import { expect, test } from 'vitest';
import { claimsIn } from './claims.ts';

test('a promise is claimed where the source spells it out', () => {
  const source = [
    "import { proven } from '../kit/proven.ts';",
    "test('a', ({ task }) => proven(task, { promise: 'flood', cases: 1 }));",
    "proven(task, { promise: 'no-such-promise', cases: 1 });",
    "const neighbours = [{ promise: 'wills' }, { promise: 'fuzz' }];",
  ];
  expect(claimsIn(source.join('\n'))).toEqual([
    { promise: 'flood', line: 2 },
    { promise: 'wills', line: 4 },
    { promise: 'fuzz', line: 4 },
  ]);
});

test('a file that never says that it has proved something claims nothing', () => {
  expect(claimsIn("const row = { promise: 'flood' };")).toEqual([]);
});
