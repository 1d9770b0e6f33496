import { expect, test } from 'vitest';
import { RefundCompleted, SaleCompleted } from '../../../hub/contract/sale.ts';
import { receiptSums } from '../../../hub/domain/receipt-sums.ts';
import { randomFrom } from '../../replay/random.ts';
import { DEMO_PRODUCTS, openingLines, SOLD_OUT } from '../products.ts';
import { fillBasket } from './basket.ts';
import { refundOf, saleOf } from './receipt.ts';
import { ShelfBook } from './shelf-book.ts';

const counter = { registerSession: 'till-1-1', businessDate: '2026-11-23', receiptNumber: 'till-1-7' };
const goods = DEMO_PRODUCTS.filter(({ kind }) => kind === 'goods');

function fullShelves(): ShelfBook {
  const shelves = new ShelfBook();
  for (const { sku, quantity } of openingLines()) shelves.set(sku, quantity);
  return shelves;
}

function sell(count: number, seed: number, shelves = fullShelves()): SaleCompleted[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const lines = fillBasket(shelves, random);
    for (const { sku, kind, quantity } of lines)
      if (kind === 'goods') shelves.take(sku ?? '', Number(quantity) * 1_000);
    return saleOf(lines, counter, random);
  });
}

test('every sale is one that the contract takes and adds up', () => {
  for (const sale of sell(2_000, 1)) {
    expect(SaleCompleted.parse(sale)).toStrictEqual(sale);
    expect(receiptSums(sale)).toMatchObject({ offByMinor: 0, wrongLine: 0 });
    expect(sale.lines.length).toBeLessThanOrEqual(8);
  }
});

test('sales are as varied as in a shop', () => {
  const sales = sell(2_000, 2);
  const lines = sales.flatMap((sale) => sale.lines);
  expect(new Set(lines.map(({ kind }) => kind))).toStrictEqual(
    new Set(['goods', 'service', 'gift_card', 'deposit']),
  );
  expect(lines.some(({ quantity }) => quantity.includes('.'))).toBe(true);
  expect(lines.some(({ discounts }) => discounts !== undefined)).toBe(true);
  expect(new Set(sales.map(({ tenders }) => tenders[0]?.kind))).toStrictEqual(
    new Set(['cash', 'card', 'mobile']),
  );
  expect(sales.some(({ roundingMinor = 0 }) => roundingMinor < 0)).toBe(true);
  expect(sales.some(({ changeMinor = 0 }) => changeMinor > 0)).toBe(true);
});

test('nothing is sold that is not there', () => {
  const shelves = fullShelves();
  sell(5_000, 3, shelves);
  for (const product of goods) expect(shelves.available(product), product.sku).toBeGreaterThanOrEqual(0);
});

test('a delivery fills up what is low, apart from what the supplier does not have', () => {
  const shelves = fullShelves();
  const [loaf, rye] = goods;
  for (const { sku } of goods) shelves.set(sku, '99');
  shelves.set(loaf?.sku ?? '', '2');
  shelves.set(rye?.sku ?? '', '-1.5');
  for (const sku of SOLD_OUT) shelves.set(sku, '0');
  expect(shelves.toOrder(DEMO_PRODUCTS, SOLD_OUT)).toStrictEqual([
    { sku: loaf?.sku, quantity: '38' },
    { sku: rye?.sku, quantity: '31.5' },
  ]);
});

test('every refund is one that the contract takes, adds up, and refunds no more than was sold', () => {
  const random = randomFrom(4);
  const refunds = sell(1_000, 5).flatMap((sale, index) => {
    const refund = refundOf({ id: `sale-${index}`, source: SOURCE, lines: sale.lines }, counter, random);
    return refund === undefined ? [] : [{ sale, refund }];
  });
  expect(refunds.length).toBeGreaterThan(500);
  for (const { sale, refund } of refunds) {
    expect(RefundCompleted.parse(refund)).toStrictEqual(refund);
    expect(receiptSums(refund)).toMatchObject({ offByMinor: 0, wrongLine: 0 });
    const [line] = refund.lines;
    expect(sale.lines[(line?.originalLine ?? 0) - 1]).toMatchObject({
      sku: line?.sku,
      quantity: line?.quantity.slice(1),
    });
  }
});

const SOURCE =
  '/stores/00000000-0000-4000-8000-000000000001/tills/till-1/00000000-0000-4000-8000-000000000002';
