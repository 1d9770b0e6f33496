import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Connector } from '../../hub/connectors/connector.ts';
import { createPlainTextLedgerConnector } from '../../hub/connectors/plain-text-ledger/client.ts';
import { brokenInvariants } from '../../hub/ledger/verify/invariants.ts';
import { minorDigits } from '../../hub/domain/receipt-sums.ts';
import type { TradingEvent } from '../../scripts/replay/trading-event.ts';
import { readRows } from '../../scripts/replay/rows.ts';
import { tradingOf } from '../../scripts/replay/trading.ts';
import { outboundBatch } from '../contracts/connector-contract.ts';
import {
  accountingPrograms,
  beancountCheck,
  hledgerBalances,
  hledgerCheck,
} from '../kit/accounting-programs.ts';
import { proven } from '../kit/proven.ts';
import { sharedPath } from '../kit/shared-material.ts';
import { tempLedger } from '../kit/temp-ledger.ts';
import { ledgerEvent, productSet } from '../kit/till-events.ts';
import type { EventInput } from '../kit/till-events.ts';
import { payoutsFor, ShopDays } from '../kit/trading-day.ts';
import type { Owed } from '../kit/trading-day.ts';

const MONTHS = Number(process.env['JOURNAL_MONTHS'] ?? 1);
const PATIENT = { timeout: 60_000 + MONTHS * 60_000 };
const DATA = 'data/online-retail-2010-12_2011-08.csv.gz';
/** So many days a processor takes to pay. */
const SETTLED_AFTER = 3;
const DEPARTMENTS = ['Kitchen', 'Garden & shed', 'Gifts'];
const BATCH = 200;
const MONTH_ROWS_MAX = 43_000;

type Ledger = ReturnType<typeof tempLedger>;
type Receipt = Extract<TradingEvent, { kind: 'sale' | 'refund' }>;

function tell(ledger: Ledger, events: readonly EventInput[]): void {
  for (let start = 0; start < events.length; start += BATCH) {
    const batch = events.slice(start, start + BATCH).map(ledgerEvent);
    const { replies } = ledger.ledger.commit(batch);
    expect(replies.every(({ outcome }) => outcome === 'accepted')).toBe(true);
  }
}

/** The first months of the trading, by day. */
async function tradingDays(file: string): Promise<[string, Receipt[]][]> {
  const { events } = tradingOf(await readRows(file, MONTHS * MONTH_ROWS_MAX));
  const receipts = events.filter((event) => event.kind === 'sale' || event.kind === 'refund');
  const months = [...new Set(receipts.map(({ at }) => at.slice(0, 7)))].toSorted().slice(0, MONTHS);
  const wanted = receipts.filter(({ at }) => months.includes(at.slice(0, 7)));
  return [...Map.groupBy(wanted, ({ at }) => at.slice(0, 10))].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Some products have a department. */
function departments(days: readonly [string, Receipt[]][]): EventInput[] {
  const skus = [
    ...new Set(days.flatMap(([, day]) => day.flatMap(({ data }) => data.lines.map(({ sku }) => sku ?? '')))),
  ];
  return skus.slice(0, 150).map((sku, index) => {
    const product = productSet({ sku });
    const department = DEPARTMENTS[index % DEPARTMENTS.length];
    return { ...product, data: { ...product.data, department } };
  });
}

/** Sells for all these days; gives what processors owe at the end, and by how much drawers were over. */
function trade(ledger: Ledger, days: readonly [string, Receipt[]][]): { owed: Owed[]; overMinor: number } {
  tell(ledger, departments(days));
  const shop = new ShopDays();
  let late: readonly EventInput[] = [];
  const owed: Owed[][] = [];
  let overMinor = 0;
  for (const [date, receipts] of days) {
    const told = shop.day(date, receipts);
    tell(ledger, [...told.events, ...late]);
    late = told.late;
    overMinor += told.overMinor;
    owed.push([...told.owed]);
    if (owed.length > SETTLED_AFTER) tell(ledger, payoutsFor(owed.shift() ?? [], date));
  }
  tell(ledger, late);
  return { owed: owed.flat(), overMinor };
}

async function writeBooks(ledger: Ledger, format: 'hledger' | 'beancount'): Promise<string> {
  const folder = join(ledger.folder, format);
  const connector = createPlainTextLedgerConnector(
    { name: 'books', format, folder, mappedOnly: false, fromStart: true },
    {
      journalOfEvent: ledger.reader.journalOfEvent,
      journalOfDay: async function* (day) {
        yield ledger.reader.journal({ from: day, to: day, limit: 10_000 }).entries;
      },
      accountNames: () => new Map(),
      holdReason: () => null,
      minorDigits,
    },
  );
  const seqs = Array.from({ length: ledger.ledger.headSeq }, (_, index) => index + 1);
  for (let start = 0; start < seqs.length; start += 1_000) {
    const batch = outboundBatch(`k${start}`, seqs.slice(start, start + 1_000));
    expect(await connector.send(batch, new AbortController().signal)).toEqual({ kind: 'done' });
  }
  await expectToHold(connector, ledger);
  return join(folder, `books.${format === 'hledger' ? 'journal' : 'beancount'}`);
}

/** The files say of every month's first business days what the books have. */
async function expectToHold(connector: Connector, ledger: Ledger): Promise<void> {
  const days = ledger.reader
    .days({ limit: 500 })
    .days.filter(({ businessDate }) => /-0[1-3]$/.test(businessDate));
  expect(days.length).toBeGreaterThan(0);
  for (const { businessDate } of days) {
    const sums = (await connector.holds?.(businessDate, new AbortController().signal)) ?? [];
    expect(sums.length).toBeGreaterThan(0);
    expect(sums.filter(({ oursMinor, theirsMinor }) => oursMinor !== theirsMinor)).toEqual([]);
  }
}

function oracle(file: string): Record<string, number> {
  const program = fileURLToPath(new URL('../../scripts/oracle/books.py', import.meta.url));
  const said = execFileSync('python3', [program, file, '--months', String(MONTHS)], { encoding: 'utf8' });
  return JSON.parse(said) as Record<string, number>;
}

/** Pence that accounts of this kind are debited by, as hledger has them. */
function sumOf(balances: ReadonlyMap<string, string>, prefix: string): number {
  let sum = 0;
  for (const [account, amount] of balances) {
    if (account === prefix || account.startsWith(`${prefix}:`))
      sum += Math.round(Number.parseFloat(amount) * 100);
  }
  return sum;
}

test(
  'months of real trading balance in hledger, entry by entry, and come to what the invoices say',
  PATIENT,
  async (context) => {
    const file = sharedPath(DATA);
    if (file === null) return context.skip('the retailer’s file is not on this computer');
    const { missing } = accountingPrograms();
    if (missing !== null) return context.skip(missing);
    using ledger = tempLedger();
    const days = await tradingDays(file);
    const { owed, overMinor } = trade(ledger, days);
    const books = await writeBooks(ledger, 'hledger');
    hledgerCheck(books);
    beancountCheck(await writeBooks(ledger, 'beancount'));
    const balances = hledgerBalances(books);
    const said = oracle(file);
    expect({
      revenue: 0 - sumOf(balances, 'revenue'),
      'standard 20': 0 - sumOf(balances, 'tax:standard 20'),
      'reduced 5': 0 - sumOf(balances, 'tax:reduced 5'),
      'zero 0': 0 - sumOf(balances, 'tax:zero 0'),
    }).toEqual({
      revenue: said['revenue'],
      'standard 20': said['standard 20'],
      'reduced 5': said['reduced 5'],
      'zero 0': 0,
    });
    const unsettled = (account: string): number =>
      owed.filter((payment) => payment.account === account).reduce((sum, { minor }) => sum + minor, 0);
    for (const account of ['clearing:card:Acme', 'clearing:mobile:Bolt'])
      expect(sumOf(balances, account), account).toBe(unsettled(account));
    expect([sumOf(balances, 'suspense'), sumOf(balances, 'cash-over-short')]).toEqual([0, 0 - overMinor]);
    expect(
      ledger.reader
        .accountBalances({ from: '2000-01-01', to: '2100-01-01' })
        .accounts.filter(({ balanceMinor }) => balanceMinor !== 0)
        .map(({ account, balanceMinor }) => [account, balanceMinor]),
    ).toEqual(
      [...balances.keys()]
        .toSorted()
        .map((account) => [account, Math.round(Number.parseFloat(balances.get(account) ?? '') * 100)]),
    );
    expect(brokenInvariants(ledger.db)).toEqual([]);
    proven(context.task, { promise: 'books-balance', cases: days.length, figures: `${days.length} days` });
  },
);
