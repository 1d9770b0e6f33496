import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { companionsOf, excludedBy, sampleValue, validValue } from '../../../test/kit/barcode-corpus.ts';
import { must } from '../../kit/assert.ts';
import { isKnownCheck } from './content-checks.ts';
import { type Entry, allEntries, entryOf } from './dictionary.ts';
import { readCode } from './read-code.ts';
import type { ScannedCode } from './scanned-code.ts';

const YEAR = 2026;
const FNC1 = '\u001d';
const ENTRIES = allEntries();

type Pair = readonly [ai: string, value: string];

const read = (text: string): ScannedCode => readCode(text, [], YEAR);
const printed = (pairs: readonly Pair[]): string =>
  pairs.map(([ai, value]) => `(${ai})${value.replaceAll('(', String.raw`\(`)}`).join('');
const raw = (pairs: readonly Pair[]): string =>
  FNC1 +
  pairs
    .map(([ai, value]) => ai + value + (must(entryOf(ai), ai).isPredefined ? '' : FNC1))
    .join('')
    .replace(/\u001d$/, '');

/** What has to stand beside the identifier, with a value of each. */
const besides = (ai: string): Pair[] =>
  companionsOf(ai)
    .filter((other) => other !== ai)
    .map((other) => [other, sampleValue(must(entryOf(other), other), 'max')]);

const problemOf = (code: ScannedCode): string => (code.kind === 'wrong' ? code.problem : code.kind);

/** `what` of every identifier that it can be said of, with those that do not come out as they should. */
function strays(what: (entry: Entry) => Record<string, string> | null, expected: string): string[] {
  return ENTRIES.flatMap((entry) =>
    Object.entries(what(entry) ?? {})
      .map(([name, text]) => ({ name, text, found: problemOf(read(text)) }))
      .filter(({ found }) => found !== expected)
      .map(({ name, text, found }) => `(${entry.ai}) ${name} ${JSON.stringify(text)}: ${found}`),
  );
}

test('the list has every identifier of GS1, and every check that it names is there', () => {
  expect(ENTRIES).toHaveLength(541);
  const checks = ENTRIES.flatMap(({ components }) => components.flatMap((component) => component.checks));
  expect(checks.filter((check) => !isKnownCheck(check))).toEqual([]);
});

test('every identifier is read at its shortest and at its longest, printed and as a scanner sends it', () => {
  const lost = ENTRIES.flatMap((entry) =>
    (['min', 'max'] as const).flatMap((size) => {
      const pairs: Pair[] = [[entry.ai, sampleValue(entry, size)], ...besides(entry.ai)];
      return [printed(pairs), raw(pairs), `]C1${raw(pairs).slice(1)}`].filter((text) => {
        const code = read(text);
        const elements = code.kind === 'elements' ? code.elements : [];
        return JSON.stringify(elements.map(({ ai, value }) => [ai, value])) !== JSON.stringify(pairs);
      });
    }),
  );
  expect(lost).toEqual([]);
});

describe('of every identifier', () => {
  const longest = (entry: Entry): string => sampleValue(entry, 'max');
  const final = (entry: Entry): string => entry.components.at(-1)?.type ?? 'N';

  test('a value that is one character too long is told', () => {
    const tooLong = (entry: Entry) => ({
      printed: printed([...besides(entry.ai), [entry.ai, `${longest(entry)}0`]]),
    });
    expect(strays(tooLong, 'too-long')).toEqual([]);
  });

  test('a value that is one character too short is told', () => {
    const tooShort = (entry: Entry) => {
      const lengthMin = entry.components
        .filter(({ isOptional }) => !isOptional)
        .reduce((sum, component) => sum + component.lengthMin, 0);
      const value = longest(entry).slice(0, lengthMin - 1);
      return {
        printed: printed([...besides(entry.ai), [entry.ai, value]]),
        raw: `${FNC1}${entry.ai}${value}`,
      };
    };
    expect(strays(tooShort, 'too-short')).toEqual([]);
  });

  test('a character that it may not have is told', () => {
    const foreign = (entry: Entry) => {
      const odd = { N: 'A', X: '~', Y: 'a', Z: '+' }[final(entry)] ?? '';
      return { printed: printed([[entry.ai, longest(entry).slice(0, -1) + odd]]) };
    };
    expect(strays(foreign, 'character')).toEqual([]);
  });

  test('a missing separator behind the longest value is told', () => {
    const runOn = (entry: Entry) =>
      entry.isPredefined ? null : { raw: `${FNC1}${entry.ai}${longest(entry)}0109506000134352` };
    expect(strays(runOn, 'missing-separator')).toEqual([]);
  });

  test('a wrong check digit is told, whichever digit it is', () => {
    const misread = (entry: Entry) => {
      const [first] = entry.components.filter(({ checks }) => checks.includes('csum'));
      if (first === undefined) return null;
      const at = entry.components.indexOf(first) === 0 ? 0 : 1;
      const value = longest(entry);
      const flipped = (place: number): string =>
        value.slice(0, place) + ((Number(value[place]) + 1) % 10) + value.slice(place + 1);
      return Object.fromEntries(
        Array.from({ length: first.lengthMax }, (_none, place) => [
          `digit ${place}`,
          printed([[entry.ai, flipped(at + place)]]),
        ]),
      );
    };
    expect(strays(misread, 'check-digit')).toEqual([]);
  });

  test('a date that is none is told', () => {
    const noDate = (entry: Entry) => {
      const [first] = entry.components[0]?.checks ?? [];
      const days = { yymmd0: '260231', yymmdd: '261200', yyyymmdd: '19900230' }[first ?? ''];
      return days === undefined
        ? null
        : { printed: printed([[entry.ai, days + longest(entry).slice(days.length)]]) };
    };
    expect(strays(noDate, 'date')).toEqual([]);
  });

  test('it is told when what must stand beside it is missing', () => {
    const alone = (entry: Entry) =>
      entry.required.length === 0 ? null : { printed: printed([[entry.ai, longest(entry)]]) };
    expect(strays(alone, 'required')).toEqual([]);
  });

  test('it is told when something stands beside it that must not', () => {
    const together = (entry: Entry) => {
      const other = excludedBy(entry);
      if (other === undefined) return null;
      const value = sampleValue(must(entryOf(other), other), 'max');
      return {
        first: printed([
          [entry.ai, longest(entry)],
          [other, value],
        ]),
        last: printed([
          [other, value],
          [entry.ai, longest(entry)],
        ]),
      };
    };
    expect(strays(together, 'excluded')).toEqual([]);
  });
});

test('what is encoded is read as it was, with every length and character that is allowed', () => {
  const element = fc
    .constantFrom(...ENTRIES)
    .chain((entry) => fc.tuple(...companionsOf(entry.ai).map((ai) => valuePair(must(entryOf(ai), ai)))));
  fc.assert(
    fc.property(element, (pairs) => {
      for (const text of [printed(pairs), raw(pairs)]) {
        const code = read(text);
        expect(code.kind === 'elements' ? code.elements.map(({ ai, value }) => [ai, value]) : code).toEqual(
          pairs,
        );
      }
    }),
    { numRuns: 500 },
  );
});

function valuePair(entry: Entry): fc.Arbitrary<Pair> {
  return validValue(entry).map((value) => [entry.ai, value]);
}
