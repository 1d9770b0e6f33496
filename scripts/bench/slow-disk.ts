import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../../test/kit/temp-folder.ts';

const SOURCE = fileURLToPath(new URL('slow-fsync.c', import.meta.url));

/** The environment under which each fsync of a program takes so much longer. Compiles the shim for this scope. */
export function slowDisk(fsyncMs: number): { readonly env: Record<string, string> } & Disposable {
  const folder = tempFolder();
  const library = join(folder.path, 'slow-fsync.so');
  execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl']);
  return {
    env: { LD_PRELOAD: library, BENCH_FSYNC_MS: String(fsyncMs) },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}
