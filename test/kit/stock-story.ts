import { countCancelled, countPosted, countReviewed, countScanned, countStarted } from './count-events.ts';
import { dispatchedOf, expectedOf, receivedOf, reversedOf, transferReceivedOf } from './goods-events.ts';
import { moneyStory } from './money-story.ts';
import {
  reservationExpired,
  reservationMade,
  reservationPosted,
  reservationVoided,
} from './reservation-events.ts';
import { adjusted, productSet, received, refundOf, saleOf, voidOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

type Told = Pick<EventInput, 'type' | 'data'>;

/** A story in which every type of event of the contract happens, with what goes wrong in a shop besides. */
export function stockStory(): EventInput[] {
  const told = [
    ...opening(),
    ...trading(),
    ...deliveries(),
    ...transfers(),
    ...counts(),
    ...promises(),
    ...lots(),
    ...catalogue(),
    ...moneyStory(),
  ];
  return told.map((event, index) => ({ id: `told-${index}`, sequence: index + 1, ...event }));
}

function opening(): Told[] {
  const mug = { sku: 'MUG', barcodes: ['96385074'], packs: [{ barcode: '4006381333931', quantity: '12' }] };
  const staged = [{ ...productSet({ sku: 'POT' }).data }, { ...productSet({ sku: 'JAR' }).data }];
  return [
    productSet(mug),
    productSet({ sku: 'TEA' }),
    { type: 'backroom.products.staged.v1', data: { importId: 'i-1', part: 1, products: staged } },
    { type: 'backroom.import.completed.v1', data: { importId: 'i-1', parts: 1, products: 2 } },
    { type: 'backroom.location.set.v1', data: { code: 'Cellar', name: 'Cellar', role: 'back_room' } },
    { type: 'backroom.stock-level.set.v1', data: { sku: 'MUG', level: '8', margin: '2' } },
    received({ sku: 'MUG', quantity: '20' }, { sku: 'TEA', quantity: '5.5' }, { sku: 'POT', quantity: '2' }),
  ];
}

function trading(): (Told & { id?: string })[] {
  const [line] = [{ sku: 'MUG', quantity: '2', amountMinor: 190 }];
  const sale = saleOf(line);
  const [sold] = (sale.data as { lines: object[] }).lines;
  const lines = [{ ...sold, discounts: [{ promotionId: 'spring', amountMinor: 10 }] }];
  return [
    { ...sale, data: { ...sale.data, lines }, id: 'a sale' },
    { ...saleOf({ sku: 'nowhere' }), id: 'a mistake' },
    refundOf({ id: 'a sale' }, { sku: 'MUG' }),
    voidOf({ id: 'a mistake' }),
    voidOf({ id: 'told after its void' }),
    { ...saleOf({ sku: 'TEA' }), id: 'told after its void' },
    adjusted('theft', { sku: 'TEA', quantity: '-0.25' }),
    {
      type: 'backroom.low-stock.told.v1',
      data: {
        sku: 'MUG',
        name: 'MUG',
        location: 'shop',
        state: 'low',
        onHand: '7',
        available: '7',
        unit: 'each',
        sinceSeq: 9,
      },
    },
    {
      type: 'backroom.sequence.skipped.v1',
      data: { first: '000000000500', last: '000000000502', reason: 'lost' },
    },
    { type: 'backroom.loyalty.earned.v9', data: {} },
    { type: 'backroom.exception.closed.v1', data: { exception: 1, by: 'Ada' } },
  ];
}

/** One comes before it was announced, and both in parts; of one something is missing. What was entered twice goes back. */
function deliveries(): (Told & { id?: string })[] {
  const mugs = (quantity: string, more: object = {}) => [{ sku: 'MUG', quantity, unitCost: '1.25', ...more }];
  const crate = [{ barcode: '4006381333931', quantity: '1', quantityIn: 'pack' }];
  return [
    expectedOf('d-1', mugs('10')),
    receivedOf('d-1', mugs('4', { rejected: '1', rejectedReason: 'broken' })),
    { ...receivedOf('d-1', mugs('4', { rejected: '1' })), id: 'entered twice' },
    reversedOf('entered twice'),
    { type: 'backroom.delivery.closed.v1', data: { deliveryId: 'd-1' } },
    receivedOf('d-2', crate),
    expectedOf('d-2', crate),
    reversedOf('told later'),
    { ...adjusted('found', { sku: 'TEA', quantity: '1' }), id: 'told later' },
    saleOf({ sku: 'POT', quantity: '5' }),
    receivedOf(undefined, [{ sku: 'POT', quantity: '9', unitCost: '3' }], {
      receivedAt: '2026-11-01T10:00:00Z',
    }),
  ];
}

function transfers(): Told[] {
  const way = { from: 'shop', to: 'Cellar' };
  const mugs = (quantity: string) => [{ sku: 'MUG', quantity }];
  return [
    { type: 'backroom.stock.moved.v1', data: { ...way, lines: mugs('1') } },
    transferReceivedOf('t-1', mugs('2')),
    dispatchedOf('t-1', mugs('5'), way),
    transferReceivedOf('t-1', mugs('1')),
    { type: 'backroom.transfer.closed.v1', data: { transferId: 't-1' } },
    dispatchedOf('t-2', mugs('1'), { from: 'Cellar', to: 'shop' }),
  ];
}

function counts(): (Told & { id?: string })[] {
  return [
    countScanned('c-1', { sku: 'MUG', quantity: '2', atSeq: 8 }),
    countStarted('c-1', { kind: 'spot', skus: ['MUG', 'TEA'] }),
    countStarted('c-2'),
    countScanned('c-1', { sku: 'TEA', quantity: '3' }),
    countScanned('c-2', { sku: 'MUG', quantity: '3' }),
    saleOf({ sku: 'MUG' }),
    countScanned('c-1', { sku: 'MUG', quantity: '9', again: true }),
    countReviewed('c-1'),
    { ...countPosted('c-1', { missingAsZero: true }), id: 'a posted count' },
    countReviewed('c-2', { recount: ['MUG'] }),
    countCancelled('c-2'),
    reversedOf('a posted count'),
  ];
}

function promises(): Told[] {
  const mugs = (quantity: string) => [{ sku: 'MUG', quantity }];
  return [
    reservationPosted('r-1', { lines: mugs('1') }),
    reservationMade('r-1', mugs('3')),
    reservationVoided('r-1', { lines: mugs('1') }),
    reservationMade('r-2', mugs('900'), { ifAvailable: true }),
    reservationMade('r-3', mugs('2')),
    reservationExpired('r-3'),
    reservationMade('r-4', [...mugs('1'), { sku: 'nowhere', quantity: '1' }]),
  ];
}

function lots(): Told[] {
  const jars = (quantity: string, lot: string) => ({ sku: 'JAR', quantity, lot, expires: '2027-01-31' });
  const sale = saleOf({ sku: 'JAR' });
  const [sold] = (sale.data as { lines: object[] }).lines;
  return [
    receivedOf(undefined, [jars('6', 'L-1'), jars('6', 'L-2')]),
    { type: 'backroom.lot.recalled.v1', data: { sku: 'JAR', lot: 'L-1', reason: 'Glass in it.' } },
    { ...sale, data: { ...sale.data, lines: [{ ...sold, lot: 'L-1' }] } },
    dispatchedOf('t-3', [jars('2', 'L-2')], { from: 'shop', to: 'Cellar' }),
  ];
}

function catalogue(): Told[] {
  const price = { sku: 'MUG', price: '4.5' };
  return [
    {
      type: 'backroom.price-list.set.v1',
      data: { code: 'staff', name: 'Staff', currency: 'EUR', taxIncluded: true },
    },
    { type: 'backroom.price.set.v1', data: price },
    { type: 'backroom.price.set.v1', data: { ...price, priceList: 'staff', from: '2026-12-01T00:00:00Z' } },
    { type: 'backroom.tax-rate.set.v1', data: { category: 'food', rate: '7' } },
    { type: 'backroom.product.merged.v1', data: { sku: 'nowhere', into: 'MUG' } },
    { type: 'backroom.product.merged.v1', data: { sku: 'MUG', into: 'TEA' } },
    saleOf({ barcode: '96385074' }),
    { type: 'backroom.product.merge-undone.v1', data: { sku: 'MUG' } },
    { type: 'backroom.barcode.moved.v1', data: { barcode: '96385074', sku: 'TEA' } },
  ];
}
