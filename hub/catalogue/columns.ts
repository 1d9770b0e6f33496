/** The columns of a product file, and the other names that spreadsheets give to them. */
const COLUMNS = {
  sku: ['sku', 'code', 'article', 'article_number', 'item', 'item_number', 'product_code', 'plu'],
  name: ['name', 'product', 'product_name', 'description', 'title'],
  barcodes: ['barcodes', 'barcode', 'ean', 'ean13', 'gtin', 'upc'],
  unit: ['unit', 'uom', 'unit_of_measure'],
  price: ['price', 'unit_price', 'retail_price', 'selling_price'],
  currency: ['currency'],
  taxCategory: ['tax_category', 'taxcategory', 'tax', 'tax_class', 'vat', 'vat_category'],
  department: ['department', 'category', 'group', 'product_group'],
  kind: ['kind', 'type'],
  lowStockLevel: [
    'low_stock_level',
    'lowstocklevel',
    'low_stock',
    'reorder_level',
    'minimum_stock',
    'min_stock',
  ],
  packs: ['packs', 'pack', 'pack_barcodes', 'case_barcodes'],
  shelf: ['shelf', 'shelf_code', 'bin'],
  ageLimit: ['age_limit', 'agelimit', 'minimum_age', 'age'],
  depositSku: ['deposit_sku', 'depositsku', 'deposit'],
  withdrawn: ['withdrawn', 'discontinued'],
} as const;

export type Column = keyof typeof COLUMNS;

const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];
const REQUIRED: readonly Column[] = ['sku', 'name'];

/** Where each column of the file stands; undefined where the file does not have it. */
export type Header = { readonly width: number; readonly at: Readonly<Partial<Record<Column, number>>> };

export type HeaderResult =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'unknown'; readonly reasons: readonly string[] };

/** The name of a column as the file has it by the book. */
export function columnName(column: Column): string {
  return COLUMNS[column][0];
}

/** Reads the names in the first row. Columns may stand in any order and go by any of their names. */
export function readHeader(cells: readonly string[]): HeaderResult {
  const reasons: string[] = [];
  const at: Partial<Record<Column, number>> = {};
  cells.forEach((cell, index) => {
    const column = columnOf(cell);
    if (column === undefined)
      return void (isTail(cells, index) || reasons.push(`Unknown column "${cell.trim()}".`));
    if (at[column] !== undefined) return void reasons.push(`The column ${columnName(column)} comes twice.`);
    at[column] = index;
  });
  for (const column of REQUIRED)
    if (at[column] === undefined) reasons.push(`There is no column ${columnName(column)}.`);
  if (reasons.length === 0) return { kind: 'header', header: { width: cells.length, at } };
  const known = COLUMN_NAMES.map(columnName).join(', ');
  return { kind: 'unknown', reasons: reasons.map((reason) => `${reason} The columns are: ${known}.`) };
}

function columnOf(cell: string): Column | undefined {
  const name = cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return COLUMN_NAMES.find((column) => (COLUMNS[column] as readonly string[]).includes(name));
}

/** Spreadsheets leave empty columns behind on the right. */
function isTail(cells: readonly string[], index: number): boolean {
  return cells.slice(index).every((cell) => cell.trim() === '');
}
