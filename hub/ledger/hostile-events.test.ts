import { expect, test } from 'vitest';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import {
  ledgerEvent,
  productSet,
  received,
  saleOf,
  tillEvent,
  tillSource,
  voidOf,
} from '../../test/kit/till-events.ts';
import { readEvent, readStoredEvent } from '../contract/read-event.ts';
import { commitDefused } from './defuse.ts';
import { verifyLedger } from './verify/verify-ledger.ts';

const problems = (temp: ReturnType<typeof tempLedger>) => verifyLedger(temp.file, () => undefined).problems;
const causes = (temp: ReturnType<typeof tempLedger>) =>
  temp.reader.exceptions({ limit: 100 }).map(({ cause }) => cause);

test('a till may call its location as the ledger calls the outside world', () => {
  using temp = tempLedger();
  for (const [index, location] of ['~customer', '~SUPPLIER', '~merged', 'Shop'].entries()) {
    const sale = saleOf({ sku: 'MUG' });
    temp.ledger.commit([ledgerEvent({ ...sale, data: { ...sale.data, location }, sequence: index + 1 })]);
  }
  expect(temp.reader.stock({ sku: 'MUG' })).toMatchObject({ onHand: '-4' });
  expect(temp.reader.stockNotice('~customer', 'MUG')).toMatchObject({ onHand: '-1' });
  expect(problems(temp)).toEqual([]);
});

test('an event may be longer in the ledger than it was on the wire', () => {
  const discounts = Array.from({ length: 20 }, () => '{"amountMinor":1e10}').join(',');
  const line = `{"sku":"NEW","kind":"goods","quantity":"1","unitPrice":"1","amountMinor":1,"discounts":[${discounts}]}`;
  const event = JSON.stringify(tillEvent({ ...saleOf({ sku: 'X' }), sequence: 1 }));
  const payload = Buffer.from(
    event.replace(/"lines":\[.*?\],"tenders"/, `"lines":[${`${line},`.repeat(999)}${line}],"tenders"`),
  );
  const result = readEvent(payload, { from: 'hub', store: null });
  expect(result).toMatchObject({ kind: 'read' });
  if (result.kind !== 'read') return;
  expect(readStoredEvent(Buffer.from(result.event.body)).content).toEqual(result.event.content);
});

test('what an unknown type says decides whether it is the same event', () => {
  using temp = tempLedger();
  const topup = (amount: number) =>
    ledgerEvent({ type: 'acme.giftcard.topup.v1', data: { amount }, sequence: 1, id: 'same' });
  expect(temp.ledger.commit([topup(5), topup(5), topup(5000)]).replies.map(({ outcome }) => outcome)).toEqual(
    ['accepted', 'duplicate', 'conflict'],
  );
});

test('stock beyond what can be counted exactly stays as it was, and says so', () => {
  using temp = tempLedger();
  const lines = Array.from({ length: 1_000 }, () => ({ sku: 'MUG', quantity: '999998.999999' }));
  for (let sequence = 1; sequence <= 11; sequence += 1) {
    temp.ledger.commit([ledgerEvent({ ...received(...lines), sequence })]);
  }
  expect(causes(temp)).toContain('stock.out_of_range');
  expect(Number(temp.reader.stock({ sku: 'MUG' })?.onHand)).toBeLessThanOrEqual(
    Number.MAX_SAFE_INTEGER / 1e6,
  );
  expect(problems(temp)).toEqual([]);
});

test('a sale that comes closes the exceptions of its own void, not of another till’s', () => {
  using temp = tempLedger();
  const [one, two] = [tillSource('till-1', 1), tillSource('till-2', 2)];
  temp.ledger.commit([
    ledgerEvent({ ...voidOf({ id: '17' }), source: one, sequence: 1 }),
    ledgerEvent({ ...voidOf({ id: '17' }), source: two, sequence: 1 }),
    ledgerEvent({ ...saleOf({ sku: 'MUG' }), id: '17', source: two, sequence: 2 }),
  ]);
  const open = temp.reader.exceptions({ limit: 10 }).filter(({ cause }) => cause === 'void.unknown_sale');
  expect(open.map(({ subject }) => subject)).toEqual([`${one}#17`]);
});

test('the number of a conflict is here: the acknowledged sequence goes on', () => {
  using temp = tempLedger();
  const sale = (sequence: number, id: string, amountMinor = 100) =>
    ledgerEvent({ ...saleOf({ sku: 'MUG', amountMinor }), sequence, id });
  temp.ledger.commit([sale(1, 'x'), sale(2, 'x', 200), sale(3, 'y')]);
  expect(temp.reader.ackOf('till-1')?.sequence).toBe('000000000003');
  expect(problems(temp)).toEqual([]);
});

test('a person closes an exception, and a mended one closes by itself', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'A', barcodes: ['111'] })),
    ledgerEvent(productSet({ sku: 'B', barcodes: ['111'] })),
    ledgerEvent({ type: 'acme.unknown.v1', data: {}, sequence: 1 }),
  ]);
  const [newest] = temp.reader.exceptions({ limit: 1 });
  const closed = {
    type: 'backroom.exception.closed.v1',
    data: { exception: newest?.exception, note: 'seen' },
  };
  temp.ledger.commit([ledgerEvent(closed)]);
  expect(causes(temp)).toEqual(['barcode.taken']);
  const states = [newest?.exception ?? 0, 1, 99].map(
    (number) => temp.reader.exception(number)?.state ?? null,
  );
  expect(states).toEqual(['closed', 'open', null]);
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'A' })),
    ledgerEvent(productSet({ sku: 'B', barcodes: ['111'] })),
  ]);
  expect(causes(temp)).toEqual([]);
  expect(problems(temp)).toEqual([]);
});

test('numbers used again raise one exception for the till, not one for each', () => {
  using temp = tempLedger();
  const skipped = { first: '000000000001', last: '000000000050', reason: 'by mistake' };
  temp.ledger.commit([ledgerEvent({ type: 'backroom.sequence.skipped.v1', data: skipped, sequence: 51 })]);
  temp.ledger.commit(
    Array.from({ length: 20 }, (_, index) => ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence: index + 1 })),
  );
  expect(causes(temp).filter((cause) => cause === 'sequence.reused')).toHaveLength(1);
});

test('a till that leaves ten thousand gaps is taken in and closed again', () => {
  using temp = tempLedger();
  const sale = (sequence: number) => ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence });
  const odd = Array.from({ length: 10_000 }, (_, index) => sale(2 * index + 2));
  for (let start = 0; start < odd.length; start += 500) temp.ledger.commit(odd.slice(start, start + 500));
  expect(temp.reader.ackOf('till-1')?.sequence).toBe('000000000000');
  const skipped = { first: '000000000001', last: '000000020000', reason: 'only even numbers' };
  temp.ledger.commit([
    ledgerEvent({ type: 'backroom.sequence.skipped.v1', data: skipped, sequence: 20_001 }),
  ]);
  expect(temp.reader.ackOf('till-1')?.sequence).toBe('000000020001');
});

test('one event that meets a bug is set aside, and its neighbours are committed', () => {
  using temp = tempLedger();
  const sale = (sequence: number) => ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence, id: `e${sequence}` });
  const told: string[] = [];
  const aside: string[] = [];
  const { replies, notice } = commitDefused([sale(1), sale(2), sale(3)], {
    commit: (events) => {
      if (events.some(({ id }) => id === 'e2')) throw new Error('a bug');
      return temp.ledger.commit(events);
    },
    setAside: ({ code }) => void aside.push(code),
    isFault: () => false,
    tell: ({ id }) => void told.push(id),
    nowMs: () => 0,
  });
  expect(replies.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected', 'accepted']);
  expect({ told, aside, last: notice.lastSeq }).toEqual({ told: ['e2'], aside: ['internal'], last: 2 });
});
