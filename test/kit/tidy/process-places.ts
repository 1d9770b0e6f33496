import { posix } from 'node:path';

/** Files that may read `process`: entry points, configuration, tools and tests. The linter uses the same list. */
export const processPlaces: readonly string[] = [
  'hub/main.ts',
  'hub/config/**',
  'hub/cli/**',
  'hub/kit/node-version.ts',
  'hub/ledger/worker/worker.ts',
  'devices/run.ts',
  'devices/*/main.ts',
  'scripts/**',
  'test/**',
  '**/*.test.ts',
];

export function maySeeProcess(path: string): boolean {
  return !path.includes('/') || processPlaces.some((pattern) => posix.matchesGlob(path, pattern));
}
