import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A project of its own around a copy of the bootstrap: a fake npm, a Node, and programs that tell what they got. */
let root: string;

const lock = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  },
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'backroom-bootstrap-'));
  mkdirSync(join(root, 'scripts'), { recursive: true });
  copyFileSync(join(import.meta.dirname, 'bootstrap.mjs'), join(root, 'scripts', 'bootstrap.mjs'));
  write('package-lock.json', JSON.stringify(lock));
  write('scripts/debian-packages.json', '[]');
  write(
    'scripts/demo/main.ts',
    "console.log('demo', process.argv.slice(2).join(' ')); process.exitCode = 7;",
  );
  write('programs/npm', installer(`exec ln -s "${process.execPath}" node_modules/.bin/node`), 0o755);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  chmodSync(join(root, path), mode);
}

/** An npm that writes down how it was called and installs nothing but what `step` says. */
function installer(step: string): string {
  return `#!/bin/sh\necho "$@" >> npm-calls\nrm -rf node_modules\nmkdir -p node_modules/.bin\n${step}\n`;
}

function run(
  args: readonly string[],
  path = `${join(root, 'programs')}:${process.env['PATH'] ?? ''}`,
): SpawnSyncReturns<string> {
  const { npm_execpath: _npm, ...environment } = process.env;
  const options = { cwd: tmpdir(), env: { ...environment, PATH: path }, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), ...args], options);
}

const npmCalls = (): string[] =>
  existsSync(join(root, 'npm-calls')) ? readFileSync(join(root, 'npm-calls'), 'utf8').trim().split('\n') : [];

test('a bare clone is installed once, then the program gets its arguments and its exit code is passed on', () => {
  const first = run(['start', '--data', 'somewhere']);
  expect(first).toMatchObject({ status: 7, stdout: 'demo --data somewhere\n' });
  expect(first.stderr).toContain('there is no node_modules folder yet');
  const second = run(['start']);
  expect(second).toMatchObject({ status: 7, stderr: '' });
  expect(npmCalls()).toEqual(['ci --no-audit --no-fund --include=dev --include=optional --loglevel=error']);
});

test('a changed lock file is installed again, and the reason names the package', () => {
  run(['start']);
  write(
    'node_modules/.package-lock.json',
    JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
  );
  write('package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.1' } } }));
  expect(run(['start']).stderr).toContain('a is not the version in package-lock.json');
  expect(npmCalls()).toHaveLength(2);
});

test('packages that were installed by hand and fit are left alone', () => {
  run(['start']);
  write(
    'node_modules/.package-lock.json',
    JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
  );
  write('package-lock.json', JSON.stringify({ ...lock, name: 'changed' }));
  expect(run(['start']).stderr).toBe('');
  expect(npmCalls()).toHaveLength(1);
});

test('a failed installation is reported and leaves no mark that says it worked', () => {
  write('programs/npm', installer('exit 1'), 0o755);
  const result = run(['start']);
  expect(result.status).toBe(69);
  expect(result.stderr).toContain('npm ci failed');
  expect(existsSync(join(root, 'node_modules', '.backroom-lock'))).toBe(false);
});

test('a Node that does not run here is explained, with what to do', () => {
  write('programs/npm', installer('true'), 0o755);
  write('old-node.mjs', "Object.defineProperty(process, 'version', { value: 'v20.20.2' });");
  const { npm_execpath: _npm, ...environment } = process.env;
  const args = ['--import', join(root, 'old-node.mjs'), join(root, 'scripts', 'bootstrap.mjs'), 'start'];
  const path = `${join(root, 'programs')}:${process.env['PATH'] ?? ''}`;
  const result = spawnSync(process.execPath, args, { env: { ...environment, PATH: path }, encoding: 'utf8' });
  expect(result.status).toBe(78);
  expect(result.stderr).toContain('this computer has v20.20.2');
  expect(result.stderr).toContain('--omit=optional');
});

test('without apt-get, the programs that the tests need are named', () => {
  const needed = [{ package: 'abacus', program: 'abacus-of-nobody', why: 'it counts' }];
  write('scripts/debian-packages.json', JSON.stringify(needed));
  run(['start']);
  const result = run(['test'], join(root, 'programs'));
  expect(result.status).toBe(1);
  expect(result.stderr).toContain('abacus-of-nobody: it counts');
});

test('an unknown command is answered with the known ones', () => {
  expect(run(['stat'])).toMatchObject({ status: 64 });
  expect(run([]).stderr).toContain('start|test|check|backroom|bench|sim|proof');
});

test('a signal reaches the program once, and what the program started ends with it', async () => {
  run(['start']);
  const helper =
    "process.on('SIGTERM', () => { console.log('helper ends'); process.exit(); }); setInterval(() => {}, 1000); console.log('helper runs')";
  write(
    'scripts/demo/main.ts',
    `import { spawn } from 'node:child_process';
     spawn(process.execPath, ['--eval', ${JSON.stringify(helper)}], { stdio: 'inherit' });
     let count = 0;
     process.on('SIGINT', () => { count += 1; setTimeout(() => { console.log('signals', count); process.exit(3); }, 50); });
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'start']);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  await vi.waitFor(() => expect(output).toContain('helper runs'), { timeout: 20_000 });
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await closed).toBe(3);
  expect(output).toContain('signals 1');
  expect(output).toContain('helper ends');
});
