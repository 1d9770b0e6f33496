import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { must } from '../kit/assert.ts';
import { IMPORT_LIMITS } from './limits.ts';
import type { Spool } from './spool.ts';

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** `broken` is the last: behind it nothing can be told apart. */
export type CsvItem =
  | { readonly kind: 'row'; readonly row: CsvRow }
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

export type Delimiter = ',' | ';' | '\t';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];
const LINE_ENDS = ['\r\n', '\n', '\r'];

/** The rows of a CSV file (RFC 4180, UTF-8 with or without BOM), without the empty ones. */
export async function* csvRows(file: Spool, delimiter: Delimiter): AsyncGenerator<CsvItem, void, void> {
  const parser = Readable.from(file.read()).compose<NodeJS.ReadWriteStream>(
    parse({
      bom: true,
      delimiter,
      record_delimiter: LINE_ENDS,
      relax_column_count: true,
      max_record_size: IMPORT_LIMITS.rowBytes,
    }),
  ) as AsyncIterable<string[]>;
  // The parser's own count takes a CRLF between quotes for two lines, so lines are counted here.
  let line = 1;
  let rows = 0;
  try {
    for await (const cells of parser) {
      if (cells.some((cell) => cell.trim() !== '')) yield { kind: 'row', row: { line, cells } };
      line += 1 + lineEndsIn(cells);
      rows += 1;
      if (rows % IMPORT_LIMITS.rowsAtOnce === 0) await breathe();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield { kind: 'broken', line, reason: reasonOf(error) };
  }
}

/** What separates the columns: the one of comma, semicolon and tab that comes most in the first line with text. */
export async function delimiterOf(file: Spool): Promise<Delimiter> {
  const start = (await file.start(IMPORT_LIMITS.headerBytes)).toString('utf8');
  const header = start.split(/[\r\n]+/).find((text) => text.replace('\ufeff', '').trim() !== '') ?? '';
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length }));
  return must(counts.toSorted((a, b) => b.count - a.count)[0], 'a delimiter').delimiter;
}

/** UTF-16, as spreadsheets save "Unicode text", shows itself in the first two bytes. */
export async function isUtf16(file: Spool): Promise<boolean> {
  const [first, second] = await file.start(2);
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function lineEndsIn(cells: readonly string[]): number {
  return cells.reduce(
    (count, cell) => count + (/[\r\n]/.test(cell) ? cell.split(/\r\n|\n|\r/).length - 1 : 0),
    0,
  );
}

function reasonOf(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quote is opened and never closed.';
    case 'CSV_MAX_RECORD_SIZE':
      return `The row has more than ${IMPORT_LIMITS.rowBytes} bytes: a quote may be missing.`;
    default:
      return 'A quote stands where none may be. Write "" for a quote inside a quoted field.';
  }
}
