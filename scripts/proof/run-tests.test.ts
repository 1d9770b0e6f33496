import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import type { TestReport } from './judge.ts';
import { runTests } from './run-tests.ts';

const ROOT = join(import.meta.dirname, '../..');

const TESTS = {
  'all.test.ts': `
    import { expect, test } from 'vitest';
    import { proven } from '${ROOT}/test/kit/proven.ts';
    test('holds', ({ task }) => proven(task, { promise: 'flood', cases: 3, figures: 'p99 1 ms' }));
    test('breaks', () => expect(1).toBe(2));
    test('cannot run', (context) => context.skip('no small disk'));
  `,
  'does-not-load.test.ts': "import './is-not-there.ts';",
  'dies.test.ts': `
    import { test } from 'vitest';
    test('dies', () => process.kill(process.pid, 'SIGKILL'));
  `,
};

test('a run says of each test what became of it, and of a file that it did not load or died', async () => {
  using folder = tempFolder();
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  for (const [name, text] of Object.entries(TESTS)) writeFileSync(join(folder.path, name), text);
  const told = new Map<string, readonly TestReport[]>();
  const strayed = await runTests({
    root: folder.path,
    files: Object.keys(TESTS),
    onFile: (file, reports) => void told.set(file, reports),
  });
  expect(told.get('all.test.ts')).toMatchObject([
    {
      name: 'holds',
      line: 4,
      state: 'passed',
      proofs: [{ promise: 'flood', cases: 3, figures: 'p99 1 ms' }],
    },
    { name: 'breaks', line: 5, state: 'failed', why: 'expected 1 to be 2 // Object.is equality', proofs: [] },
    { name: 'cannot run', line: 6, state: 'not run', why: 'no small disk', proofs: [] },
  ]);
  const brokenFile = { name: 'the file itself', state: 'failed' };
  expect(told.get('does-not-load.test.ts')).toMatchObject([brokenFile]);
  expect(told.get('dies.test.ts')).toMatchObject([brokenFile]);
  expect(strayed).toHaveLength(1);
});
