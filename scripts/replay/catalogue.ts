import { kindOf, skuKey } from './classify.ts';
import { hashOf } from './random.ts';
import type { TradingRow } from './rows.ts';

/** One SKU in this many is left out of the list, so that tills sell what the hub does not know. */
const LEFT_OUT_OF = 100;
const HEADER = 'sku,name,price,currency,kind,department';

/** The product list that the shop imports before it opens, as CSV: most frequent description, last price. */
export function catalogueCsv(rows: readonly TradingRow[]): string {
  const products = new Map<string, Product>();
  for (const row of rows) note(products, row);
  const lines = Array.from(products.values())
    .filter(({ sku }) => hashOf(skuKey(sku)) % LEFT_OUT_OF !== 0)
    .map(lineOf);
  return `${[HEADER, ...lines].join('\n')}\n`;
}

interface Product {
  /** As it was first written. */
  readonly sku: string;
  readonly names: Map<string, number>;
  price: string;
}

function note(products: Map<string, Product>, row: TradingRow): void {
  const key = skuKey(row.StockCode);
  const product = products.get(key) ?? { sku: row.StockCode, names: new Map<string, number>(), price: '0' };
  products.set(key, product);
  const isSold = !row.UnitPrice.startsWith('-') && Number(row.Quantity) > 0 && /[1-9]/.test(row.UnitPrice);
  if (!isSold) return;
  product.price = row.UnitPrice;
  product.names.set(row.Description, (product.names.get(row.Description) ?? 0) + 1);
}

function lineOf({ sku, names, price }: Product): string {
  const [name = ''] = Array.from(names).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const kind = kindOf(sku);
  const cells = [sku, name === '' ? sku : name, price, 'GBP', kind, departmentOf(sku)];
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
}

/** The retailer's codes are numbered by the part of the catalogue that they stand in. */
function departmentOf(sku: string): string {
  const [hundreds] = /^\d{2}/.exec(sku) ?? [];
  return hundreds === undefined ? 'Services' : `Range ${hundreds}`;
}
