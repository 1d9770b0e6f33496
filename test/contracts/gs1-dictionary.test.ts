import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Entry, allEntries } from '../../hub/domain/barcode/dictionary.ts';
import { sharedPath } from '../kit/shared-material.ts';

const dictionary = sharedPath('contracts/gs1/gs1-syntax-dictionary.txt');

test('the list of application identifiers says what the dictionary of GS1 says', (context) => {
  if (dictionary === null) return context.skip('the dictionary of GS1 is not on this computer');
  const lines = readFileSync(dictionary, 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line));
  const published = lines.flatMap(wordsOf).toSorted();
  const ours = allEntries()
    .map((entry) => [entry.ai, ...wordsBehind(entry)].join(' '))
    .toSorted();
  expect(published.length).toBeGreaterThan(500);
  expect(ours).toEqual(published);
});

/** A line of the dictionary, once for each identifier of its range, with its words in one order. */
function wordsOf(line: string): string[] {
  const [before = '', ...title] = line.split('#');
  const [range = '', ...words] = before.trim().split(/\s+/);
  const flags = /^[*?]/.test(words[0] ?? '') ? (words.shift() ?? '') : '';
  const sorted = [
    ...Array.from(flags).toSorted(),
    ...words.filter((word) => /^\[?[NXYZ]/.test(word)),
    ...words.filter((word) => !/^\[?[NXYZ]/.test(word)).toSorted(),
  ];
  const [first = '', last = first] = range.split('-');
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_none, index) =>
    [String(Number(first) + index).padStart(first.length, '0'), ...sorted, title.join('#').trim()].join(' '),
  );
}

/** The same words, made from what the reader goes by. */
function wordsBehind({ isPredefined, isLinkAttribute, components, ...entry }: Entry): string[] {
  const flags = [...(isPredefined ? ['*'] : []), ...(isLinkAttribute ? ['?'] : [])];
  const specification = components.map(({ type, lengthMin, lengthMax, isOptional, checks }) => {
    const shape = `${type}${lengthMin === lengthMax ? '' : '..'}${lengthMax}`;
    return [isOptional ? `[${shape}]` : shape, ...checks].join(',');
  });
  const orders = (entry.qualifiers ?? []).map((order) => order.join(','));
  const attributes = [
    ...entry.required.map((groups) => `req=${groups.map((group) => group.join('+')).join(',')}`),
    ...(entry.excluded.length === 0 ? [] : [`ex=${entry.excluded.join(',')}`]),
    ...(entry.qualifiers === null ? [] : [orders.join('') === '' ? 'dlpkey' : `dlpkey=${orders.join('|')}`]),
  ];
  return [...flags, ...specification, ...attributes.toSorted(), entry.title];
}
