/** Files that nobody imports because a person, npm or a worker starts them. knip reads the same list. */
export const entryFiles: readonly string[] = [
  'hub/main.ts',
  'hub/ledger/worker/worker.ts',
  'hub/cli/backroom.ts',
  'hub/web/browser/*.ts',
  'scripts/*.ts',
  'scripts/*.mjs',
  'scripts/**/main.ts',
  // Preloaded with --import.
  'scripts/demo/leash.ts',
];
