import type { LedgerEvent } from '../../../hub/domain/ledger-event.ts';
import { openReader } from '../../../hub/ledger/open.ts';
import { createLedgerReader } from '../../../hub/ledger/reader/ledger-reader.ts';
import { createLedgerWriter } from '../../../hub/ledger/writer.ts';
import type { LedgerWriter } from '../../../hub/ledger/writer.ts';
import { BenchHub, DESTINATIONS, makeShop } from '../bench-shop.ts';
import type { Shop } from '../bench-shop.ts';
import type { BenchRun } from '../bench.ts';
import { runChild } from '../child.ts';
import { DAY_CLIENT } from '../programs.ts';
import type { WaitedBeside } from '../question-line.ts';
import { type Row, row } from '../row.ts';
import { median } from '../statistics.ts';
import { tradingDay } from '../trading-day.ts';
import type { TradingDay } from '../trading-day.ts';
import { trustedEvent } from '../trusted-event.ts';

const TILLS = 8;
const PRODUCTS = 1_000;
const SALES = 5_000;
const BATCH = 256;
const TIMES = 5;

/**
 * The end of a day of 5,000 sales on eight tills: its sessions and the day in one transaction, and whether all agrees,
 * against one sum over the receipts of that day; and stock questions to a hub that does all of it.
 */
export async function dayClose(run: BenchRun): Promise<Row[]> {
  const sales = run.quick ? SALES / 10 : SALES;
  const name = `a day of ${sales} sales on ${TILLS} tills`;
  const { closeMs, reconcileMs, sumMs } = await timesOf(run, sales);
  const beside = await askMeanwhile(run, sales);
  run.say(`${median(beside.map(({ asked }) => asked))} questions were answered while a day was closed.`);
  const p99Us = (when: 'busy' | 'quiet'): number => median(beside.map((round) => round[when].p99Us));
  const baseline = median(sumMs);
  const target = { atMost: 20 };
  return [
    row({
      name: `${name}, closed / one sum over its rows`,
      value: median(closeMs),
      baseline,
      unit: 'ms',
      target,
    }),
    row({
      name: 'its reconciliation / the same sum',
      value: median(reconcileMs),
      baseline,
      unit: 'ms',
      target,
    }),
    row({
      name: 'stock while such a day is closed, p99',
      value: p99Us('busy'),
      unit: '\u00b5s',
      target: { atMost: 1_000 },
    }),
    row({
      name: 'the same / at rest, p99',
      value: p99Us('busy'),
      baseline: p99Us('quiet'),
      unit: '\u00b5s',
    }),
    row({
      name: 'closed by the hub, and looked at ten times',
      value: median(beside.map(({ tookMs }) => tookMs)),
      unit: 'ms',
    }),
  ];
}

interface Times {
  readonly closeMs: number[];
  readonly reconcileMs: number[];
  readonly sumMs: number[];
}

async function timesOf(run: BenchRun, sales: number): Promise<Times> {
  using shop = await makeShop({ tills: TILLS, products: PRODUCTS });
  using writer = writerOf(shop);
  using stack = new DisposableStack();
  const db = stack.adopt(openReader(shop.file), (connection) => void connection.close());
  const reader = createLedgerReader(db, writer.identity.incarnation);
  const sum = db.prepare<[number, number], { minor: number }>(
    'SELECT sum(total_minor) AS minor FROM receipt WHERE seq BETWEEN ? AND ?',
  );
  const times: Times = { closeMs: [], reconcileMs: [], sumMs: [] };
  for (const day of daysOf(shop, { rounds: run.rounds, sales })) {
    const before = reader.lastSeq();
    sell(writer, day);
    times.sumMs.push(millisOf(() => sum.get(before + 1, reader.lastSeq())));
    const closed = { type: 'backroom.day.closed.v1', data: { businessDate: day.businessDate } };
    const [last] = day.closings.slice(-1);
    const events = [
      ...day.closings,
      { ...last, ...closed, id: `close ${day.businessDate}`, sequence: undefined },
    ];
    const read = events.map(readEvent);
    const start = performance.now();
    writer.commit(read);
    times.closeMs.push(performance.now() - start);
    times.reconcileMs.push(millisOf(() => reader.reconciliation(day.businessDate, [])));
  }
  return times;
}

async function askMeanwhile(run: BenchRun, sales: number): Promise<WaitedBeside[]> {
  using shop = await makeShop({ tills: TILLS, products: PRODUCTS });
  const days = [...daysOf(shop, { rounds: run.rounds, sales })];
  {
    using writer = writerOf(shop);
    for (const day of days) sell(writer, day);
  }
  await using _hub = await BenchHub.start(shop);
  const tills = shop.tills.map(({ name, secret }) => `${name}:${secret}`);
  const ends = days.map(({ businessDate, closings }) => ({ businessDate, closings }));
  const port = Number(new URL(shop.web).port);
  return await runChild<WaitedBeside[]>(DAY_CLIENT, { port, products: PRODUCTS, tills, days: ends });
}

function writerOf({ file }: Shop): LedgerWriter {
  return createLedgerWriter({ file, destinations: DESTINATIONS, nowMs: () => Date.now() });
}

function* daysOf(shop: Shop, { rounds, sales }: { rounds: number; sales: number }): Generator<TradingDay> {
  const sources = shop.tills.map(({ source }) => source);
  for (let day = 0; day < rounds; day += 1) yield tradingDay({ sources, day, sales, products: PRODUCTS });
}

function sell(writer: LedgerWriter, { selling }: TradingDay): void {
  for (let from = 0; from < selling.length; from += BATCH)
    writer.commit(selling.slice(from, from + BATCH).map(readEvent));
}

/** Reading is the business of another thread, and of the tills' packets. */
function readEvent(event: object): LedgerEvent {
  return trustedEvent(Buffer.from(JSON.stringify(event)));
}

/** The median of some times that it takes, the first one left out. */
function millisOf(work: () => unknown): number {
  work();
  return median(
    Array.from({ length: TIMES }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );
}
