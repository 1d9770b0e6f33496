import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LockFile, completeLock, missingPackages } from './lock-file.ts';

const lockOf = (optionalDependencies: Record<string, string>): LockFile => ({
  packages: { '': {}, 'node_modules/tool': { version: '1.2.3', dev: true, optionalDependencies } },
});

test('package-lock.json names every optional package: if not, run scripts/complete-lock.ts', () => {
  const lock = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'),
  ) as LockFile;
  expect(missingPackages(lock).map((missing) => missing.name)).toEqual([]);
});

test('a missing package is added with its version and platform, and then nothing is missing', () => {
  const lock = lockOf({ '@tool/binding-linux-arm64-musl': '1.2.3', '@tool/darwin-x64': '1.2.3' });
  const complete = completeLock(lock);
  expect(complete.packages['node_modules/@tool/binding-linux-arm64-musl']).toEqual({
    version: '1.2.3',
    dev: true,
    optional: true,
    os: ['linux'],
    cpu: ['arm64'],
    libc: ['musl'],
  });
  expect(complete.packages['node_modules/@tool/darwin-x64']).toMatchObject({ os: ['darwin'], cpu: ['x64'] });
  expect(missingPackages(complete)).toEqual([]);
});

test('a package that lies beside or above the one that asks is not missing', () => {
  const packages = {
    'node_modules/a': { optionalDependencies: { b: '1.0.0', c: '1.0.0' } },
    'node_modules/a/node_modules/b': { optionalDependencies: { c: '1.0.0' } },
    'node_modules/c': {},
  };
  expect(missingPackages({ packages })).toEqual([]);
});

test('a version or platform that is not certain is not guessed', () => {
  expect(() => completeLock(lockOf({ 'tool-linux-x64': '^1.2.3' }))).toThrow('exact version');
  expect(() => completeLock(lockOf({ 'tool-native': '1.2.3' }))).toThrow('platform');
});
