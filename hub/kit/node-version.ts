/**
 * Stops before better-sqlite3 is loaded when Node is too old: its binary ends the process on Node 20 without a word.
 *
 * Every entry point imports this file first. Modules are evaluated in the order in which they are imported, so
 * the check runs before anything that could load the database; that is why it acts on import.
 */
const nodeMajorMin = 24;
/** sysexits EX_CONFIG: the setup is wrong; a restart would not help. */
const exitCode = 78;

/** Returns in words what is wrong with this version of Node, or undefined when it will do. */
export function nodeVersionProblem(version: string): string | undefined {
  const major = Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);
  if (major >= nodeMajorMin) return undefined;
  return [
    `Backroom needs Node ${nodeMajorMin} or newer, and was started with Node ${version}.`,
    'Start it with `npm start` or `npm run backroom`, which bring the right Node with them.',
  ].join('\n');
}

const problem = nodeVersionProblem(process.versions.node);
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(exitCode);
}
