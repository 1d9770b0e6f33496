import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What `backroom till add NAME --json` prints. */
export const Credential = z.object({ name: z.string(), secret: z.string(), store: z.string() });
export type Credential = z.infer<typeof Credential>;

/** The credentials that the demo's tills have already. */
export function readCredentials(folder: string): Credential[] {
  const file = fileOf(folder);
  return existsSync(file) ? z.array(Credential).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

/** On the disk, whole, when this returns: a secret is shown once, and is lost with a torn file. */
export function writeCredentials(folder: string, credentials: readonly Credential[]): void {
  const file = fileOf(folder);
  const descriptor = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeFileSync(descriptor, JSON.stringify(credentials, null, 2));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.new`, file);
}

function fileOf(folder: string): string {
  return join(folder, 'tills.json');
}
