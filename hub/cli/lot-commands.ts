import { Command } from 'commander';
import { ExpiringLots, LotAnswer, LotSales } from '../contract/lot-views.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';
import { currentPerson } from './current-person.ts';

interface ExpiringOptions extends CommonOptions {
  readonly within: string;
}

interface RecallOptions extends CommonOptions {
  readonly reason: string;
}

/** Lots of goods: what expires, what is recalled, and who bought it. */
export function lotCommand(): Command {
  return new Command('lot')
    .description('lots of goods: what expires, what is recalled')
    .addCommand(
      command('expiring', 'lots with something on hand that expire soon, or are over')
        .option('--within <days>', 'how many days ahead', '30')
        .action(expiring),
    )
    .addCommand(
      command('show', 'one lot: where it is, and the newest sales that hold it')
        .argument('<sku>')
        .argument('<lot>')
        .action(show),
    )
    .addCommand(
      command('sales', 'all sales that hold a lot').argument('<sku>').argument('<lot>').action(sales),
    )
    .addCommand(
      command('recall', 'say that a lot must not be sold any more')
        .argument('<sku>')
        .argument('<lot>')
        .requiredOption('--reason <text>', 'why, for everybody who sees it')
        .action(recall),
    )
    .addCommand(
      command('end-recall', 'say that a lot may be sold again')
        .argument('<sku>')
        .argument('<lot>')
        .option('--reason <text>', 'why', '')
        .action(endRecall),
    );
}

async function expiring(options: ExpiringOptions): Promise<void> {
  const path = `/api/v1/lots?limit=200&expiring-within=${encodeURIComponent(options.within)}`;
  const rows = await withAdmin(options, async (admin) => {
    const found: ExpiringLots['lots'] = [];
    for (let after = ''; ;) {
      const page = ExpiringLots.parse(await admin.request('GET', `${path}${after}`));
      found.push(...page.lots);
      if (page.next === null) return found;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
  });
  const cells = rows.map((row) => [
    row.expires,
    String(row.daysLeft),
    row.sku,
    row.lot,
    row.onHand,
    row.recalled ? 'recalled' : '',
    row.name,
  ]);
  const headings = ['LAST DAY', 'DAYS', 'SKU', 'LOT', 'ON HAND', '', 'NAME'];
  print(options, rows, rows.length === 0 ? ['Nothing expires so soon.'] : table(headings, cells));
}

async function show(sku: string, code: string, options: CommonOptions): Promise<void> {
  const lot = LotAnswer.parse(await withAdmin(options, (admin) => admin.request('GET', pathOf(sku, code))));
  const places = lot.places.map(({ location, onHand, takeFirst }) => [
    location,
    onHand,
    takeFirst ? 'sell this first' : '',
  ]);
  print(options, lot, [
    `${lot.sku} lot ${lot.lot}, ${lot.name}`,
    `Last day: ${lot.expires ?? 'none is known'}${lot.expired ? ', it is over' : ''}.`,
    ...(lot.recall === null ? [] : [`Recalled at ${lot.recall.at}: ${lot.recall.reason}`]),
    `${lot.onHand} ${lot.unit} on hand, ${lot.saleCount} sales hold it.`,
    ...(places.length === 0 ? [] : table(['LOCATION', 'ON HAND', ''], places)),
    ...salesTable(lot.sales),
  ]);
}

async function sales(sku: string, code: string, options: CommonOptions): Promise<void> {
  const rows = await withAdmin(options, async (admin) => {
    const found: LotSales['sales'] = [];
    for (let before = ''; ;) {
      const path = `${pathOf(sku, code)}/sales?limit=200${before}`;
      const page = LotSales.parse(await admin.request('GET', path));
      found.push(...page.sales);
      if (page.next === null) return found;
      before = `&before=${page.next}`;
    }
  });
  print(options, rows, rows.length === 0 ? ['No sale holds it.'] : salesTable(rows));
}

async function recall(sku: string, lot: string, options: RecallOptions): Promise<void> {
  await tell(options, { sku, lot, reason: options.reason });
}

async function endRecall(sku: string, lot: string, options: RecallOptions): Promise<void> {
  await tell(options, { sku, lot, reason: options.reason, ended: true });
}

async function tell(
  options: RecallOptions,
  told: { sku: string; lot: string; reason: string; ended?: true },
): Promise<void> {
  const body = { ...told, employeeId: currentPerson() };
  const answer = await withAdmin(options, (admin) => admin.request('POST', '/api/v1/lots/recall', body));
  const words =
    told.ended === true
      ? `Lot ${told.lot} may be sold again.`
      : `Lot ${told.lot} is recalled. \`backroom lot sales ${told.sku} ${told.lot}\` lists who bought it.`;
  print(options, answer, [words]);
}

function pathOf(sku: string, lot: string): string {
  return `/api/v1/lots/${encodeURIComponent(sku)}/${encodeURIComponent(lot)}`;
}

function salesTable(rows: LotSales['sales']): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => [
    String(row.seq),
    row.businessDate,
    row.till,
    row.receiptNumber ?? '',
    row.customerId ?? '',
    row.quantity,
    row.voided ? 'voided' : '',
  ]);
  return table(['ENTRY', 'DAY', 'TILL', 'RECEIPT', 'CUSTOMER', 'QUANTITY', ''], cells);
}
