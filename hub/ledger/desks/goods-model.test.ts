import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { goodsEvent } from '../../../test/kit/goods-events.ts';
import type { GoodsEvent, GoodsFact, GoodsLine } from '../../../test/kit/goods-events.ts';
import { goodsAfter } from '../../../test/kit/goods-model.ts';
import type { GoodsState } from '../../../test/kit/goods-model.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet } from '../../../test/kit/till-events.ts';

const SEED = Number(process.env['GOODS_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['GOODS_RUNS'] ?? 40);
const SKUS = ['MUG', 'CUP', 'JUG', 'POT'];
const PLACES = ['shop', 'Cellar', 'Attic'];
const MICRO = 1_000_000;

const sku = fc.constantFrom(...SKUS);
const place = fc.constantFrom(...PLACES);
const delivery = fc.constantFrom('d1', 'd2', 'd3');
/** Where each transfer goes is the same in each of its dispatches. */
const transfer = fc.constantFrom(
  { transfer: 't1', from: 'shop', to: 'Cellar' },
  { transfer: 't2', from: 'Cellar', to: 'Attic' },
  { transfer: 't3', from: 'Attic', to: 'shop' },
);
const units = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -4, max: 9 }));
const line: fc.Arbitrary<GoodsLine> = fc.record(
  { sku, units, rejected: fc.integer({ min: 1, max: 3 }) },
  { requiredKeys: ['sku', 'units'] },
);

const fact: fc.Arbitrary<GoodsFact> = fc.oneof(
  fc.record({ kind: fc.constant('expected' as const), delivery, place }),
  fc.record({ kind: fc.constant('received' as const), delivery, place }, { requiredKeys: ['kind', 'place'] }),
  fc.record({ kind: fc.constant('delivery-closed' as const), delivery }),
  fc.record({ kind: fc.constant('adjusted' as const), place }),
  fc.record({ kind: fc.constant('moved' as const), from: place, to: place }),
  transfer.map((way) => ({ kind: 'dispatched' as const, ...way })),
  fc.tuple(transfer, fc.option(place, { nil: undefined })).map(([{ transfer: id }, at]) => ({
    kind: 'transfer-received' as const,
    transfer: id,
    ...(at === undefined ? {} : { place: at }),
  })),
  transfer.map(({ transfer: id }) => ({ kind: 'transfer-closed' as const, transfer: id })),
  fc.record({ kind: fc.constant('reversed' as const), original: fc.nat(30).map((n) => `e-${n}`) }),
);

const story = fc
  .array(fc.tuple(fact, fc.array(line, { minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 25 })
  .map((steps): GoodsEvent[] =>
    steps.map(([what, lines], index) => ({ ...what, lines: linesFor(what, lines), id: `e-${index}` })),
  );

const merges = fc
  .array(fc.tuple(sku, sku), { maxLength: 2 })
  .map((pairs): GoodsEvent[] =>
    pairs.map(([from, into], index) => ({ kind: 'merged', id: `m-${index}`, sku: from, into, lines: [] })),
  );

function linesFor(what: GoodsFact, lines: readonly GoodsLine[]): readonly GoodsLine[] {
  if (what.kind === 'received' && what.delivery !== undefined) return lines;
  return lines.map(({ sku: code, units: quantity }) => ({ sku: code, units: quantity }));
}

/** Only the last of what is expected of a delivery: two of them hold in the order in which they come. */
function expectedOnce(events: readonly GoodsEvent[]): GoodsEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    if (event.kind !== 'expected') return true;
    const isFirst = !seen.has(event.delivery);
    seen.add(event.delivery);
    return isFirst;
  });
}

function withProducts(): ReturnType<typeof tempLedger> {
  const temp = tempLedger();
  temp.ledger.commit(SKUS.map((code) => ledgerEvent(productSet({ sku: code }))));
  return temp;
}

function goodsOf({ db }: ReturnType<typeof tempLedger>): GoodsState {
  const record = <Value>(sql: string): Record<string, Value> =>
    Object.fromEntries(
      db
        .prepare<[], { key: string; value: string }>(sql)
        .all()
        .map(({ key, value }) => [key, JSON.parse(value) as Value]),
    );
  const root = `WITH RECURSIVE root (product, now) AS (
      SELECT product, product FROM product WHERE merged_into IS NULL
      UNION ALL SELECT p.product, root.now FROM product p JOIN root ON p.merged_into = root.product),
    named AS (SELECT root.product, p.sku FROM root JOIN product p ON p.product = root.now)`;
  const stock = (column: string): string =>
    `SELECT p.sku || ' at ' || place.code AS key, json(${column} / ${MICRO}) AS value FROM stock
     JOIN product p USING (product) JOIN place USING (place) WHERE ${column} <> 0`;
  return {
    onHand: record(stock('on_hand_micro')),
    incoming: record(stock('incoming_micro')),
    deliveries: record(`${root} SELECT delivery_id || ' ' || named.sku AS key,
      json_array(sum(expected_micro) / ${MICRO}, sum(received_micro) / ${MICRO}, sum(rejected_micro) / ${MICRO}) AS value
      FROM delivery_line JOIN delivery USING (delivery) JOIN named USING (product) GROUP BY key
      HAVING (sum(expected_micro), sum(received_micro), sum(rejected_micro)) <> (0, 0, 0)`),
    transfers: record(`${root} SELECT transfer_id || ' ' || named.sku AS key,
      json_array(sum(dispatched_micro) / ${MICRO}, sum(received_micro) / ${MICRO}) AS value
      FROM transfer_line JOIN transfer USING (transfer) JOIN named USING (product) GROUP BY key
      HAVING (sum(dispatched_micro), sum(received_micro)) <> (0, 0)`),
  };
}

test('after every event the goods are where a plain sum of all events says', () => {
  fc.assert(
    fc.property(story, merges, (told, merged) => {
      using temp = withProducts();
      const half = Math.ceil(told.length / 2);
      const events = [...told.slice(0, half), ...merged, ...told.slice(half)];
      events.forEach((event, index) => {
        temp.ledger.commit([ledgerEvent(goodsEvent(event))]);
        expect(goodsOf(temp), `after ${JSON.stringify(event)}`).toEqual(
          goodsAfter(events.slice(0, index + 1)),
        );
      });
      expectWhole(temp.file);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

test('the same events late, twice and in any order lead to the same goods', () => {
  const shuffled = fc
    .tuple(story.map(expectedOnce), merges)
    .chain(([told, merged]) =>
      fc.tuple(
        fc.constant([...told, ...merged]),
        fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2, maxLength: told.length * 2 }),
        fc.nat(told.length),
        fc.constant(merged),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([events, mixed, cut, merged]) => {
      using temp = withProducts();
      const late = [...mixed.slice(0, cut), ...merged, ...mixed.slice(cut)];
      temp.ledger.commit(late.map((event) => ledgerEvent(goodsEvent(event))));
      expect(goodsOf(temp)).toEqual(goodsAfter(events));
      expectWhole(temp.file);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

test('what is incoming and in transit stays whole while products are merged and told apart again', () => {
  const odd = fc.oneof(
    fc.record({ kind: fc.constant('merged' as const), sku, into: sku }),
    fc.record({ kind: fc.constantFrom('unmerged' as const, 'set' as const), sku }),
  );
  const mixed = fc.tuple(story, fc.array(odd, { maxLength: 6 })).chain(([told, merged]) => {
    const more = merged.map((what, index): GoodsEvent => ({ ...what, id: `m-${index}`, lines: [] }));
    const all = [...told, ...more];
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
  });
  fc.assert(
    fc.property(mixed, (events) => {
      using temp = withProducts();
      for (const event of events) {
        temp.ledger.commit([ledgerEvent(goodsEvent(event))]);
        expectWhole(temp.file);
      }
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS / 8) },
  );
});
