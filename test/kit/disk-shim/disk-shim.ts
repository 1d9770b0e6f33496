import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../temp-folder.ts';

const SOURCE = fileURLToPath(new URL('disk-shim.c', import.meta.url));

/** What can fail, and how often the calls before it succeed. */
export interface DiskFault {
  readonly call: 'write' | 'sync' | 'truncate';
  /** 1 is the first call of the process to a file of the folder. */
  readonly nth: number;
  /** A disk that is full instead of one that is broken. */
  readonly full?: boolean;
  /** All such calls after it fail too. */
  readonly goesOn?: boolean;
}

export interface DiskShimSettings {
  /** Files of this folder are watched. An absolute path without links. */
  readonly folder?: string;
  /** Only those whose names begin so, and the folder itself. */
  readonly prefix?: string;
  /** What happens to them is appended to this file; `readDiskLog` reads it. */
  readonly log?: string;
  readonly fault?: DiskFault;
  /** Every fsync of the program takes so much longer. */
  readonly fsyncMs?: number;
}

export interface DiskShim extends Disposable {
  /** The environment under which a program has this disk. */
  env(settings: DiskShimSettings): Record<string, string>;
}

/** Compiles the shim for this scope. */
export function diskShim(): DiskShim {
  const folder = tempFolder();
  const library = join(folder.path, 'disk-shim.so');
  const flags = ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror'];
  execFileSync('gcc', [...flags, '-o', library, SOURCE, '-ldl', '-lpthread']);
  return {
    env: (settings) => ({ LD_PRELOAD: library, ...variables(settings) }),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

function variables({ folder, prefix, log, fault, fsyncMs }: DiskShimSettings): Record<string, string> {
  return {
    // With io_uring a program writes without calling the C library, and the shim would see nothing.
    UV_USE_IO_URING: '0',
    ...(folder === undefined ? {} : { DISK_SHIM_FOLDER: folder }),
    ...(prefix === undefined ? {} : { DISK_SHIM_PREFIX: prefix }),
    ...(log === undefined ? {} : { DISK_SHIM_LOG: log }),
    ...(fault === undefined ? {} : { DISK_SHIM_FAIL: failText(fault) }),
    ...(fsyncMs === undefined ? {} : { DISK_SHIM_FSYNC_MS: String(fsyncMs) }),
  };
}

function failText({ call, nth, full = false, goesOn = false }: DiskFault): string {
  return `${call}:${nth}${full ? ':full' : ''}${goesOn ? ':on' : ''}`;
}
