import { LIMITS } from '../../hub/contract/limits.ts';
import type { MemoryShop } from './memory-shop.ts';
import { withBadge } from './shop-products.ts';

const CODE = 'K'.repeat(LIMITS.code);
const NAME = 'N'.repeat(LIMITS.name);
const NOTE = 'O'.repeat(LIMITS.note);
const MOST = '999999.999999';
const DAY = '2026-11-30';

/** Everything that is told of the stock of a product, as long as it may be and without a place to break. */
export function stockEndlessly(shop: MemoryShop, sku: string): void {
  const product = shop.reader.product({ sku });
  if (product === null) throw new Error(`${sku} is not in the shop`);
  const balance = { onHand: `-${MOST}`, reserved: MOST, incoming: MOST };
  const { details } = shop;
  details.locations.push({ code: CODE, name: NAME, role: 'other' });
  const locations = ['shop', CODE, `${CODE.slice(1)}L`];
  const placed = details.place(
    product,
    locations.map((location) => ({ location, ...balance })),
  );
  const pack = { barcode: '8'.repeat(LIMITS.code), quantity: MOST, name: NAME };
  const more = { shelf: CODE, depositSku: CODE, ageLimit: 99, withdrawn: true };
  shop.products.set(sku.toLowerCase(), withBadge({ ...placed, packs: [pack], ...more }));
  details.aside.set(sku, { damaged: MOST, inTransit: `-${MOST}` });
  const onHand = MOST;
  const recall = { seq: 1, at: `${DAY}T10:00:00Z`, reason: NOTE };
  const places = locations.map((location) => ({ location, onHand, takeFirst: true }));
  const lot = { lot: CODE, expires: DAY, onHand, places };
  const { name, unit } = product;
  details.lots.set(sku, {
    sku,
    name,
    unit,
    onHand,
    lots: [
      { ...lot, expired: false, recall: null },
      { ...lot, expired: true, recall },
    ],
    unassigned: places,
  });
  const cost = { average: MOST, lastCost: MOST, value: `-${MOST}` };
  details.costs.set(sku, { sku, name, unit, onHand, ...cost, deliveries: [], differences: [] });
  moveEndlessly(shop, sku);
}

function moveEndlessly(shop: MemoryShop, sku: string): void {
  const seq = 9_999_999;
  const reference = 'R'.repeat(LIMITS.reference);
  shop.details.words.push({
    seq,
    reason: NOTE,
    note: NOTE,
    employeeId: reference,
    employeeName: NAME,
    supplier: NAME,
    reference,
  });
  const type = 'backroom.stock.received.v1';
  const at = new Date(shop.clock.nowMs() - 86_400_000).toISOString();
  shop.moved.set(sku, [{ seq, at, type, source: CODE, from: CODE, to: 'shop', change: `-${MOST}` }]);
  for (const cause of ['stock.negative', 'stock.oversold'])
    shop.raise(cause, { subject: `${sku} at ${CODE}`, detail: NOTE, seq });
}
