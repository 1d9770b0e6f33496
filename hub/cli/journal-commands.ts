import { Command } from 'commander';
import { nameOf, declarationsOf, refusalOf, renderEntry } from '../connectors/plain-text-ledger/map.ts';
import type { LedgerFormat } from '../connectors/plain-text-ledger/account-name.ts';
import { AccountBalances, JournalEntryAnswer, JournalPage } from '../contract/journal-views.ts';
import { minorDigits } from '../domain/receipt-sums.ts';
import { formatScaled } from '../kit/scaled-decimal.ts';
import type { AdminClient } from './admin-client.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';
import { accountNames } from './mapping-commands.ts';

interface DayOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
}

interface ExportOptions extends DayOptions {
  readonly format: string;
  readonly system?: string;
}

/** The accounting journal. */
export function journalCommand(): Command {
  return new Command('journal')
    .description('the accounting journal: balanced entries out of what the shop did')
    .addCommand(days(command('list', 'its entries, by business date')).action(list))
    .addCommand(command('show', 'one entry with its lines').argument('<entry>').action(show))
    .addCommand(days(command('balances', 'what every account comes to')).action(balances))
    .addCommand(
      days(command('export', 'the journal as text that accounting programs read'))
        .option('--format <program>', 'hledger or beancount', 'hledger')
        .option('--system <name>', 'a destination, to call accounts as they were mapped for it')
        .action(exportText),
    );
}

function days(made: Command): Command {
  return made
    .option('--from <day>', 'the first business date, such as 2026-11-01')
    .option('--to <day>', 'the last business date');
}

async function list(options: DayOptions): Promise<void> {
  const entries = await withAdmin(options, async (admin) => entriesOf(admin, options));
  const cells = entries.map((entry) => {
    const sum = entry.lines.reduce((total, { debitMinor }) => total + debitMinor, 0);
    const about = [entry.till, entry.registerSession, entry.reference].filter((part) => part !== null);
    return [
      String(entry.entry),
      entry.businessDate,
      entry.kind,
      about.join(' '),
      amount(sum, entry.currency),
    ];
  });
  const headings = ['ENTRY', 'DAY', 'KIND', 'OF', 'AMOUNT'];
  print(options, entries, entries.length === 0 ? ['Nothing is posted.'] : table(headings, cells));
}

async function show(entry: string, options: CommonOptions): Promise<void> {
  const path = `/api/v1/journal/${encodeURIComponent(entry)}`;
  const answer = JournalEntryAnswer.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const { currency } = answer;
  const side = (minor: number): string => (minor === 0 ? '' : amount(minor, currency));
  const cells = answer.lines.map((line) => [line.account, side(line.debitMinor), side(line.creditMinor)]);
  const told = answer.about === null ? '' : `, about entry ${answer.about} of the ledger`;
  print(options, answer, [
    `Entry ${answer.entry} of ${answer.businessDate}: ${answer.kind}, made by entry ${answer.seq} of the ledger${told}.`,
    ...table(['ACCOUNT', 'DEBIT', 'CREDIT'], cells),
  ]);
}

async function balances(options: DayOptions): Promise<void> {
  const path = `/api/v1/journal/balances?${query(options)}`;
  const { accounts } = AccountBalances.parse(await withAdmin(options, (admin) => admin.request('GET', path)));
  const cells = accounts.map((row) => [
    row.account,
    amount(row.debitMinor, row.currency),
    amount(row.creditMinor, row.currency),
    amount(row.balanceMinor, row.currency),
  ]);
  const headings = ['ACCOUNT', 'DEBIT', 'CREDIT', 'BALANCE'];
  print(options, accounts, accounts.length === 0 ? ['Nothing is posted.'] : table(headings, cells));
}

async function exportText(options: ExportOptions): Promise<void> {
  const format = formatOf(options.format);
  const [entries, names] = await withAdmin(options, async (admin) => [
    await entriesOf(admin, options),
    options.system === undefined ? new Map<string, string>() : await accountNames(admin, options.system),
  ]);
  const rendering = { format, names, minorDigits };
  const wrong = entries.map((entry) => refusalOf(entry, rendering)).find((reason) => reason !== null);
  if (wrong !== undefined) throw new CommandFailure(wrong, 'Use `backroom map set`.', 65);
  const declared = new Set(entries.flatMap((entry) => declarationsOf(entry, rendering)));
  const text = [...declared, '', ...entries.map((entry) => renderEntry(entry, rendering).trimEnd() + '\n')];
  const accounts = entries.flatMap(({ lines }) =>
    lines.map((line) => [line.account, nameOf(line, rendering)]),
  );
  print(options, { text: text.join('\n'), accounts: Object.fromEntries(accounts) as object }, text);
}

async function entriesOf(admin: AdminClient, options: DayOptions): Promise<JournalEntryAnswer[]> {
  const found: JournalEntryAnswer[] = [];
  for (let after = ''; ;) {
    const path = `/api/v1/journal?${query(options)}&limit=200${after}`;
    const page = JournalPage.parse(await admin.request('GET', path));
    found.push(...page.entries);
    if (page.next === null) return found;
    after = `&after=${page.next}`;
  }
}

function query({ from, to }: DayOptions): string {
  return new URLSearchParams({ ...(from && { from }), ...(to && { to }) }).toString();
}

function formatOf(text: string): LedgerFormat {
  if (text === 'hledger' || text === 'beancount') return text;
  throw new CommandFailure(`There is no format ${text}.`, 'One of hledger, beancount.', 64);
}

function amount(minor: number, currency: string): string {
  return `${formatScaled(minor, minorDigits(currency))} ${currency}`;
}
