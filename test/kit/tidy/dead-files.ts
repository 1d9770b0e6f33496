import { posix } from 'node:path';
import { entryFiles } from './entries.ts';
import type { Finding, SourceFile } from './finding.ts';
import { importsOf } from './imports.ts';

/** Every code file is an entry, a test, or imported by something other than its own test. */
export function checkDeadFiles(files: readonly SourceFile[]): Finding[] {
  const used = new Set(
    files
      .flatMap(importsOf)
      .filter((found) => found.path !== testOf(found.file ?? ''))
      .map((found) => found.file),
  );
  return files
    .map((file) => file.path)
    .filter((path) => /^(hub|devices|scripts|test)\/.*\.(ts|mjs)$/.test(path) && !path.endsWith('.test.ts'))
    .filter((path) => !used.has(path) && !isEntry(path))
    .map((path) => ({ path, line: 1, message: 'nothing imports this file' }));
}

function testOf(path: string): string {
  return path.replace(/\.ts$/, '.test.ts');
}

function isEntry(path: string): boolean {
  // vitest.config.ts names the reporter by its path.
  return (
    path === 'test/kit/count-reporter.ts' || entryFiles.some((pattern) => posix.matchesGlob(path, pattern))
  );
}
