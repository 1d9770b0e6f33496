import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The path of reference material that stands beside the project and is not part of it, such as a published schema
 * or a large data set; null where this computer does not have it. Says on standard error what was not found, so
 * that a check that did not run is seen.
 */
export function sharedPath(name: string): string | null {
  const path = fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  process.stderr.write(`not run: a check against ${name}, which is not on this computer\n`);
  return null;
}
