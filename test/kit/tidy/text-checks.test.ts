import { expect, test } from 'vitest';
import { lineAt } from './finding.ts';
import { checkFolders } from './folders.ts';
import { checkTables } from './tables.ts';
import { checkWording } from './wording.ts';

const checkSql = (text: string): string[] =>
  checkTables([{ path: 'hub/ledger/migrations/0001.sql', text }]).map((finding) => finding.message);

test('a table with a class and STRICT passes', () => {
  const strict =
    '-- Every event.\n-- class: log\nCREATE TABLE event (\n  seq INTEGER -- a count; never reused\n) STRICT;';
  expect(checkSql(strict)).toEqual([]);
  expect(checkSql('-- class: projection\nCREATE TABLE a (b TEXT) WITHOUT ROWID, STRICT;')).toEqual([]);
  expect(checkSql('-- class: projection\nCREATE VIRTUAL TABLE s USING fts5(name);')).toEqual([]);
});

test('a table without a class, with an unknown class, or without STRICT is reported', () => {
  expect(checkSql('CREATE TABLE a (b TEXT) STRICT;')).toHaveLength(1);
  expect(checkSql('-- class: log\n\nCREATE TABLE a (b TEXT) STRICT;')).toHaveLength(1);
  expect(checkSql('-- class: cache\nCREATE TABLE a (b TEXT) STRICT;')).toHaveLength(1);
  expect(
    checkSql('-- class: log\nCREATE TABLE a (b TEXT);\n-- class: log\nCREATE TABLE c (d TEXT) STRICT;'),
  ).toHaveLength(1);
  expect(checkSql('CREATE VIRTUAL TABLE s USING fts5(name);')).toHaveLength(1);
});

test('only migrations define tables', () => {
  expect(checkTables([{ path: 'hub/web/a.sql', text: 'CREATE TABLE a (b);' }])).toEqual([]);
});

test('every folder above a file needs a README.md with something in it', () => {
  const files = [
    { path: 'README.md', text: '# Backroom' },
    { path: 'hub/README.md', text: ' \n' },
    { path: 'hub/web/styles/page.css', text: '' },
  ];
  expect(checkFolders(files).map((finding) => finding.path)).toEqual([
    'hub/README.md',
    'hub/web/README.md',
    'hub/web/styles/README.md',
  ]);
});

test('words that mean nothing to the reader are reported with their line', () => {
  const folder = 'work';
  const text = `one\nsee /${folder}/shared\nthe ${folder}place\nissue #3 and issue 4\n// TODO later`;
  expect(checkWording([{ path: 'hub/README.md', text }]).map((finding) => finding.line)).toEqual([
    2, 3, 4, 4, 5,
  ]);
  expect(checkWording([{ path: 'hub/a.ts', text: 'tills at work/rest issue a reply' }])).toEqual([]);
});

test('lines count from one', () => {
  expect(lineAt('a\nb\nc', 0)).toBe(1);
  expect(lineAt('a\nb\nc', 2)).toBe(2);
  expect(lineAt('a\nb\nc', 4)).toBe(3);
});
