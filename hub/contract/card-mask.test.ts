import { expect, test } from 'vitest';
import { FULL_EVENTS } from '../../test/kit/full-events.ts';
import { sha256 } from '../kit/digest.ts';
import { maskedIn } from './card-mask.ts';
import { readEvent, readStoredEvent } from './read-event.ts';
import type { ReadEvent } from './read-event.ts';

const CARD = '4111111111111111';
const MASKED = '************1111';

function read(event: object): ReadEvent {
  const result = readEvent(Buffer.from(JSON.stringify(event)), { from: 'hub', store: null });
  if (result.kind !== 'read') throw new Error(`${result.path ?? ''} ${result.message}`);
  return result.event;
}

function saleWith(more: object): object {
  const sale = FULL_EVENTS.sale();
  return { ...sale, data: { ...sale.data, ...more } };
}

test('a card number in a note is masked before it is hashed, and the event says so', () => {
  const event = saleWith({ note: `paid with ${CARD}` });
  const { body, payloadSha256, content } = read(event);
  expect(body).not.toContain(CARD);
  expect(content?.data).toMatchObject({ note: `paid with ${MASKED}` });
  expect(maskedIn(body)).toBe('data.note');
  expect(payloadSha256).not.toEqual(sha256(JSON.stringify(event)));
  expect(payloadSha256).toEqual(read(event).payloadSha256);
});

test('what the ledger holds is read as it stands, with what was masked', () => {
  const { body } = read(saleWith({ note: CARD }));
  const stored = readStoredEvent(Buffer.from(body));
  expect(stored.body).toBe(body);
  expect(maskedIn(stored.body)).toBe('data.note');
});

test.each([
  ['a text', { pan: CARD }, 'data.pan'],
  ['a number', { pan: Number(CARD) }, 'data.pan'],
  ['a number that lost its last digits', { pan: 6_011_000_990_139_424_000 }, 'data.pan'],
  ['a list', { cards: ['x', CARD] }, 'data.cards.1'],
  ['the name of a field', { [CARD]: 1 }, `data.${MASKED}`],
])('a card number in %s that the contract does not know is masked', (_, more, field) => {
  const { body, extra } = read(saleWith(more));
  expect(extra).not.toMatch(/\d{13}/);
  expect(() => JSON.parse(extra ?? '')).not.toThrow();
  expect(maskedIn(body)).toBe(field);
});

test('two field names that are the same once they are masked keep both values', () => {
  const { extra } = read(saleWith({ [CARD]: 1, '4012888888881111': 2, '4007702835531111': 3 }));
  expect(Object.values(JSON.parse(extra ?? '{}').data)).toEqual(expect.arrayContaining([1, 2, 3]));
});

test('a card number in an event of an unknown type is masked', () => {
  const event = { ...FULL_EVENTS.sale(), type: 'backroom.coffee.poured.v1', data: { cup: { card: CARD } } };
  const { body, extra } = read(event);
  expect(extra).toContain(MASKED);
  expect(maskedIn(body)).toBe('data.cup.card');
});

test('ids, codes, references and times are left as they are, whatever their check digit says', () => {
  const sale = FULL_EVENTS.sale();
  const [line] = sale.data.lines;
  const [tender] = sale.data.tenders;
  const event = saleWith({
    receiptNumber: CARD,
    customerId: CARD,
    lines: [{ ...line, sku: CARD, barcode: CARD, lot: CARD, giftCardId: CARD }],
    tenders: [{ ...tender, reference: CARD, authorisation: CARD, giftCardId: CARD }],
    fiscalSignature: `{"signed":"${CARD}"}`,
  });
  const { body, payloadSha256 } = read(event);
  expect(JSON.parse(body)).toEqual(event);
  expect(maskedIn(body)).toBeNull();
  expect(payloadSha256).toEqual(sha256(JSON.stringify(event)));
});

test('a till cannot say that something was masked', () => {
  const { body, extra } = read({ ...FULL_EVENTS.sale(), masked: 'data.note' });
  expect(maskedIn(body)).toBeNull();
  expect(extra).toBe('{"masked":"data.note"}');
  expect(maskedIn(read(saleWith({ note: '","masked":"x","data":{' })).body)).toBeNull();
});
