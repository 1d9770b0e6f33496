import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** One line of an invoice, as the file has it. */
export interface TradingRow {
  readonly InvoiceNo: string;
  readonly StockCode: string;
  readonly Description: string;
  readonly Quantity: string;
  readonly InvoiceDate: string;
  readonly UnitPrice: string;
  readonly CustomerID: string;
  readonly Country: string;
}

export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const satisfies readonly (keyof TradingRow)[];

/** Reads the first `limit` lines of a CSV file, plain or gzip. */
export async function readRows(file: string, limit = Number.POSITIVE_INFINITY): Promise<TradingRow[]> {
  const bytes = createReadStream(file);
  return parseRows(file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes, limit);
}

export async function parseRows(
  input: Readable | string,
  limit = Number.POSITIVE_INFINITY,
): Promise<TradingRow[]> {
  const stream = typeof input === 'string' ? Readable.from([input]) : input;
  const rows: TradingRow[] = [];
  for await (const row of stream.pipe(parse({ columns: true }))) {
    if (rows.length >= limit) break;
    rows.push(row as TradingRow);
  }
  return rows;
}
