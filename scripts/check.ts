/**
 * Everything that a change has to pass: `npm run check`. The quick steps come first, all of them always run, and the
 * end lists what failed. Arguments go to the tests.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

interface Step {
  readonly title: string;
  /** Each is a script for Node and its arguments; all must succeed. */
  readonly commands: readonly (readonly string[])[];
}

const steps: readonly Step[] = [
  { title: 'format', commands: [[bin('oxfmt'), '--check', '.']] },
  { title: 'lint', commands: [[bin('oxlint')]] },
  {
    title: 'types',
    commands: [
      [bin('tsc'), '-p', '.'],
      [bin('tsc'), '-p', 'hub/web/browser'],
    ],
  },
  { title: 'knip', commands: [[bin('knip')]] },
  { title: 'tests', commands: [[bin('vitest'), 'run', ...process.argv.slice(2)]] },
];

function main(): void {
  const startedAt = performance.now();
  const failed = steps.filter((step) => !passes(step)).map((step) => step.title);
  const total = seconds(performance.now() - startedAt);
  console.log(failed.length === 0 ? `\nAll good (${total})` : `\nFailed: ${failed.join(', ')} (${total})`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function passes({ title, commands }: Step): boolean {
  console.log(`\n== ${title}`);
  const startedAt = performance.now();
  const results = commands.map((args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }));
  const passed = results.every((result) => result.status === 0);
  console.log(`== ${title}: ${passed ? 'passed' : 'failed'} in ${seconds(performance.now() - startedAt)}`);
  return passed;
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

main();
