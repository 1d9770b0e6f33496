import { expect, test } from 'vitest';
import { checkImportCycles } from './cycles.ts';
import { checkDeadFiles } from './dead-files.ts';
import type { SourceFile } from './finding.ts';

const file = (path: string, ...imports: string[]): SourceFile => ({
  path,
  text: imports.map((specifier) => `import '${specifier}';`).join('\n'),
});

test('files that import each other are one finding, with the way round', () => {
  const files = [file('hub/a.ts', './b.ts'), file('hub/b.ts', './c.ts'), file('hub/c.ts', './a.ts')];
  expect(checkImportCycles(files).map((finding) => finding.message)).toEqual([
    'imports go round: hub/a.ts → hub/b.ts → hub/c.ts → hub/a.ts',
  ]);
});

test('a circle of types only is a circle too', () => {
  const files = [file('hub/a.ts', './b.ts'), { path: 'hub/b.ts', text: "import type { A } from './a.ts';" }];
  expect(checkImportCycles(files)).toHaveLength(1);
});

test('two ways to the same file are no circle', () => {
  const files = [
    file('hub/a.ts', './b.ts', './c.ts'),
    file('hub/b.ts', './d.ts'),
    file('hub/c.ts', './d.ts'),
  ];
  expect(checkImportCycles([...files, file('hub/d.ts')])).toEqual([]);
});

test('a file that nothing imports is dead, and its own test does not keep it alive', () => {
  expect(checkDeadFiles([file('hub/kit/lone.ts'), file('hub/kit/lone.test.ts', './lone.ts')])).toMatchObject([
    { path: 'hub/kit/lone.ts' },
  ]);
});

test('entries, tests, imported files and workers are alive', () => {
  const files = [
    file('hub/main.ts', './hub.ts'),
    { path: 'hub/hub.ts', text: "new Worker(new URL('./pool/thread.ts', import.meta.url));" },
    file('hub/pool/thread.ts'),
    file('hub/ledger/worker/worker.ts'),
    file('scripts/demo/main.ts'),
    file('scripts/bootstrap.mjs'),
    file('test/flows/sale.test.ts'),
  ];
  expect(checkDeadFiles(files)).toEqual([]);
});
