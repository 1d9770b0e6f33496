import { expect, test } from 'vitest';
import { checkForbidden } from './forbidden.ts';

const check = (text: string, path = 'hub/web/page.ts'): string[] =>
  checkForbidden([{ path, text }]).map((finding) => finding.message);

/** Kept apart, or this file would be a finding itself. */
const slashes = '//';

test.each([
  ['any', 'const a: any = 1;'],
  ['non-null assertion', 'use(a!);'],
  ['definite field', 'class A { b!: string; }'],
  ['enum', 'enum A { B }'],
  ['namespace', 'namespace A { export const b = 1; }'],
  ['decorator', '@log class A {}'],
  ['parameter property', 'class A { constructor(private b: string) {} }'],
  ['default export', 'export default 1;'],
  ['default function', 'export default function f() {}'],
  ['switched-off check', `${slashes} @ts-ignore\nuse(a);`],
  ['expected error', `  ${slashes} @ts-expect-error why\nuse(a);`],
  ['barrel', "export * from './a.ts';"],
  ['process', 'use(process.env);'],
  ['time of day', 'use(Date.now());'],
  ['date of now', 'use(new Date());'],
  ['timer', 'setTimeout(() => use(), 5);'],
  ['repeated timer', 'setInterval(use, 5);'],
  ['timer of a socket', 'socket.setTimeout(5);'],
  ['signal that fires', 'use(AbortSignal.timeout(5));'],
  ['imported timer', "import { setTimeout as delay } from 'node:timers/promises';"],
  ['imported process', "import { env } from 'node:process';"],
])('%s is reported', (_name, text) => {
  expect(check(text)).toHaveLength(1);
});

test('ordinary code is not reported', () => {
  const text = [
    "import { a as any, type B } from './a.ts';",
    'export class C { readonly #process = 1; process() { return !this.#process; } }',
    "export const words = 'process.env, enum, any!';",
    "declare module 'vitest' { interface TaskMeta { proofs?: string[] } }",
    'await clock.sleep(5, signal); use.timeout(5);',
    'use(new Date(clock.nowMs()));',
  ];
  expect(check(text.join('\n'))).toEqual([]);
});

test('a file called index.ts is a barrel', () => {
  expect(check('export const a = 1;', 'hub/web/index.ts')).toHaveLength(1);
});

test('the places that own the process may read it', () => {
  for (const path of [
    'hub/main.ts',
    'hub/config/load.ts',
    'hub/cli/backroom.ts',
    'devices/till/main.ts',
    'scripts/a.ts',
  ]) {
    expect(check('use(process.env);', path)).toEqual([]);
  }
});

test('configuration may export a default', () => {
  expect(check('export default {};', 'vitest.config.ts')).toEqual([]);
});

test.each([
  'test.skip("a", f);',
  'describe.only("a", f);',
  'it.todo("a");',
  'test.skipIf(x)("a", f);',
  'test.concurrent.skip("a", f);',
])('%s is reported', (text) => {
  expect(check(text, 'hub/a.test.ts')).toHaveLength(1);
});

test.each([
  'if (disk === null) return context.skip("no small disk");',
  'if (disk === null) return skip(`no small disk: ${why}`);',
  'if (why !== null) { context.skip(why); }',
])('a running test that cannot run may say so: %s', (statement) => {
  expect(check(`test("a", (context) => { ${statement} });`, 'test/faults/disk.test.ts')).toEqual([]);
});

test.each([
  ['without a reason', 'if (disk === null) return context.skip();'],
  ['with an empty one', 'if (disk === null) return skip(" ");'],
  ['with a condition as the reason', 'context.skip(disk === null, "no disk");'],
  ['with only a condition', 'if (disk === null) context.skip(true);'],
  ['whatever is there', 'return context.skip("later");'],
  ['behind an `if` that asks nothing', 'if (true) return context.skip("later");'],
  ['in a function that its `if` does not reach', 'if (later) use(() => skip("later"));'],
])('a test that skips itself %s is reported', (_name, statement) => {
  expect(check(`test("a", (context) => { ${statement} });`, 'hub/a.test.ts')).toHaveLength(1);
});

test.each([
  'await new Promise((resolve) => setTimeout(resolve, 100));',
  'await new Promise((done) => { setTimeout(done, 100); });',
  "import { setTimeout } from 'node:timers/promises';",
])('in a test, %s is a fixed sleep', (text) => {
  expect(check(text, 'test/flows/sale.test.ts')).toHaveLength(1);
  expect(check(text, 'scripts/loop.ts')).toEqual([]);
});

test('a timer that does something is no sleep', () => {
  expect(check('setTimeout(() => child.kill(), 100); vi.waitFor(f);', 'test/faults/kill.test.ts')).toEqual(
    [],
  );
});
