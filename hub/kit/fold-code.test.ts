import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCode } from './fold-code.ts';

test('codes are compared without regard to case and to how accents are put together', () => {
  expect(foldCode('TEE-É')).toBe(foldCode('tee-e\u0301'));
  expect(foldCode('Mug')).toBe(foldCode('MUG'));
  expect(foldCode('STRASSE')).toBe(foldCode('Straße'));
  expect(foldCode('ΑΣ')).toBe(foldCode('ασ'));
  expect(foldCode('mug 1')).not.toBe(foldCode('mug-1'));
});

test('folding a folded code changes nothing, so that a stored key finds itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (code) => {
      expect(foldCode(foldCode(code))).toBe(foldCode(code));
    }),
    { numRuns: 1_000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 6 }), (code) => {
      expect(foldCode(foldCode(code))).toBe(foldCode(code));
    }),
    { numRuns: 5_000 },
  );
});

test('every letter folds to itself, in whatever case it comes', () => {
  for (let point = 0; point <= 0x1_ffff; point += 1) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const folded = foldCode(String.fromCodePoint(point));
    if (foldCode(folded) !== folded)
      expect.fail(`U+${point.toString(16)} folds to ${folded} and that to another`);
  }
});
