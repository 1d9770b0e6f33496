import { expect, test } from 'vitest';
import { checkImportRules } from './import-rules.ts';
import { importRules, ruleFor } from './import-table.ts';

const check = (path: string, text: string): string[] =>
  checkImportRules([{ path, text }]).map((finding) => finding.message);

test('a folder may import itself, what the table gives it, and node built-ins', () => {
  const text =
    "import './commit.ts'; import '../domain/decide.ts'; import 'better-sqlite3'; import 'node:fs';";
  expect(check('hub/ledger/worker/worker.ts', text)).toEqual([]);
});

test('a sibling is refused, its types too', () => {
  expect(check('hub/web/routes/stock.ts', "import { commit } from '../../ledger/commit.ts';")).toEqual([
    'hub/web may not import hub/ledger/commit.ts',
  ]);
  expect(check('hub/web/stock.ts', "import type { Row } from '../ledger/reader.ts';")).toHaveLength(1);
});

test('where only types may cross, a value is refused', () => {
  expect(check('hub/domain/sale.ts', "import type { Sale } from '../contract/sale.ts';")).toEqual([]);
  expect(check('hub/domain/sale.ts', "import { saleSchema } from '../contract/sale.ts';")).toEqual([
    'hub/domain may import only types from hub/contract/sale.ts',
  ]);
});

test('one file of a folder can be allowed without the others', () => {
  expect(check('hub/forward/loop.ts', "import type { C } from '../connectors/connector.ts';")).toEqual([]);
  expect(check('hub/forward/loop.ts', "import { w } from '../connectors/webhook/client.ts';")).toHaveLength(
    1,
  );
});

test('a package belongs to its folder', () => {
  expect(check('hub/web/page.ts', "import Database from 'better-sqlite3';")).toEqual([
    'hub/web may not import the package better-sqlite3 (it belongs to hub/ledger, devices/link)',
  ]);
  expect(check('hub/kit/a.ts', "import 'leftpad';")).toEqual([
    'hub/kit may not import the package leftpad (no folder owns it)',
  ]);
});

test('the longest folder decides', () => {
  expect(check('devices/link/queue.ts', "import 'better-sqlite3';")).toEqual([]);
  expect(check('hub/broker/ingress.ts', "import 'better-sqlite3';")).toHaveLength(1);
});

test('tests, scripts and tool configuration may import anything', () => {
  const text = "import 'better-sqlite3'; import '../../hub/ledger/commit.ts';";
  for (const path of [
    'hub/web/page.test.ts',
    'scripts/demo/main.ts',
    'test/flows/sale.ts',
    'vitest.config.ts',
  ]) {
    expect(check(path, text)).toEqual([]);
  }
});

test('a package has one owner, apart from the parts of a folder and the files that ARCHITECTURE.md names', () => {
  const shared = new Set(['better-sqlite3', 'mqtt-packet', 'zod']);
  const topFolder = (folder: string): string => folder.split('/').slice(0, 2).join('/');
  const packages = importRules.flatMap((rule) => rule.packages).filter((name) => !shared.has(name));
  for (const name of packages) {
    const owners = importRules
      .filter((rule) => rule.packages.includes(name))
      .map((rule) => topFolder(rule.folder));
    const tops = new Set(owners.map((owner) => (owner.startsWith('devices') ? 'devices' : owner)));
    expect([...tops], name).toHaveLength(1);
  }
});

test('a folder that the table does not know is reported', () => {
  expect(check('hub/unheard-of/a.ts', '')).toEqual(['import-table.ts has no rule for this file']);
  expect(ruleFor('devices/till/codec.ts')?.folder).toBe('devices');
  expect(check('devices/till/codec.ts', '')).toEqual([]);
});
