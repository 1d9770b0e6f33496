import { expect, test } from 'vitest';
import { readBarcodePattern } from './barcode-pattern.ts';

test('a pattern takes the digits of a code apart', () => {
  const pattern = readBarcodePattern('2[0-57]IIIIIVPPPPC');
  if (pattern.kind === 'wrong') throw new Error(pattern.reason);
  expect(pattern).toMatchObject({ digits: 13, holds: 'price' });
  expect(pattern.expression.exec('2312345912344')?.groups).toEqual({
    prefix: '23',
    item: '12345',
    verifier: '9',
    measure: '1234',
    check: '4',
  });
  expect(pattern.expression.test('2612345912344')).toBe(false);
  expect(pattern.expression.test('2712345912344')).toBe(true);
});

test.each([
  { text: '', says: 'written like' },
  { text: 'IIIIIIIIPPPPC', says: 'written like' },
  { text: '21IIIIIPPPPP', says: 'written like' },
  { text: '21IIIIIPPWWWC', says: 'written like' },
  { text: '2[]IIIIIWWWWWC', says: 'written like' },
  { text: '2[a]IIIIIWWWWWC', says: 'written like' },
  { text: '(2|3)IIIIIWWWWWC', says: 'written like' },
  { text: '2[9-0]IIIIIWWWWWC', says: 'backwards' },
  { text: '21IIIIWWWWC', says: '11 digits' },
  { text: '21IIIIIIWWWWWC', says: '14 digits' },
  { text: '21IIIIIIVWWWC', says: 'four or five' },
  { text: `2${'[0]'.repeat(30)}IIIIWWWWC`, says: 'written like' },
])('the pattern $text is told to be wrong', ({ text, says }) => {
  expect(readBarcodePattern(text)).toMatchObject({
    kind: 'wrong',
    reason: expect.stringContaining(says) as string,
  });
});
