import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('the order in which members were set makes no difference', () => {
  expect(canonicalJson({ b: [{ z: 1, a: 'ä' }], a: null, none: undefined })).toBe(
    '{"a":null,"b":[{"a":"ä","z":1}]}',
  );
});

test('the text tells the value again', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
    { seed: 20_261_123 },
  );
});
