import { expect, test } from 'vitest';
import {
  countPosted,
  countReviewed,
  countScanned,
  countStarted,
  eventAt,
} from '../../../test/kit/count-events.ts';
import { countingShop as shop, MUGS_9 } from '../../../test/kit/counting-shop.ts';
import { saleOf } from '../../../test/kit/till-events.ts';

const whole = { sort: 'value', asCounter: false, from: 0, limit: 10 } as const;

test('lines are read by what their difference is worth, and by name', () => {
  using hub = shop();
  const [gold, tin] = [
    { sku: 'GOLD', quantity: '2', unitCost: '900' },
    { sku: 'ALUMINIUM', quantity: '50', unitCost: '1.5' },
  ];
  hub.tell({ type: 'backroom.stock.received.v1', data: { lines: [gold, tin] } });
  hub.tell(countStarted('c', { kind: 'spot', skus: ['MUG', 'CUP', 'GOLD', 'ALUMINIUM'] }));
  hub.tell(countScanned('c', MUGS_9, { sku: 'CUP', quantity: '4' }));
  hub.tell(countScanned('c', { sku: 'GOLD', quantity: '1' }, { sku: 'ALUMINIUM', quantity: '60' }));
  const read = (more: object) => hub.temp.reader.countLines('c', { ...whole, ...more }) ?? [];
  expect(read({}).map(({ sku, variance, value }) => [sku, variance, value])).toEqual([
    ['GOLD', '-1', '-900'],
    ['ALUMINIUM', '10', '15'],
    ['CUP', '-6', null],
    ['MUG', '-1', null],
  ]);
  expect(read({ sort: 'name', from: 1, limit: 2 }).map(({ sku }) => sku)).toEqual(['CUP', 'GOLD']);
  hub.tell(countReviewed('c', { approve: ['MUG'], recount: ['GOLD'] }));
  expect(read({ state: 'approved' }).map(({ sku }) => sku)).toEqual(['MUG']);
  expect(hub.temp.reader.stockCount('c')).toMatchObject({ belonging: 4, counted: 4, open: 2, recount: 1 });
  expect(hub.temp.reader.stockCounts({ state: 'open', limit: 5 })).toMatchObject([{ countId: 'c' }]);
});

test('whoever counts blindly sees nothing of what is expected, not by the order either', () => {
  using hub = shop();
  hub.tell(countStarted('c', { blind: true }), countScanned('c', MUGS_9, { sku: 'CUP', quantity: '10' }));
  const hidden = { expected: null, variance: null, value: null };
  expect(hub.temp.reader.countLines('c', { ...whole, asCounter: true })).toMatchObject([
    { sku: 'CUP', counted: '10', ...hidden },
    { sku: 'MUG', counted: '9', ...hidden },
  ]);
  expect(hub.temp.reader.countLines('c', whole)).toMatchObject([
    { sku: 'MUG', variance: '-1' },
    { sku: 'CUP' },
  ]);
  expect(hub.temp.reader.countLines('nobody knows', whole)).toBeNull();
});

test('what moved between two pieces of a product, and what another count was quicker with, is marked', () => {
  using hub = shop();
  hub.tell(countStarted('c'), countStarted('other'), countScanned('c', { sku: 'MUG', quantity: '4' }));
  hub.tell(saleOf({ sku: 'MUG' }), countScanned('c', { sku: 'MUG', quantity: '5' }));
  hub.tell(
    countScanned('c', { sku: 'CUP', quantity: '9' }),
    countScanned('other', { sku: 'CUP', quantity: '10' }),
  );
  hub.tell(countReviewed('other'), countPosted('other'));
  expect(hub.temp.reader.countLines('c', { ...whole, sort: 'name' })).toMatchObject([
    { sku: 'CUP', superseded: true, movedWhileCounted: false },
    { sku: 'MUG', superseded: false, movedWhileCounted: true },
  ]);
});

const at = (time: string) => ({ time: `2026-11-23T${time}Z` });

test('a sale from before a posted count that comes after it is told', () => {
  using hub = shop();
  hub.tell(countStarted('c'));
  hub.temp.ledger.commit([
    eventAt(countScanned('c', MUGS_9), at('12:00:00')),
    eventAt(countReviewed('c'), at('12:10:00')),
    eventAt(countPosted('c'), at('12:20:00')),
  ]);
  const cases = [
    [eventAt(saleOf({ sku: 'MUG' }), at('12:00:01')), []],
    [eventAt(saleOf({ sku: 'CUP' }), at('11:59:59')), []],
    [eventAt(saleOf({ sku: 'MUG' }), { ...at('11:59:59'), clock: 'unsynced' }), []],
    [eventAt(saleOf({ sku: 'MUG' }, { sku: 'MUG' }, { sku: 'CUP' }), at('11:59:59')), ['count.late_sale']],
  ] as const;
  for (const [sale, causes] of cases) {
    const [reply] = hub.temp.ledger.commit([sale]).replies;
    expect(reply?.exceptions?.map(({ cause }) => cause) ?? []).toEqual(causes);
    hub.temp.reopen();
  }
  expect(hub.temp.reader.exceptions({ limit: 1 })).toMatchObject([{ subject: 'MUG' }]);
});

test('a late sale of what is counted and not posted yet takes its approval back', () => {
  using hub = shop();
  hub.tell(countStarted('c'));
  hub.temp.ledger.commit([
    eventAt(countScanned('c', MUGS_9), at('12:00:00')),
    eventAt(countReviewed('c'), at('12:10:00')),
    eventAt(saleOf({ sku: 'MUG' }), at('11:00:00')),
    eventAt(countPosted('c'), at('12:20:00')),
  ]);
  expect(hub.onHand()).toBe('9');
  expect(hub.open()).toEqual(['count.late_sale']);
});

test('a device whose clock is years ahead does not make every sale late', () => {
  using hub = shop();
  hub.tell(countStarted('c'));
  hub.temp.ledger.commit([
    eventAt(countScanned('c', MUGS_9), { time: '2031-01-01T00:00:00Z' }),
    eventAt(countReviewed('c'), at('12:10:00')),
    eventAt(countPosted('c'), at('12:20:00')),
    eventAt(saleOf({ sku: 'MUG' }), at('12:30:00')),
  ]);
  expect(hub.open()).toEqual([]);
});

test('of a device whose clock is ahead, what was counted is as old as the word of it', () => {
  let now = '12:00:00';
  using hub = shop(() => Date.parse(at(now).time));
  hub.tell(countStarted('c'));
  const commit = (event: Parameters<typeof eventAt>[0], time: string) =>
    hub.temp.ledger.commit([eventAt(event, at(time))]);
  const stateNow = () => hub.temp.reader.countLines('c', whole)?.map(({ state }) => state);
  const newestMs = () =>
    hub.temp.db.prepare('SELECT max(newest_ms) FROM stock_count WHERE newest_ms IS NOT NULL').pluck().get();
  commit(countScanned('c', MUGS_9), '23:00:00');
  commit(countReviewed('c'), '12:00:00');
  expect(newestMs()).toBe(Date.parse(at('12:00:00').time));
  now = '12:30:00';
  commit(saleOf({ sku: 'MUG' }), '12:10:00');
  expect([stateNow(), hub.open()]).toEqual([['approved'], []]);
  commit(saleOf({ sku: 'MUG' }), '11:59:59');
  expect([stateNow(), hub.open()]).toEqual([['open'], ['count.late_sale']]);
  commit(countPosted('c'), '23:00:00');
  expect(newestMs()).toBe(Date.parse(at('12:30:00').time));
});
