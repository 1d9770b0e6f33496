import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/kit/temp-folder.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

function prove(args: readonly string[], knobs: Readonly<Record<string, string>> = {}) {
  // What this run of the tests is told by its own runner is none of the other's business.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  const env = { ...Object.fromEntries(own), ...knobs };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('one promise can be proved by itself, as often as the caller wants, and told to a program', () => {
  using folder = tempFolder();
  const json = join(folder.path, 'proof.json');
  const run = prove(['--only', 'till-killed', '--json', json], { TILL_LIVES: '2' });
  expect(run, run.stderr).toMatchObject({ status: 0 });
  expect(run.stdout).toMatch(/^promise, and its tests .*cases {2}result {3}figures$/m);
  expect(run.stdout).toMatch(/^1 promise: 1 held\n$/m);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
    promises: [{ key: 'till-killed', result: 'held', cases: 2 }],
  });
});

test('a promise that is none is refused with the list of those that are', () => {
  const run = prove(['--only', 'no-such-thing']);
  expect(run).toMatchObject({ status: 64, stdout: '' });
  expect(run.stderr).toContain('kill-loop');
});
