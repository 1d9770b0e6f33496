import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPromise, type PromiseKey } from '../../test/kit/promises.ts';

/** Where a test's source says which promise it proves. */
export interface Claim {
  readonly promise: PromiseKey;
  readonly line: number;
}

/** A test file with the promises that it says to prove; `path` is relative to the project. */
export interface ProvingFile {
  readonly path: string;
  readonly claims: readonly Claim[];
}

const FOLDERS = ['hub', 'devices', 'scripts', 'test'];
/** The tests of the proof itself speak of promises, and prove none. */
const OWN = 'scripts/proof/';

/** Every test file below `root` that proves a promise, in the order of their paths. */
export function provingFiles(root: string): ProvingFile[] {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return paths
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith(OWN))
    .toSorted()
    .map((path) => ({ path, claims: claimsIn(readFileSync(join(root, path), 'utf8')) }))
    .filter(({ claims }) => claims.length > 0);
}

/**
 * The promises that a test's source spells out. A test that fails or gives up says nothing any more, so what it was
 * to prove has to be read from its text.
 */
export function claimsIn(source: string): Claim[] {
  if (!source.includes('proven(')) return [];
  return source
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(/\bpromise: '([a-z0-9-]+)'/g)].flatMap(([, key]) =>
        key !== undefined && isPromise(key) ? [{ promise: key, line: index + 1 }] : [],
      ),
    );
}
