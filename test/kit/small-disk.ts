import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SMALL_DISKS = ['ext4', 'tmpfs'] as const;
export type SmallDiskKind = (typeof SMALL_DISKS)[number];

const DISK_MIB = 32;
const CHUNK_BYTES = 262_144;

export interface SmallDisk extends Disposable {
  readonly path: string;
  /** Somebody else's file that takes the space, down to what it leaves. Returns its path. */
  readonly fill: (leaveBytes: number) => string;
}

/** A real disk of a few megabytes, mounted below this folder, or the reason why this process may not make one. */
export function smallDisk(folder: string, kind: SmallDiskKind): SmallDisk | string {
  const path = join(folder, 'disk');
  mkdirSync(path);
  const problem = kind === 'tmpfs' ? mountTmpfs(path) : mountExt4(path, join(folder, 'disk.img'));
  if (problem !== null)
    return `a full disk was not tried: no small ${kind} disk can be made here (${problem})`;
  return {
    path,
    fill: (leaveBytes) => fill(path, leaveBytes),
    [Symbol.dispose]: () => void spawnSync('umount', ['--lazy', path]),
  };
}

function mountTmpfs(path: string): string | null {
  return run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', path]);
}

/** Without blocks that are reserved for root, so that a test that runs as root meets the same end as a hub. */
function mountExt4(path: string, image: string): string | null {
  writeFileSync(image, '');
  truncateSync(image, DISK_MIB * 1_048_576);
  return (
    run('mkfs.ext4', ['-q', '-F', '-m', '0', '-O', '^has_journal', image]) ??
    run('mount', ['-o', 'loop', image, path])
  );
}

function run(command: string, args: readonly string[]): string | null {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

function fill(disk: string, leaveBytes: number): string {
  const file = join(disk, 'holiday-pictures');
  const free = (): number => statfsSync(disk).bavail * statfsSync(disk).bsize;
  for (let left = free(); left > leaveBytes; left = free()) {
    appendFileSync(file, Buffer.alloc(Math.min(left - leaveBytes + 4_096, CHUNK_BYTES), 1), { flush: true });
  }
  return file;
}
