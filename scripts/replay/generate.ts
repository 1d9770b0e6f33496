import { COLUMNS, type TradingRow } from './rows.ts';
import { type Random, randomFrom } from './random.ts';

/**
 * Makes trading in the format of the retailer's file, as dirty as that is: for a clone that has no such file.
 * The same seed gives the same file.
 */
export interface GenerateOptions {
  readonly seed: number;
  readonly lines: number;
}

const SKUS = 300;
const SERVICES = ['POST', 'D', 'M', 'm', 'C2', 'DOT', 'BANK CHARGES', 'gift_0001_20'];
const WRITE_OFF_WORDS = ['damaged', 'lost', 'check', '?', '', 'thrown away', 'samples'];
const FIRST_DAY_MS = Date.UTC(2024, 2, 28, 8, 30);
const INVOICE_EVERY_MINUTES = 37;

export function generateRows({ seed, lines }: GenerateOptions): TradingRow[] {
  const random = randomFrom(seed);
  const rows: TradingRow[] = [];
  for (let invoice = 0; rows.length < lines; invoice += 1) {
    const minutes = invoice * INVOICE_EVERY_MINUTES;
    const at = new Date(FIRST_DAY_MS + minutes * 60_000).toISOString().slice(0, 19);
    rows.push(...invoiceRows(random, { number: 100_000 + invoice, at }));
  }
  return rows.slice(0, lines);
}

export function toCsv(rows: readonly TradingRow[]): string {
  const cells = (values: readonly string[]): string => values.map(quoted).join(',');
  return (
    [cells(COLUMNS), ...rows.map((line) => cells(COLUMNS.map((column) => line[column])))].join('\n') + '\n'
  );
}

interface InvoiceHead {
  readonly number: number;
  readonly at: string;
}

function invoiceRows(random: Random, head: InvoiceHead): TradingRow[] {
  const dice = random.below(100);
  if (dice < 4) return [row(random, head, { Quantity: `-${1 + random.below(9)}`, ...nothingFor(random) })];
  if (dice < 6) return [row(random, head, { Quantity: `${1 + random.below(9)}`, ...nothingFor(random) })];
  if (dice < 7)
    return [row(random, head, { InvoiceNo: `A${head.number}`, StockCode: 'B', UnitPrice: '-110.5' })];
  const customer = random.below(3) === 0 ? '' : `${12_000 + random.below(500)}`;
  const count = 1 + random.below(random.below(10) === 0 ? 60 : 12);
  const cancelled = dice < 20 ? { InvoiceNo: `C${head.number}` } : {};
  return Array.from({ length: count }, () => {
    const made = row(random, head, { CustomerID: customer, ...cancelled });
    return dice < 20 ? { ...made, Quantity: `-${made.Quantity}` } : made;
  });
}

function nothingFor(random: Random): Partial<TradingRow> {
  return { UnitPrice: '0', CustomerID: '', Description: random.pick(WRITE_OFF_WORDS) };
}

function row(random: Random, head: InvoiceHead, given: Partial<TradingRow>): TradingRow {
  const isService = random.below(30) === 0;
  const number = random.below(SKUS);
  const letter = ['', '', 'A', 'a', 'B'][number % 5] ?? '';
  const code = isService ? random.pick(SERVICES) : `${20_000 + number}${spelling(random, letter)}`;
  return {
    InvoiceNo: String(head.number),
    StockCode: code,
    Description: isService ? code : `PRODUCT "${number}", ${['RED', 'BLUE', 'LARGE'][number % 3]}`,
    Quantity: String(1 + random.below(random.below(20) === 0 ? 400 : 12)),
    InvoiceDate: head.at,
    UnitPrice: priceOf(random, number),
    CustomerID: '',
    Country: 'United Kingdom',
    ...given,
  };
}

/** Somebody types the letter of a code now this way and now that. */
function spelling(random: Random, letter: string): string {
  return random.below(10) === 0 ? letter.toLowerCase() : letter.toUpperCase();
}

function priceOf(random: Random, number: number): string {
  if (random.below(200) === 0) return '0';
  if (random.below(100) === 0) return `${number % 10}.${String(random.below(1000)).padStart(3, '0')}`;
  return `${1 + (number % 20)}.${String((number * 7) % 100).padStart(2, '0')}`;
}

function quoted(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
