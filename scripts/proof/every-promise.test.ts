import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allPromises } from '../../test/kit/promises.ts';
import { provingFiles } from './claims.ts';
import { KNOBS } from './knobs.ts';

const ROOT = join(import.meta.dirname, '../..');

test('every promise has a test that proves it', () => {
  const claimed = new Set(provingFiles(ROOT).flatMap(({ claims }) => claims.map(({ promise }) => promise)));
  expect(allPromises().flatMap(({ key }) => (claimed.has(key) ? [] : [key]))).toEqual([]);
});

test('every number that a test takes from the environment is one that a proof sets, and the other way round', () => {
  const sources = ['hub', 'devices', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join(ROOT, folder, path), 'utf8')),
  );
  const read = sources.flatMap((source) =>
    [...source.matchAll(/Number\(process\.env\['([A-Z_]+)'\]/g)].map(([, name = '']) => name),
  );
  const knobs = [...new Set(read)].filter((name) => !name.endsWith('_SEED'));
  expect(knobs.toSorted()).toEqual(Object.keys(KNOBS).toSorted());
});
