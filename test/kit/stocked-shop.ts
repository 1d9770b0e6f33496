import type { EntryWords } from '../../hub/contract/product-detail-views.ts';
import type { MovementAnswer, ProductAnswer } from '../../hub/contract/views.ts';
import { busyShop } from './busy-shop.ts';
import type { MemoryShop } from './memory-shop.ts';
import { PLAIN_SCAN } from './shop-details.ts';
import { withBadge } from './shop-products.ts';

export const PALE_ALE = 'DRI-164';
export const PARSLEY = 'FRU-131';
export const CHEDDAR = 'DAI-118';
export const CASE_CODE = '05012345678906';
export const LOT_CODE = '010501234567890610A17';
export const WRONG_CODE = '5012345678901';

const HOUR_MS = 3_600_000;
const HUB = '/stores/6f8a1c52-0b7e-4d7a-9d5c-1f2e3a4b5c6d/hub/hub/0c9e2f10-54ab-4b7f-8a51-7a1f0d3b9c22';
const TILL = '/stores/6f8a1c52-0b7e-4d7a-9d5c-1f2e3a4b5c6d/tills/till-2/0c9e2f10-54ab-4b7f-8a51-7a1f0d3b9c22';

/** The busy shop with a back room: goods at three places, in cases, in lots, promised, on their way and short. */
export function stockedShop(): MemoryShop {
  const shop = busyShop();
  shop.details.locations.splice(0, 1, { code: 'shop', name: 'Shop floor', role: 'sales_floor' });
  shop.details.locations.push(
    { code: 'back', name: 'Back room', role: 'back_room' },
    { code: 'dock', name: 'Receiving bay behind the yard', role: 'receiving' },
  );
  stockAle(shop);
  stockParsley(shop);
  ageCheddar(shop);
  return shop;
}

function productOf(shop: MemoryShop, sku: string): ProductAnswer {
  const product = shop.reader.product({ sku });
  if (product === null) throw new Error(`${sku} is not in the shop`);
  return product;
}

function put(shop: MemoryShop, product: ProductAnswer): void {
  shop.products.set(product.sku.toLowerCase(), withBadge(product));
}

function stockAle(shop: MemoryShop): void {
  const placed = shop.details.place(productOf(shop, PALE_ALE), [
    { location: 'shop', onHand: '14', reserved: '6', incoming: '0' },
    { location: 'back', onHand: '36', reserved: '0', incoming: '24' },
    { location: 'dock', onHand: '0', reserved: '0', incoming: '48' },
  ]);
  const packs = [
    { barcode: CASE_CODE, quantity: '12', name: 'Case' },
    { barcode: '5012345678999', quantity: '4' },
  ];
  const sold = { shelf: 'C4', ageLimit: 18, depositSku: 'HOU-172', withdrawn: true };
  put(shop, { ...placed, packs, ...sold });
  const product = productOf(shop, PALE_ALE);
  const scan = { ...PLAIN_SCAN, product, quantity: '12' };
  shop.details.scans.set(CASE_CODE, { ...scan, kind: 'gtin', text: CASE_CODE });
  const ofLot = { lot: 'A17', expires: agoOf(shop, 48).slice(0, 10) };
  shop.details.scans.set(LOT_CODE, { ...scan, kind: 'elements', text: LOT_CODE, ...ofLot });
  const problem = { code: 'check-digit', message: 'The last digit is not the check digit of this number.' };
  shop.details.scans.set(WRONG_CODE, { ...PLAIN_SCAN, kind: 'wrong', text: WRONG_CODE, problem });
  shop.details.aside.set(PALE_ALE, { damaged: '2', inTransit: '12' });
  const cost = {
    seq: 1,
    at: agoOf(shop, 30),
    late: false,
    takenBack: false,
    quantity: '48',
    unitCost: '1.85',
  };
  shop.details.costs.set(PALE_ALE, {
    sku: PALE_ALE,
    name: placed.name,
    unit: 'each',
    onHand: placed.onHand,
    average: '1.834375',
    lastCost: '1.85',
    value: '91.71875',
    deliveries: [{ ...cost, value: '88.8', averageAfter: '1.834375' }],
    differences: [],
  });
  shop.details.words.push(...WORDS);
  shop.moved.set(PALE_ALE, aleMovements(shop));
}

const SILENT = {
  reason: null,
  note: null,
  employeeId: null,
  employeeName: null,
  supplier: null,
  reference: null,
};
const WORDS: readonly EntryWords[] = [
  { ...SILENT, seq: 208, reference: 'W-1001' },
  { ...SILENT, seq: 207, reason: 'damage', note: 'Fell off the trolley', employeeId: '12' },
  { ...SILENT, seq: 206, reference: 'C-2026-11', employeeId: '7' },
  { ...SILENT, seq: 204, reference: 'T-31' },
  { ...SILENT, seq: 203, reference: '4711', supplier: 'Harbour Brewery', employeeId: '12' },
  { ...SILENT, seq: 202, reason: 'The delivery was entered twice' },
];

function aleMovements(shop: MemoryShop): MovementAnswer[] {
  const row = (seq: number, type: string, route: Pick<MovementAnswer, 'from' | 'to' | 'change'>) => ({
    seq,
    at: agoOf(shop, (209 - seq) * 5),
    type: `backroom.${type}.v1`,
    source: seq % 2 === 0 ? HUB : TILL,
    ...route,
  });
  return [
    row(209, 'sale.completed', { from: 'shop', to: '~customer', change: '-2' }),
    row(208, 'reservation.posted', { from: 'shop', to: '~customer', change: '-4' }),
    row(207, 'stock.adjusted', { from: 'shop', to: '~damaged', change: '-2' }),
    row(206, 'count.posted', { from: '~difference', to: 'back', change: '1' }),
    row(205, 'stock.moved', { from: 'back', to: 'shop', change: '-12' }),
    row(205, 'stock.moved', { from: 'back', to: 'shop', change: '12' }),
    row(204, 'transfer.dispatched', { from: 'back', to: '~transit', change: '-12' }),
    row(203, 'stock.received', { from: '~supplier', to: 'dock', change: '48' }),
    row(202, 'stock.reversed', { from: 'dock', to: '~supplier', change: '-48' }),
  ];
}

function stockParsley(shop: MemoryShop): void {
  const placed = shop.details.place(productOf(shop, PARSLEY), [
    { location: 'shop', onHand: '-3', reserved: '2', incoming: '10' },
    { location: 'back', onHand: '6', reserved: '0', incoming: '0' },
  ]);
  put(shop, placed);
  const detail = `${PARSLEY}: 2 are promised to customers, on hand is -3.`;
  shop.raise('stock.oversold', { subject: `${PARSLEY} at shop`, detail, seq: 13 });
}

function ageCheddar(shop: MemoryShop): void {
  const day = (days: number): string => agoOf(shop, -24 * days).slice(0, 10);
  const at = (location: string, onHand: string, takeFirst = false) => ({ location, onHand, takeFirst });
  const lot = { expired: false, recall: null };
  const recall = { seq: 9, at: agoOf(shop, 4), reason: 'Pieces of plastic were found' };
  const { sku, name, unit, onHand } = productOf(shop, CHEDDAR);
  shop.details.lots.set(sku, {
    sku,
    name,
    unit,
    onHand,
    lots: [
      { ...lot, lot: 'A17', expires: day(-3), expired: true, onHand: '0.482', places: [at('shop', '0.482')] },
      { ...lot, lot: 'B02', expires: day(12), onHand: '1.4', places: [at('shop', '1.4')], recall },
      {
        ...lot,
        lot: 'B03',
        expires: day(20),
        onHand: '4.1',
        places: [at('shop', '1.1', true), at('back', '3', true)],
      },
      { ...lot, lot: 'OLD', expires: day(-90), expired: true, onHand: '0', places: [] },
    ],
    unassigned: [at('shop', '0.5')],
  });
}

function agoOf(shop: MemoryShop, hours: number): string {
  return new Date(shop.clock.nowMs() - hours * HOUR_MS).toISOString();
}
