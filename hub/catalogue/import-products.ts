import type { EventData } from '../contract/events.ts';
import type { ProductSet } from '../contract/product-events.ts';
import { assert, must } from '../kit/assert.ts';
import { newId } from '../kit/ids.ts';
import { type Header, readHeader } from './columns.ts';
import { type CsvItem, csvRows, type Delimiter, delimiterOf, isUtf16 } from './csv-rows.ts';
import { ErrorList } from './error-list.ts';
import { FileCodes } from './file-codes.ts';
import { submitParts } from './parts.ts';
import type { ImportName, ImportPorts, ImportReport } from './ports.ts';
import { productOfRow, type RowRules } from './product-row.ts';
import { spool, type Spool } from './spool.ts';

/**
 * Imports products from CSV, all of it or nothing: the file is written down, read once to find everything that is
 * wrong, and only when there is nothing read again and told to the ledger. The ledger counts nothing of it before
 * its last part is there, so an import that is cut off at any point has changed nothing. Under an id that was
 * used before, the same file is answered as it was then.
 *
 * Throws HubError when the disk cannot take the file, and whatever the stream throws.
 */
export async function importProducts(
  csv: AsyncIterable<Uint8Array>,
  ports: ImportPorts,
  name: ImportName = {},
): Promise<ImportReport> {
  await using file = await spool(csv, ports.folder);
  const before = doneBefore(file, ports, name);
  if (before !== null) return before;
  const checked = await check(file, ports);
  if (checked.kind === 'invalid') return checked;
  // Each attempt stages its own parts. The file's digest tells later whether the same file comes again.
  const importId = `${file.sha256}:${newId()}`;
  const products = await submitParts(productsOf(file, checked.rules), { ports, importId, name });
  if (products !== null) return { kind: 'done', products };
  return must(doneBefore(file, ports, name), 'the import that was completed meanwhile');
}

/** What became of an import of that id, when there was one. */
function doneBefore(file: Spool, ports: ImportPorts, { id }: ImportName): ImportReport | null {
  const event = id === undefined ? null : ports.hubEvent(id);
  if (event === null) return null;
  if (event.type !== 'backroom.import.completed.v1') return { kind: 'reused' };
  const { importId, products } = event.data as EventData<typeof event.type>;
  return importId.startsWith(`${file.sha256}:`) ? { kind: 'done', products } : { kind: 'reused' };
}

type Checked =
  | Extract<ImportReport, { kind: 'invalid' }>
  | { readonly kind: 'valid'; readonly rules: RowRules };

async function check(file: Spool, ports: ImportPorts): Promise<Checked> {
  const errors = new ErrorList();
  const rules = await checkRows(file, ports, errors);
  if (errors.count > 0) return { kind: 'invalid', errors: errors.listed, errorCount: errors.count };
  return { kind: 'valid', rules: must(rules, 'the header of a file without errors') };
}

async function checkRows(file: Spool, ports: ImportPorts, errors: ErrorList): Promise<RowRules | undefined> {
  if (await isUtf16(file)) {
    errors.add(1, 'The file is UTF-16 text. Save it as "CSV UTF-8".');
    return undefined;
  }
  const delimiter = await delimiterOf(file);
  const rows = csvRows(file, delimiter);
  const header = headerOf((await rows.next()).value ?? undefined, errors);
  if (header === undefined) return undefined;
  const rules = rulesOf(header, delimiter, ports);
  const codes = new FileCodes(errors, ports);
  let count = 0;
  for await (const item of rows) {
    count += 1;
    checkItem(item, { rules, codes, errors });
  }
  codes.end();
  if (count === 0) errors.add(1, 'The file has no products.');
  return rules;
}

function headerOf(item: CsvItem | undefined, errors: ErrorList): Header | undefined {
  if (item?.kind === 'row') {
    const result = readHeader(item.row.cells);
    if (result.kind === 'header') return result.header;
    for (const reason of result.reasons) errors.add(item.row.line, reason);
    return undefined;
  }
  errors.add(item?.line ?? 1, item?.reason ?? 'The file is empty.');
  return undefined;
}

function rulesOf(header: Header, delimiter: Delimiter, ports: ImportPorts): RowRules {
  const { defaultCurrency } = ports;
  return { header, delimiter, defaultCurrency, known: (sku) => ports.productItself(sku) };
}

interface Checking {
  readonly rules: RowRules;
  readonly codes: FileCodes;
  readonly errors: ErrorList;
}

function checkItem(item: CsvItem, { rules, codes, errors }: Checking): void {
  if (item.kind === 'broken') return errors.add(item.line, item.reason);
  const { line } = item.row;
  const result = productOfRow(item.row, rules);
  if (result.kind === 'product') return codes.add(result.product, line);
  for (const reason of result.reasons) errors.add(line, reason);
}

/** The second reading of a file that has proved to be without errors. */
async function* productsOf(file: Spool, rules: RowRules): AsyncGenerator<ProductSet, void, void> {
  let isHeader = true;
  for await (const item of csvRows(file, rules.delimiter)) {
    assert(item.kind === 'row', 'a file that was read once can be read again');
    if (!isHeader) {
      const result = productOfRow(item.row, rules);
      assert(result.kind === 'product', 'a row that was right once is right again');
      yield result.product;
    }
    isHeader = false;
  }
}
