import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import { dispatchedOf, expectedOf, receivedOf, reversedOf, transferReceivedOf } from './goods-events.ts';
import { reservationMade, reservationPosted, reservationVoided } from './reservation-events.ts';
import { countPosted, countReviewed, countScanned, countStarted } from './count-events.ts';
import type { tempLedger } from './temp-ledger.ts';
import {
  adjusted,
  ledgerEvent,
  productSet,
  received,
  refundOf,
  saleOf,
  tillSource,
  voidOf,
} from './till-events.ts';

const TILLS = ['till-1', 'till-2', 'till-3'];
const PRODUCTS = 20;

/**
 * Some days of a shop in which everything happens that the ledger knows: a row in every table that the log makes, gaps,
 * conflicts, unknown codes, types and fields, open and closed exceptions.
 */
export function shopEvents(sales = 60): LedgerEvent[] {
  const products = Array.from({ length: PRODUCTS }, (_, index) =>
    ledgerEvent(
      productSet({
        sku: skuOf(index),
        name: `Product ${index} – Tee`,
        barcodes: [`40${index}`, `EAN-${index}`],
      }),
    ),
  );
  const opening = Array.from({ length: PRODUCTS }, (_, index) => ({ sku: skuOf(index), quantity: '3.25' }));
  const trading = TILLS.flatMap((till, number) =>
    tradingOf(tillSource(till, number + 1), sales / TILLS.length),
  );
  return [
    ...products,
    ledgerEvent({ ...received(...opening), sequence: 900 }),
    ...trading,
    ...oddities(),
    ...goodsOnTheirWay(),
  ];
}

function tradingOf(source: string, sales: number): LedgerEvent[] {
  return Array.from({ length: sales }, (_, index) => {
    const lines = [{ sku: skuOf(index), quantity: '0.5' }, { barcode: `40${index % PRODUCTS}` }];
    return ledgerEvent({
      ...saleOf(...lines),
      source,
      sequence: index + 1,
      id: `${source.slice(45, 51)}-${index}`,
    });
  });
}

function oddities(): LedgerEvent[] {
  const source = tillSource('till-1', 1);
  const first = `${source.slice(45, 51)}-0`;
  const staged = { importId: 'open', part: 1, products: [productSet({ sku: 'STAGED' }).data] };
  return [
    ledgerEvent({ ...refundOf({ id: first }, { sku: skuOf(1), disposition: 'damaged' }), sequence: 500 }),
    ledgerEvent({ ...refundOf({ id: 'nobody knows' }, { sku: skuOf(2) }), sequence: 502 }),
    ledgerEvent({ ...voidOf({ id: first }), sequence: 504 }),
    ledgerEvent({ ...voidOf({ id: 'not yet' }), sequence: 505 }),
    ledgerEvent({ ...adjusted('theft', { sku: skuOf(3), quantity: '-9' }), sequence: 506 }),
    ledgerEvent({ ...saleOf({ sku: 'UNLISTED' }, { barcode: '999' }), sequence: 507 }),
    ledgerEvent({ ...saleOf({ sku: 'MERGED' }), sequence: 508 }),
    ledgerEvent({ type: 'backroom.product.merged.v1', data: { sku: 'MERGED', into: skuOf(4) } }),
    ledgerEvent({ type: 'backroom.products.staged.v1', data: staged }),
    ledgerEvent({ type: 'backroom.loyalty.earned.v1', data: { points: 3 }, sequence: 509 }),
    ledgerEvent({ type: 'backroom.sequence.skipped.v1', data: SKIPPED, sequence: 510 }),
    ledgerEvent({ ...withMore(saleOf({ sku: skuOf(5) }), { location: 'Cellar' }), sequence: 511 }),
    ledgerEvent({ ...withMore(saleOf({ sku: skuOf(6) }), { colour: 'red' }), sequence: 512 }),
    ledgerEvent({ ...saleOf({ sku: skuOf(7), amountMinor: 999 }), id: first, source, sequence: 1 }),
    ...promises(),
    ...counts(),
  ];
}

/** A delivery that came in part, a transfer in transit, a receipt that waits, and what was taken back. */
function goodsOnTheirWay(): LedgerEvent[] {
  const lines = [{ sku: skuOf(8), quantity: '5' }];
  const rejected = [{ sku: skuOf(8), quantity: '2', rejected: '1', rejectedReason: 'wet' }];
  const way = { from: 'shop', to: 'Cellar' };
  return [
    expectedOf('D-1', lines, { supplier: 'Leaf & Co', expectedOn: '2026-11-24' }),
    receivedOf('D-1', rejected),
    { type: 'backroom.delivery.closed.v1', data: { deliveryId: 'D-2' } },
    dispatchedOf('T-1', lines, way),
    transferReceivedOf('T-2', lines),
    { type: 'backroom.transfer.closed.v1', data: { transferId: 'T-3' } },
    { type: 'backroom.stock.moved.v1', data: { ...way, lines }, id: 'moved' },
    reversedOf('moved'),
    reversedOf('nowhere'),
    { type: 'backroom.location.set.v1', data: { code: 'Cellar', name: 'The cellar', role: 'back_room' } },
  ].map((event, index) => ledgerEvent({ ...event, sequence: 520 + index }));
}

/** Goods that are promised, in part handed over, refused, and spoken of before they are promised. */
function promises(): LedgerEvent[] {
  const some = (quantity: string) => [{ sku: skuOf(8), quantity }];
  return [
    reservationMade('r-1', some('2'), {
      expiresAt: '2026-12-24T18:00:00Z',
      orderNumber: '1001',
      channel: 'web',
    }),
    reservationPosted('r-1', { lines: some('0.5') }),
    reservationMade('r-2', some('900'), { ifAvailable: true }),
    reservationVoided('not yet'),
  ].map((input, index) => ledgerEvent({ ...input, sequence: 520 + index }));
}

/** A count that was posted and taken back, one that is open, one that nobody started, and what came too late. */
function counts(): LedgerEvent[] {
  const pieces = [8, 9, 10].map((index) => ({ sku: skuOf(index), quantity: '2', atSeq: 30 + index }));
  return [
    countStarted('c-1', { kind: 'spot', skus: [skuOf(8), skuOf(9), skuOf(11)] }),
    countScanned('c-1', ...pieces),
    countReviewed('c-1'),
    { ...countPosted('c-1', { missingAsZero: true }), id: 'posted' },
    countScanned('c-1', ...pieces),
    countStarted('c-2', { blind: true }),
    countScanned('c-2', ...pieces),
    countReviewed('c-2', { approve: [skuOf(8)], recount: [skuOf(9)] }),
    reversedOf('posted'),
    countScanned('c-3', ...pieces),
  ].map((event, index) => ledgerEvent({ ...event, sequence: 540 + index }));
}

const SKIPPED = { first: '000000000600', last: '000000000650', reason: 'The till lost its queue.' };

function withMore<T extends { data: object }>(input: T, more: object): T {
  return { ...input, data: { ...input.data, ...more } };
}

function skuOf(index: number): string {
  return `SKU-${index % PRODUCTS}`;
}

/** Commits them in batches, as the writer does. */
export function fill(
  temp: ReturnType<typeof tempLedger>,
  events: readonly LedgerEvent[],
  batchMax = 25,
): void {
  for (let from = 0; from < events.length; from += batchMax)
    temp.ledger.commit(events.slice(from, from + batchMax));
}
