import { ProductSet } from '../contract/product-events.ts';
import type { ProductAnswer } from '../contract/views.ts';
import { barcodeKey } from '../kit/barcode-key.ts';
import { barcodesOf, decimalOf, flagOf, type PackCell, packsOf, wholeNumberOf } from './cells.ts';
import { type Column, columnName, type Header } from './columns.ts';
import type { CsvRow, Delimiter } from './csv-rows.ts';
import { IMPORT_LIMITS } from './limits.ts';

export type ProductRowResult =
  | { readonly kind: 'product'; readonly product: ProductSet }
  | { readonly kind: 'wrong'; readonly reasons: readonly string[] };

type Issue = NonNullable<ReturnType<typeof ProductSet.safeParse>['error']>['issues'][number];

/** The fields of a product before the contract has looked at them. */
type Fields = Partial<Record<Column, unknown>>;

export interface RowRules {
  readonly header: Header;
  readonly delimiter: Delimiter;
  readonly defaultCurrency: string;
  /** The product as it is now, from which a row takes what its file has no column for. */
  known(sku: string): ProductAnswer | null;
}

/** Makes the product of a row, or tells every reason why there is none. */
export function productOfRow(row: CsvRow, rules: RowRules): ProductRowResult {
  const { header, delimiter } = rules;
  if (isOfOtherWidth(row, header)) {
    const reason = `The row has ${row.cells.length} fields, and the header has ${header.width}.`;
    return { kind: 'wrong', reasons: [reason] };
  }
  const cells = new Map<Column, string>();
  for (const [column, index] of Object.entries(header.at)) {
    cells.set(column as Column, (row.cells[index] ?? '').trim());
  }
  const badText = [...cells].filter(([, cell]) => cell.includes('\ufffd'));
  if (badText.length > 0) {
    return { kind: 'wrong', reasons: badText.map(([column]) => `${columnName(column)} is not UTF-8 text.`) };
  }
  const fields = withKept(fieldsOf(cells, delimiter), cells, rules);
  const parsed = ProductSet.safeParse(fields);
  if (parsed.success) return { kind: 'product', product: parsed.data };
  return { kind: 'wrong', reasons: reasonsOf(parsed.error.issues, cells) };
}

/** Empty fields behind the last column are what spreadsheets add. */
function isOfOtherWidth({ cells }: CsvRow, { width }: Header): boolean {
  return cells.length < width || cells.slice(width).some((cell) => cell.trim() !== '');
}

/** How a cell is read that is not taken as it is. */
const READ_CELL: Readonly<Partial<Record<Column, (cell: string, delimiter: Delimiter) => unknown>>> = {
  barcodes: barcodesOf,
  packs: packsOf,
  unit: (cell) => cell.toLowerCase(),
  kind: (cell) => cell.toLowerCase(),
  price: decimalOf,
  lowStockLevel: decimalOf,
  ageLimit: wholeNumberOf,
  withdrawn: flagOf,
};

function fieldsOf(cells: ReadonlyMap<Column, string>, delimiter: Delimiter): Fields {
  const filled = [...cells].filter(([, cell]) => cell !== '');
  return Object.fromEntries(
    filled.map(([column, cell]) => [column, READ_CELL[column]?.(cell, delimiter) ?? cell]),
  );
}

/** A file without a column leaves that field of a known product as it is; an empty field empties it. */
function withKept(fields: Fields, cells: ReadonlyMap<Column, string>, rules: RowRules): Fields {
  const known = knownProduct(cells, rules);
  const kept = known === null ? {} : keptFields(cells, known);
  const price = fields.price ?? kept.price;
  const currency =
    fields.currency ?? kept.currency ?? (price === undefined ? undefined : rules.defaultCurrency);
  return {
    kind: 'goods',
    unit: 'each',
    barcodes: [],
    ...kept,
    ...fields,
    ...(known === null || fields.packs === undefined ? {} : { packs: withKnownWords(fields.packs, known) }),
    ...(price === undefined || currency === undefined ? {} : { currency }),
  };
}

const KEEPABLE = [
  'barcodes',
  'unit',
  'price',
  'currency',
  'taxCategory',
  'department',
  'kind',
  'lowStockLevel',
  'packs',
  'shelf',
  'ageLimit',
  'depositSku',
  'withdrawn',
] as const;

function knownProduct(cells: ReadonlyMap<Column, string>, rules: RowRules): ProductAnswer | null {
  const sku = cells.get('sku') ?? '';
  return sku === '' ? null : rules.known(sku);
}

function keptFields(cells: ReadonlyMap<Column, string>, known: ProductAnswer): Fields {
  const missing = KEEPABLE.filter((column) => !cells.has(column));
  const pairs = missing.map((column) => [column, known[column]] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== null));
}

/** What a pack is called and from when it holds has no room in a cell: a barcode that was a pack before keeps it. */
function withKnownWords(packs: unknown, known: ProductAnswer): unknown {
  const before = new Map(known.packs.map((pack) => [barcodeKey(pack.barcode), pack]));
  return (packs as readonly PackCell[]).map((pack) => ({ ...before.get(barcodeKey(pack.barcode)), ...pack }));
}

/** What a field has to be, where the contract's own words do not say it to a person. */
const WANTED: Readonly<Partial<Record<Column, string>>> = {
  price: 'a decimal number that is not negative, such as 2.49',
  currency: 'an ISO 4217 code such as EUR',
  lowStockLevel: 'a decimal number such as 5 or 1.5',
  packs: 'a barcode with how many units it holds, such as 4006381333931*12',
  ageLimit: 'a number of years from 1 to 99',
  withdrawn: 'yes or no',
};

function reasonsOf(issues: readonly Issue[], cells: ReadonlyMap<Column, string>): string[] {
  const byColumn = new Map<Column, string>();
  for (const issue of issues) {
    const column = issue.path[0] as Column;
    if (!byColumn.has(column)) byColumn.set(column, reasonOf(issue, column, cells.get(column) ?? ''));
  }
  return [...byColumn.values()];
}

function reasonOf(issue: Issue, column: Column, cell: string): string {
  const name = columnName(column);
  if (cell === '') return `${name} is missing.`;
  if (issue.code === 'too_big') return tooLong(issue, name);
  const value = cell.length > IMPORT_LIMITS.shownValue ? `${cell.slice(0, IMPORT_LIMITS.shownValue)}…` : cell;
  if (issue.code === 'invalid_value') return `${name} "${value}" is not one of ${issue.values.join(', ')}.`;
  const wanted = WANTED[column];
  return wanted === undefined ? `${name} ${issue.message}.` : `${name} "${value}" is not ${wanted}.`;
}

function tooLong(issue: Extract<Issue, { code: 'too_big' }>, name: string): string {
  if (issue.origin === 'array') return `${name} has more than ${issue.maximum} codes.`;
  return `${name} has more than ${issue.maximum} characters.`;
}
