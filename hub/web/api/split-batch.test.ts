import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitBatch } from './split-batch.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (body: string): string[] | undefined =>
  splitBatch(bytes(body))?.parts.map((part) => new TextDecoder().decode(part));

test('a single event is a batch of one, byte for byte', () => {
  const body = ' {"id": "a",  "total": 1.0}\n';
  expect(splitBatch(bytes(body))).toEqual({ isList: false, parts: [bytes(body)] });
});

test('the elements of a list keep every byte of theirs', () => {
  expect(texts('[ {"id":"a", "n":1.0} ,\n{"id":"b]},[","x":[[1],{}]}, 7,"\\\\\\"" ]')).toEqual([
    '{"id":"a", "n":1.0}',
    '{"id":"b]},[","x":[[1],{}]}',
    '7',
    '"\\\\\\""',
  ]);
  expect(texts('[ ]')).toEqual([]);
});

test('what is not JSON in UTF-8, or neither object nor list, is unreadable', () => {
  for (const body of ['', '{', '[1,]', '[{}', '7', '"a"', 'null', '{}{}'])
    expect(splitBatch(bytes(body)), body).toBeNull();
  expect(splitBatch(Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d))).toBeNull();
});

test('any list of any values is cut into just these values', () => {
  const spaced = fc.tuple(fc.array(fc.json(), { maxLength: 8 }), fc.constantFrom('', ' ', '\n\t ', '\r\n'));
  fc.assert(
    fc.property(spaced, ([elements, space]) => {
      const body = `${space}[${space}${elements.join(`${space},${space}`)}${space}]${space}`;
      expect(texts(body)).toEqual(elements.map((element) => element.trim()));
    }),
  );
});
