import { expect, test } from 'vitest';
import { importsOf } from './imports.ts';

const textOf = (...lines: string[]): string => lines.join('\n');

test('every way of loading a file or package is seen', () => {
  const text = textOf(
    "import { a } from './a.ts';",
    "export { b } from '../b.ts';",
    "export * from './c.ts';",
    "const d = await import('./d.ts');",
    "type E = import('./e.ts').E;",
    "new Worker(new URL('./worker.ts', import.meta.url));",
    "import { serve } from '@hono/node-server/serve';",
    "import { join } from 'node:path';",
  );
  const found = importsOf({ path: 'hub/web/page.ts', text });
  expect(found.map((each) => each.file ?? each.package)).toEqual([
    'hub/web/a.ts',
    'hub/b.ts',
    'hub/web/c.ts',
    'hub/web/d.ts',
    'hub/web/e.ts',
    'hub/web/worker.ts',
    '@hono/node-server',
    undefined,
  ]);
  expect(found.map((each) => each.line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('an import is of types only when every name in it is a type', () => {
  const text = textOf(
    "import type { A } from './a.ts';",
    "import { type A, type B } from './a.ts';",
    "import { type A, b } from './a.ts';",
    "import './a.ts';",
  );
  expect(importsOf({ path: 'hub/x.ts', text }).map((each) => each.typeOnly)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
