import { diskShim } from '../../test/kit/disk-shim/disk-shim.ts';

/** The environment under which each fsync of a program takes so much longer. Compiles the shim for this scope. */
export function slowDisk(fsyncMs: number): { readonly env: Record<string, string> } & Disposable {
  const shim = diskShim();
  return { env: shim.env({ fsyncMs }), [Symbol.dispose]: () => shim[Symbol.dispose]() };
}
