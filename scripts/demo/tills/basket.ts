import type { SaleCompleted } from '../../../hub/contract/sale.ts';
import type { Random } from '../../replay/random.ts';
import { DEMO_PRODUCTS, type DemoProduct, DEPOSIT, GIFT_WRAP } from '../products.ts';
import { formatThousandths, type ShelfBook } from './shelf-book.ts';

export type SaleLine = SaleCompleted['lines'][number];

/** In percent, as the shop's prices include it. */
const TAX_RATES = { reduced: 10, standard: 20 } as const;
const PRODUCTS_MAX = 6;
const LINES_MAX = 8;

/** What a customer puts on the counter: one to eight lines, deposits and gift wrap included. */
export function fillBasket(shelves: ShelfBook, random: Random): SaleLine[] {
  const wanted = 1 + Math.min(random.below(PRODUCTS_MAX), random.below(PRODUCTS_MAX));
  const chosen = new Set<DemoProduct>();
  for (let tries = 0; chosen.size < wanted && tries < 3 * PRODUCTS_MAX; tries += 1) {
    const product = chooseProduct(random);
    if (quantityOf(product, shelves, 1) > 0) chosen.add(product);
  }
  const lines = [...chosen].flatMap((product) => linesOf(product, shelves, random));
  // A customer who finds nothing has a page copied.
  return lines.length === 0 ? linesOf(productOf('SRV-140'), shelves, random) : lines.slice(0, LINES_MAX);
}

function linesOf(product: DemoProduct, shelves: ShelfBook, random: Random): SaleLine[] {
  const quantity = quantityOf(product, shelves, wantedOf(product, random));
  const lines = [lineOf(product, quantity, random)];
  if (product.hasDeposit) lines.push(lineOf(productOf(DEPOSIT), quantity, random));
  if (product.department === 'Gifts' && random.chance(50))
    lines.push(lineOf(productOf(GIFT_WRAP), 1_000, random));
  return lines;
}

/** In thousandths: produce is weighed, ribbon is measured, bottles are counted. */
function wantedOf(product: DemoProduct, random: Random): number {
  if (product.unit === 'kg') return 120 + 2 * random.below(700);
  if (product.unit === 'm') return 500 * (1 + random.below(6));
  if (product.kind === 'gift_card') return 1_000;
  return 1_000 * (random.chance(70) ? 1 : 2 + random.below(3));
}

function quantityOf(product: DemoProduct, shelves: ShelfBook, wanted: number): number {
  const left = shelves.available(product);
  const whole = product.unit === 'each' ? Math.floor(left / 1_000) * 1_000 : left;
  return Math.max(0, Math.min(wanted, whole));
}

function lineOf(product: DemoProduct, quantity: number, random: Random): SaleLine {
  const unitPrice = product.price === '' ? random.pick(['10.00', '20.00', '50.00']) : product.price;
  const grossMinor = Math.round((quantity * Math.round(Number(unitPrice) * 100)) / 1_000);
  const discount = discountOf(product, grossMinor, random);
  const amountMinor = grossMinor - (discount?.amountMinor ?? 0);
  return {
    sku: product.sku,
    ...(product.barcode === null ? {} : { barcode: product.barcode }),
    description: product.name,
    kind: product.kind,
    quantity: formatThousandths(quantity),
    unitPrice,
    amountMinor,
    ...(discount === undefined ? {} : { discounts: [discount] }),
    ...(product.tax === 'none' ? {} : { taxes: [includedTax(product.tax, amountMinor)] }),
    ...(product.kind === 'gift_card' ? { giftCardId: `card-${random.below(1_000_000)}` } : {}),
  };
}

function discountOf(product: DemoProduct, grossMinor: number, random: Random) {
  if (product.department !== 'Bread & pastry' || grossMinor < 100 || !random.chance(8)) return undefined;
  const description = 'Yesterday’s bread, 30 % off';
  return { promotionId: 'bread-30', description, amountMinor: Math.round(grossMinor * 0.3) };
}

function includedTax(category: keyof typeof TAX_RATES, amountMinor: number) {
  const rate = TAX_RATES[category];
  return {
    category,
    rate: String(rate),
    amountMinor: Math.round((amountMinor * rate) / (100 + rate)),
    included: true,
  };
}

function chooseProduct(random: Random): DemoProduct {
  let at = random.below(1_000_000) * (TOTAL_POPULARITY / 1_000_000);
  return DEMO_PRODUCTS.find((product) => (at -= product.popularity) < 0) ?? productOf(GIFT_WRAP);
}

const TOTAL_POPULARITY = DEMO_PRODUCTS.reduce((sum, { popularity }) => sum + popularity, 0);

function productOf(sku: string): DemoProduct {
  const product = DEMO_PRODUCTS.find((each) => each.sku === sku);
  if (product === undefined) throw new Error(`the demo shop has no ${sku}`);
  return product;
}
