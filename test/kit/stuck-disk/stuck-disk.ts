import { spawnSync } from 'node:child_process';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('stuck-fsync.c', import.meta.url));

export interface StuckDisk {
  /** The environment of the process whose disk this is. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on no fsync comes back. */
  readonly stop: () => void;
  readonly goOn: () => void;
}

/** A disk that can stop answering, made in this folder; or the reason why it cannot be made here. */
export function stuckDisk(folder: string): StuckDisk | string {
  const library = join(folder, 'stuck-fsync.so');
  const made = spawnSync('gcc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE], { encoding: 'utf8' });
  if (made.status !== 0) {
    return `a disk that does not answer was not tried: gcc (${made.error?.message ?? made.stderr.trim()})`;
  }
  const file = join(folder, 'disk-is-stuck');
  return {
    env: { LD_PRELOAD: library, STUCK_DISK_FILE: file },
    stop: () => writeFileSync(file, ''),
    goOn: () => rmSync(file, { force: true }),
  };
}
