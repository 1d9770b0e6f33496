import { expect, test } from 'vitest';
import { checkFileSizes, checkFunctionSizes } from './sizes.ts';

const linesOf = (count: number): string => 'work();\n'.repeat(count);

test('a file of 300 lines passes and one of 301 does not', () => {
  expect(checkFileSizes([{ path: 'hub/a.ts', text: linesOf(300) }])).toEqual([]);
  expect(checkFileSizes([{ path: 'hub/a.ts', text: linesOf(301) }])).toHaveLength(1);
  expect(checkFileSizes([{ path: 'hub/ledger/migrations/0001.sql', text: linesOf(301) }])).toHaveLength(1);
});

test('a function of 60 lines passes and one of 61 does not', () => {
  const functionOf = (lines: number): string => `const first = 1;\nfunction f() {\n${linesOf(lines - 2)}}\n`;
  expect(checkFunctionSizes([{ path: 'hub/a.ts', text: functionOf(60) }])).toEqual([]);
  expect(checkFunctionSizes([{ path: 'hub/a.ts', text: functionOf(61) }])).toMatchObject([{ line: 2 }]);
});

test('a describe may be long, the test inside it may not', () => {
  const long = `describe('it', () => {\n${linesOf(80)}});\n`;
  expect(checkFunctionSizes([{ path: 'hub/a.test.ts', text: long }])).toEqual([]);
  expect(
    checkFunctionSizes([{ path: 'hub/a.test.ts', text: long.replace('describe', 'test') }]),
  ).toHaveLength(1);
});

test('a fourth positional parameter is reported, in methods and arrow functions too', () => {
  const check = (text: string): number => checkFunctionSizes([{ path: 'hub/a.ts', text }]).length;
  expect(check('function f(a: 1, b: 2, c: 3) {}')).toBe(0);
  expect(check('function f(this: Date, a: 1, b: 2, c: 3) {}')).toBe(0);
  expect(check('function f(a: 1, b: 2, c: 3, d: 4) {}')).toBe(1);
  expect(check('class A { f(a: 1, b: 2, c: 3, d: 4) {} }')).toBe(1);
  expect(check('const f = (a: 1, b: 2, c: 3, d: 4) => {};')).toBe(1);
});

test('a callback may take the four parameters that a library gives', () => {
  const check = (text: string): number => checkFunctionSizes([{ path: 'hub/a.ts', text }]).length;
  expect(check('broker.authenticate = (a: 1, b: 2, c: 3, d: 4) => {};')).toBe(0);
  expect(check('class A { authenticate = (a: 1, b: 2, c: 3, d: 4) => {}; }')).toBe(0);
  expect(check('broker.on(1, (a: 1, b: 2, c: 3, d: 4, e: 5) => {});')).toBe(1);
});
