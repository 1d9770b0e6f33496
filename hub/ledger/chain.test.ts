import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GENESIS, linkHash } from './chain.ts';
import type { Link } from './chain.ts';

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
const link: fc.Arbitrary<Link> = fc.record({
  previous: digest,
  seq: fc.maxSafeNat(),
  receivedMs: fc.maxSafeNat(),
  standing: fc.integer({ min: 0, max: 1 }),
  payloadSha256: digest,
  body: fc.string({ unit: 'grapheme' }),
});

test('the hash is SHA-256 over the fields as the documentation says', () => {
  const payloadSha256 = Buffer.alloc(32, 7);
  const header = Buffer.from('00000000000000010000018bcfe5680001', 'hex');
  const bytes = Buffer.concat([GENESIS, header, payloadSha256, Buffer.from('{"é":1}')]);
  const hash = linkHash({
    previous: GENESIS,
    seq: 1,
    receivedMs: 1_700_000_000_000,
    standing: 1,
    payloadSha256,
    body: '{"é":1}',
  });
  expect(hash.toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('text and its bytes have the same hash', () => {
  fc.assert(
    fc.property(link, (one) => {
      expect(linkHash({ ...one, body: Buffer.from(one.body) })).toEqual(linkHash(one));
    }),
  );
});

test('a change of any field changes the hash', () => {
  fc.assert(
    fc.property(link, link, (one, other) => {
      for (const field of ['previous', 'seq', 'receivedMs', 'standing', 'payloadSha256', 'body'] as const) {
        const isSame = Buffer.from(String(one[field])).equals(Buffer.from(String(other[field])));
        expect(linkHash({ ...one, [field]: other[field] }).equals(linkHash(one))).toBe(isSame);
      }
    }),
  );
});

test('a byte cannot wander from one field into the next', () => {
  const payloadSha256 = Buffer.alloc(32);
  const base = { previous: GENESIS, receivedMs: 0, standing: 0, payloadSha256 };
  expect(linkHash({ ...base, seq: 1, body: '' })).not.toEqual(linkHash({ ...base, seq: 0, body: '\u0001' }));
});
