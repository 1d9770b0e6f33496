import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectWhole, problemsOf } from '../../../test/kit/assert-whole.ts';
import {
  captured,
  customerErased,
  customerMergeUndone,
  customersMerged,
  pointsRule,
  saying,
} from '../../../test/kit/customer-events.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, refundOf, saleOf } from '../../../test/kit/till-events.ts';
import { createLedgerWriter } from '../writer.ts';
import { rebuildLedger } from '../verify/rebuild-ledger.ts';

const ANNA = {
  name: 'Anna Muster',
  email: 'anna.muster@example.org',
  phone: '+49 151 2345678',
  verified: ['email'],
};

function points(temp: ReturnType<typeof tempLedger>, customerId: string): number {
  const account = temp.db.prepare<[string], { points: number }>(
    'SELECT points FROM loyalty_account WHERE account = ?',
  );
  return account.get(`customer:${customerId}`)?.points ?? 0;
}

function persons(temp: ReturnType<typeof tempLedger>): unknown[] {
  return temp.db.prepare('SELECT customer_id, field, value, verified FROM person ORDER BY 1, 2').all();
}

test('who a customer is stands beside the log, and a replay without it makes the same', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent(captured('c-1', ANNA)),
    ledgerEvent(saying(saleOf({ sku: 'MUG' }), { customerId: 'c-1' })),
  ]);
  expect(persons(temp)).toHaveLength(3);
  const bodies = temp.db.prepare<[], { body: Buffer }>('SELECT body FROM event').all();
  expect(bodies.some(({ body }) => body.includes('muster'))).toBe(false);
  expectWhole(temp.file);
});

test('of two captures the later one counts, whichever came first', () => {
  using temp = tempLedger();
  const [early, late] = ['2026-11-22T10:00:00Z', '2026-11-24T10:00:00Z'];
  const at = (time: string, given: boolean) => ({ channel: 'email', given, at: time, source: 'till-1' });
  temp.ledger.commit([
    ledgerEvent(captured('c-1', { consents: [at(late, false)] })),
    ledgerEvent(captured('c-1', { consents: [at(early, true)] })),
  ]);
  expect(temp.db.prepare('SELECT given FROM customer_consent').all()).toEqual([{ given: 0 }]);
});

/** Every byte of the ledger and of its write-ahead log. */
function bytesOfFile(file: string): Buffer {
  return Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]);
}

test('after an erasure nothing of the person is in the file, and every total stays', () => {
  using temp = tempLedger();
  using writer = createLedgerWriter({ file: temp.file, destinations: [], nowMs: () => 0 });
  for (let at = 0; at < 200; at += 1) {
    const email = `somebody.${at}.${'x'.repeat(at % 40)}@example.org`;
    writer.commit([
      ledgerEvent(captured(`c-${(at * 7919) % 200}`, { email, name: `Name ${at}`, verified: ['email'] })),
    ]);
  }
  writer.commit([
    ledgerEvent(captured('anna', { ...ANNA, email: 'first.anna@example.org', nickname: 'Annchen' })),
    ledgerEvent(captured('anna', ANNA)),
    ledgerEvent(captured('anna-2', { name: 'Anna Muster', loyaltyCard: 'CARD-ANNA' })),
    ledgerEvent(customersMerged('anna-2', 'anna')),
    ledgerEvent(saying(saleOf({ sku: 'MUG' }), { customerId: 'anna', greeting: 'for Anna Muster' })),
  ]);
  // So many rows that whole pages of the table come free.
  for (let at = 0; at < 80; at += 1) {
    const email = `anna.muster+${at}@example.org`;
    writer.commit([
      ledgerEvent(captured(`anna-at-${at}`, { name: 'Anna Muster', email, verified: ['email'] })),
      ledgerEvent(customersMerged(`anna-at-${at}`, 'anna')),
    ]);
  }
  temp.db.exec('ANALYZE');
  for (let at = 400; at < 500; at += 1)
    writer.commit([
      ledgerEvent(captured(`c-${at}`, { email: `somebody.${at}@example.org`, verified: ['email'] })),
    ]);
  expect(bytesOfFile(temp.file).includes('anna.muster@example.org')).toBe(true);
  writer.commit([ledgerEvent({ ...customerErased('anna'), id: 'erasure' })]);
  const left = bytesOfFile(temp.file).toString('latin1');
  for (const trace of [
    'anna.muster',
    'first.anna',
    'Anna Muster',
    'CARD-ANNA',
    'card-anna',
    '2345678',
    'Annchen',
  ])
    expect(left.includes(trace), trace).toBe(false);
  expect(left.includes('somebody.77.')).toBe(true);
  const sums = temp.db.prepare('SELECT visits, spent_minor FROM customer_total').all();
  expect(sums).toEqual([{ visits: 1, spent_minor: 100 }]);
  expectWhole(temp.file);
});

test('an erased person does not come back: not resent, not captured again, not by a rebuild, not out of a restore', () => {
  using temp = tempLedger();
  const capture = ledgerEvent(captured('anna', ANNA));
  temp.ledger.commit([capture]);
  const kept = temp.db.prepare('SELECT * FROM person').all() as Record<string, unknown>[];
  temp.ledger.commit([ledgerEvent(customerErased('anna'))]);
  const again = temp.ledger.commit([
    capture,
    ledgerEvent(captured('anna', { ...ANNA, hobby: 'chess' })),
  ]).replies;
  expect(again.map(({ outcome }) => outcome)).toEqual(['duplicate', 'accepted']);
  expect(again[1]?.exceptions?.map(({ cause }) => cause)).toEqual(['customer.erased_captured']);
  expect(persons(temp)).toEqual([]);
  expect(temp.db.prepare('SELECT trim(extra) AS extra FROM event_extra').all()).toEqual([{ extra: '' }]);
  for (const { customer_id, field, value, key, verified, at_ms, seq } of kept)
    temp.db
      .prepare('INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(customer_id, field, value, key, verified, at_ms, seq);
  expect(problemsOf(temp.file).join()).toContain('nobody is known who was erased');
  temp.db.close();
  rebuildLedger(temp.file, () => undefined);
  temp.reopen();
  expect(persons(temp)).toEqual([]);
  expectWhole(temp.file);
});

test('a merge adds history and points up, and its undo takes it back to what it was', () => {
  using temp = tempLedger();
  const sale = (customerId: string) => ledgerEvent(saying(saleOf({ sku: 'MUG' }), { customerId }));
  temp.ledger.commit([
    ledgerEvent(pointsRule({ pointsPerUnit: '10', unitsPerPoint: '0.01' })),
    sale('a'),
    sale('b'),
    sale('c'),
    ledgerEvent(customersMerged('b', 'a')),
    ledgerEvent(customersMerged('a', 'c')),
  ]);
  expect([points(temp, 'a'), points(temp, 'b'), points(temp, 'c')]).toEqual([10, 10, 10]);
  const causes = (event: ReturnType<typeof ledgerEvent>) =>
    temp.ledger.commit([event]).replies[0]?.exceptions?.map(({ cause }) => cause);
  expect(causes(ledgerEvent(customersMerged('c', 'b')))).toEqual(['customer.merge_into_itself']);
  expect(causes(ledgerEvent(customersMerged('x', 'b')))).toEqual(['customer.merge_unknown']);
  temp.ledger.commit([sale('d')]);
  expect(causes(ledgerEvent(customersMerged('b', 'd')))).toEqual(['customer.merge_repeated']);
  expect(causes(ledgerEvent(customerMergeUndone('c')))).toEqual(['customer.not_merged']);
  expect(causes(ledgerEvent(customerMergeUndone('a')))).toBeUndefined();
  expectWhole(temp.file);
});

test('points follow what is paid for goods: floor, refunds in proportion, voids, and below zero told once', () => {
  using temp = tempLedger();
  const sale = saying(
    saleOf({ sku: 'TEA', amountMinor: 1999 }, { sku: 'CARD', kind: 'gift_card', amountMinor: 5000 }),
    {
      customerId: 'a',
    },
  );
  temp.ledger.commit([
    ledgerEvent(pointsRule({ pointsPerUnit: '1.5', unitsPerPoint: '0.01' })),
    ledgerEvent({ ...sale, id: 'sale-1' }),
  ]);
  expect(points(temp, 'a')).toBe(29);
  temp.ledger.commit([ledgerEvent(refundOf({ id: 'sale-1' }, { sku: 'TEA', amountMinor: -999 }))]);
  expect(points(temp, 'a')).toBe(14);
  temp.ledger.commit([ledgerEvent(refundOf({ id: 'sale-1' }, { sku: 'TEA', amountMinor: -1999 }))]);
  expect(points(temp, 'a')).toBe(0);
  const paying = saying(saleOf({ sku: 'TEA' }), {
    customerId: 'a',
    tenders: [{ kind: 'loyalty', amountMinor: 100, loyaltyPoints: 100 }],
  });
  const [first] = temp.ledger.commit([ledgerEvent({ ...paying, id: 'sale-2' })]).replies;
  expect(first?.exceptions?.map(({ cause }) => cause)).toContain('loyalty.negative');
  expect(points(temp, 'a')).toBe(-99);
  temp.ledger.commit([
    ledgerEvent({
      type: 'backroom.sale.voided.v1',
      data: { original: { id: 'sale-2' }, businessDate: '2026-11-23', registerSession: 's-1' },
    }),
  ]);
  expect(points(temp, 'a')).toBe(0);
  expect(temp.reader.exceptions({ limit: 50 }).map(({ cause }) => cause)).not.toContain('loyalty.negative');
  expectWhole(temp.file);
});
