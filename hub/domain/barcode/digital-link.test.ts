import fc from 'fast-check';
import { expect, test } from 'vitest';
import { companionsOf, consistent, sampleValue, validValue } from '../../../test/kit/barcode-corpus.ts';
import { must } from '../../kit/assert.ts';
import { type Entry, allEntries, entryOf } from './dictionary.ts';
import { readCode } from './read-code.ts';
import type { ScannedCode } from './scanned-code.ts';

const GTIN = '09506000134352';
const read = (text: string): ScannedCode => readCode(text, [], 2026);
const pairsOf = (code: ScannedCode): (readonly [string, string])[] =>
  'elements' in code ? code.elements.map(({ ai, value }) => [ai, value] as const) : [];
const KEYS = allEntries().filter(({ qualifiers }) => qualifiers !== null);

test.each([
  `https://example.com/01/${GTIN}/10/A1/21/S%2F1?17=261231&3103=001250`,
  `HTTP://id.gs1.org/01/${GTIN}/10/A1/21/S%2f1?3103=001250;17=261231`,
  `https://user@shop.example:8443/p/de/01/${GTIN}/10/A1/21/S%2F1/?17=261231&lang=de&3103=001250#top`,
  `https://example.com/22/01/01/9506000134352/10/A1/21/S%2F1?3103=001250&17=261231&17=261231`,
])('%s is a Digital Link', (address) => {
  expect(read(address)).toMatchObject({
    kind: 'digital-link',
    gtin: GTIN,
    lot: 'A1',
    serial: 'S/1',
    expires: '2026-12-31',
    netWeightMicro: 1_250_000,
  });
});

test.each(['96385074', '012345678905', '9506000134352', GTIN])('its GTIN may be written as %s', (gtin) => {
  expect(read(`https://example.com/01/${gtin}`)).toMatchObject({
    kind: 'digital-link',
    gtin: gtin.padStart(14, '0'),
  });
});

test.each([
  { address: 'https://example.com/01/09506000134353', problem: 'check-digit' },
  { address: 'https://example.com/01/950600013435', problem: 'check-digit' },
  { address: 'https://example.com/01/12345', problem: 'too-short' },
  { address: `https://example.com/01/${GTIN}/21/S/10/A`, problem: 'path-order' },
  { address: `https://example.com/01/${GTIN}/10/A/10/A`, problem: 'path-order' },
  { address: `https://example.com/01/${GTIN}/235/T/10/A`, problem: 'path-order' },
  { address: `https://example.com/01/${GTIN}/17/261231`, problem: 'path-order' },
  { address: `https://example.com/01/${GTIN}?21=S`, problem: 'not-an-attribute' },
  { address: `https://example.com/01/${GTIN}?18=261231`, problem: 'unknown-ai' },
  { address: `https://example.com/01/${GTIN}?17=261331`, problem: 'date' },
  { address: `https://example.com/01/${GTIN}?10=A%`, problem: 'percent-encoding' },
  { address: `https://example.com/01/${GTIN}/10/A%FF`, problem: 'percent-encoding' },
  { address: `https://example.com/01/${GTIN}/10/A?10=B`, problem: 'repeated' },
  { address: `https://example.com/01/${GTIN}/10/A%20B`, problem: 'character' },
  { address: `https://example.com/01/${GTIN}?37=5`, problem: 'excluded' },
])('$address is wrong: $problem', ({ address, problem }) => {
  expect(read(address)).toMatchObject({ kind: 'wrong', problem });
});

test.each([
  'https://example.com',
  'https://example.com/?01=09506000134352',
  'https://example.com/tea/green',
  'https://example.com/01/green-tea',
  'https://example.com/2026/11/23/news',
  `ftp://example.com/01/${GTIN}`,
])('%s is an address like any other', (address) => {
  expect(read(address)).toEqual({ kind: 'plain', text: address });
});

test('every key takes its qualifiers in their order, and in no other', () => {
  const value = (ai: string): string => sampleValue(must(entryOf(ai), ai), 'max');
  const path = (ais: readonly string[]): string =>
    ais.map((ai) => `/${ai}/${encodeURIComponent(value(ai))}`).join('');
  const beside = (ais: readonly string[], all: readonly string[]): string =>
    all
      .filter((ai) => !ais.includes(ai))
      .map((ai) => `${ai}=${encodeURIComponent(value(ai))}`)
      .join('&');
  for (const { ai, qualifiers } of KEYS) {
    for (const order of must(qualifiers, ai)) {
      const whole = [ai, ...order];
      const all = consistent(whole);
      // The dictionary lets 22 follow 8006 in a path, and lets it stand beside 01 only, which 8006 excludes.
      const wanted = all === null ? { problem: 'required' } : { kind: 'digital-link' };
      expect(all === null).toBe(ai === '8006');
      const code = read(`https://a.example/x${path(whole)}?${beside(whole, all ?? [])}`);
      expect(code).toMatchObject(wanted);
      expect(pairsOf(code).slice(0, whole.length)).toEqual(whole.map((key) => [key, value(key)]));
      if (order.length < 2) continue;
      const reversed = [ai, ...order.toReversed()];
      expect(read(`https://a.example${path(reversed)}`)).toMatchObject({ problem: 'path-order' });
    }
    expect(read(`https://a.example${path([ai, '20'])}`)).toMatchObject({ problem: 'path-order' });
  }
  expect(KEYS.length).toBeGreaterThan(10);
});

test('whatever may be an attribute is read as it was written', () => {
  const alone = allEntries().filter(
    (entry) => entry.isLinkAttribute && companionsOf(entry.ai).includes('01') && entry.ai !== '01',
  );
  const withValue = (entry: Entry) => validValue(entry).map((value) => ({ ai: entry.ai, value }));
  fc.assert(
    fc.property(fc.constantFrom(...alone).chain(withValue), ({ ai, value }) => {
      const others = companionsOf(ai).filter((other) => other !== '01' && other !== ai);
      const pairs = others.map((other) => [other, sampleValue(must(entryOf(other), other), 'max')]);
      const query = [[ai, value], ...pairs].map(
        ([key = '', text = '']) => `${key}=${encodeURIComponent(text)}`,
      );
      const isQualifier = pairs.some(([key = '']) => entryOf(key)?.isLinkAttribute === false);
      const code = read(`https://a.example/01/${GTIN}?${query.join('&')}`);
      const wanted = isQualifier
        ? { kind: 'wrong', problem: 'not-an-attribute' }
        : { kind: 'digital-link', gtin: GTIN };
      expect(code).toMatchObject(wanted);
      if (!isQualifier) expect(pairsOf(code)[1]).toEqual([ai, value]);
    }),
    { numRuns: 300 },
  );
});
