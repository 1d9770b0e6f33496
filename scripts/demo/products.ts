import { inStoreCode } from './ean13.ts';
import { type Department, DEPARTMENTS } from './shelves.ts';

/** A product of the demo shop, and what a till has to know to sell it believably. */
export interface DemoProduct {
  readonly sku: string;
  readonly name: string;
  readonly department: string;
  readonly kind: Department['kind'];
  readonly unit: string;
  /** In major units, tax included; empty where the customer says how much. */
  readonly price: string;
  readonly tax: Department['tax'];
  readonly barcode: string | null;
  readonly lowStockLevel: string;
  readonly popularity: number;
  /** How much a full shelf holds; 0 where nothing is counted. */
  readonly shelf: number;
  readonly opening: string;
  /** Bottles that come back. */
  readonly hasDeposit: boolean;
}

export const CURRENCY = 'EUR';

export const DEMO_PRODUCTS: readonly DemoProduct[] = DEPARTMENTS.flatMap((department, index) =>
  department.rows.map((row, position) => productOf(row, department, { index, position })),
);

export const GIFT_WRAP = skuOf('SRV', 1);
export const DEPOSIT = skuOf('DEP', 0);
/** What the supplier cannot deliver for now, so that one shelf stays empty. */
export const SOLD_OUT: readonly string[] = DEMO_PRODUCTS.filter(isSoldOut).map(({ sku }) => sku);

/** The whole shop as the file that `backroom product import` takes. */
export function productsCsv(): string {
  const header = 'sku,name,barcodes,unit,price,currency,tax_category,department,kind,low_stock_level';
  const rows = DEMO_PRODUCTS.map((product) => {
    const { sku, name, barcode, unit, price, tax, department, kind, lowStockLevel } = product;
    const currency = price === '' ? '' : CURRENCY;
    return [sku, name, barcode ?? '', unit, price, currency, tax, department, kind, lowStockLevel]
      .map(quoted)
      .join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

/** The stock of the first day: what the shelves hold, apart from those that are nearly or wholly empty. */
export function openingLines(): { sku: string; quantity: string }[] {
  return DEMO_PRODUCTS.filter(({ kind, opening }) => kind === 'goods' && opening !== '0').map((product) => ({
    sku: product.sku,
    quantity: product.opening,
  }));
}

function productOf(
  row: string,
  department: Department,
  at: { index: number; position: number },
): DemoProduct {
  const [name = '', price = '', unit = 'each', shelf = '0', lowStockLevel = '', opening = shelf] =
    row.split('|');
  const isGoods = department.kind === 'goods';
  return {
    sku: skuOf(department.prefix, at.position),
    name: name.replace(' *', ''),
    department: department.name,
    kind: department.kind,
    unit,
    price,
    tax: department.tax,
    barcode: isGoods ? inStoreCode((at.index + 1) * 1_000 + at.position) : null,
    lowStockLevel,
    popularity: department.popularity,
    shelf: Number(shelf),
    opening,
    hasDeposit: name.endsWith(' *'),
  };
}

function skuOf(prefix: string, position: number): string {
  return `${prefix}-${(position + 1) * 10 + 100}`;
}

function isSoldOut({ kind, opening }: DemoProduct): boolean {
  return kind === 'goods' && opening === '0';
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
