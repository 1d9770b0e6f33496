import { setTimeout as pause } from 'node:timers/promises';
import type { MadeEvent } from '../../devices/till/till.ts';
import { backroom } from '../../test/kit/hub-process.ts';
import { catalogueCsv } from './catalogue.ts';
import { CALM, type ChaosPlan, type ChaosSize, planChaos } from './chaos.ts';
import { type Differences, compare } from './compare.ts';
import { type MoneyWork, moneyWorkIn } from './money-work.ts';
import { Office } from './office.ts';
import { askOracle } from './oracle.ts';
import { readDestination, readHub } from './read-shop.ts';
import { readRows } from './rows.ts';
import { sellAll } from './sell.ts';
import { Shop } from './shop.ts';
import { shopDaysOf } from './shop-days.ts';
import { StockroomWorker } from './stockroom.ts';
import type { StockroomFigures } from './stockroom-work.ts';
import { TillTeller } from './tell-till.ts';
import { type Trading, tradingOf } from './trading.ts';
import { type ShopEvent, isOfOffice } from './trading-event.ts';
import { Troublemaker } from './troublemaker.ts';

export interface ReplayOptions {
  readonly file: string;
  /** An empty folder for the shop. */
  readonly folder: string;
  readonly tills: number;
  readonly speed: number | 'max';
  readonly limit?: number;
  /** Nothing goes wrong without it. */
  readonly chaos?: { readonly seed: number; readonly kills: number };
  readonly say: (line: string) => void;
}

/** What a replay comes to. The last line of the program is this object. */
export interface ReplayResult extends Differences {
  readonly events: number;
  readonly sales: number;
  readonly refunds: number;
  readonly adjustments: number;
  readonly deliveries: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly kills: number;
  /** Ids that came with other content; the hub recorded each and counted none. */
  readonly conflicts: number;
  readonly stockroom: StockroomFigures;
  /** What there was of the till's day. */
  readonly money: MoneyWork;
}

const CALM_SEED = 1;
const LOOK_AGAIN_MS = 50;

/** Sells what the file says in a real shop, with everything that is planned going wrong, and holds the outcome against the oracle. */
export async function runReplay(options: ReplayOptions): Promise<ReplayResult> {
  const { say, limit } = options;
  const rows = await readRows(options.file, limit);
  const trading = tradingOf(rows);
  const { chaos, tills, folder } = options;
  const events = shopDaysOf(trading.events, tills);
  say(`${rows.length} lines, ${events.length} events`);
  const plan = chaos === undefined ? CALM : planChaos(chaos.seed, chaosSize(events, chaos.kills));
  await using shop = await Shop.open({ folder, tills, chaos: plan, catalogueCsv: catalogueCsv(rows) });
  const day = await Promise.race([trade(shop, events, { ...options, plan }), shop.hub.death]);
  const verified = await backroom([
    'ledger',
    'verify',
    '--archive',
    shop.archiveFolder,
    '--config',
    shop.config,
  ]);
  say(`ledger verify: ${JSON.stringify(verified)}`);
  return await judge(
    shop,
    { ...day, excluded: trading.excluded, money: moneyWorkIn(events, tills) },
    options,
  );
}

function chaosSize(events: readonly ShopEvent[], kills: number): ChaosSize {
  const office = events.flatMap((event, index) => (isOfOffice(event) ? [index] : []));
  return { events: events.length, kills, office };
}

interface TradedDay {
  readonly made: readonly MadeEvent[];
  readonly stockroom: StockroomWorker;
  readonly kills: number;
  readonly conflictsConfirmed: number;
  readonly conflictsSent: number;
}

interface JudgedDay extends TradedDay {
  readonly excluded: Trading['excluded'];
  readonly money: MoneyWork;
}

/** From the first event to the moment when everything has arrived everywhere and the hub has stopped. */
async function trade(
  shop: Shop,
  events: readonly ShopEvent[],
  { plan, say, speed, chaos }: ReplayOptions & { plan: ChaosPlan },
): Promise<TradedDay> {
  const startedMs = performance.now();
  const troublemaker = new Troublemaker(shop, plan, say);
  const tills = shop.tills.map(({ till }) => till);
  const stockroom = new StockroomWorker({
    seed: chaos?.seed ?? CALM_SEED,
    till: shop.stockroom.till,
    web: shop.web,
    events,
  });
  const office = new Office({ web: shop.web, tills });
  const teller = new TillTeller(tills);
  const sold: MadeEvent[] = [];
  await sellAll(events, {
    tills,
    speed,
    tell: async (event) => {
      if (isOfOffice(event)) await office.tell(event);
      else if (!stockroom.takes(event)) sold.push(teller.tell(event));
    },
    told: async (count) => {
      await troublemaker.told(count);
      await stockroom.told(count);
    },
  });
  await stockroom.end();
  await troublemaker.end();
  await Promise.all(tills.map((till) => till.idle()));
  await office.end();
  say(`the tills are done after ${Math.round(performance.now() - startedMs)} ms`);
  await untilDelivered(shop);
  const reports = [...shop.tills, shop.stockroom].map(({ link }) => link.report);
  const sum = (pick: (report: (typeof reports)[number]) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0);
  say(
    `sent twice ${sum(({ twice }) => twice)}, cut ${sum(({ cuts }) => cuts)}, resent ${sum(({ resent }) => resent)}`,
  );
  say(
    `the stockroom asked ${stockroom.again} times again, the office ${office.again}; ${office.doneBefore} times it was done already`,
  );
  await shop.closeTills();
  const exitCode = await shop.hub.stop();
  if (exitCode !== 0) throw new Error(`the hub stopped with ${exitCode}:\n${shop.hub.complaints}`);
  return {
    made: [...sold, ...stockroom.made],
    stockroom,
    kills: troublemaker.kills,
    conflictsConfirmed: sum(({ conflictsConfirmed }) => conflictsConfirmed),
    conflictsSent: sum(({ conflictsSent }) => conflictsSent),
  };
}

async function untilDelivered(shop: Shop): Promise<void> {
  for (;;) {
    const { waiting, parked } = await shop.undelivered();
    if (parked > 0) throw new Error(`${parked} events are parked: the destination refused none`);
    if (waiting === 0) return;
    await pause(LOOK_AGAIN_MS);
  }
}

async function judge(
  shop: Shop,
  day: JudgedDay,
  { file, limit, tills, say }: ReplayOptions,
): Promise<ReplayResult> {
  const oracle = askOracle(file, { limit, tills });
  const hub = readHub(shop.ledgerFile);
  const destination = await readDestination(shop.deliveriesFile);
  say(`the destination got ${destination.redeliveries} events again`);
  const differences = compare({ made: day.made, oracle, known: day.stockroom.known, hub, destination }, say);
  const conflictsLost = Math.max(0, day.conflictsConfirmed - hub.conflicts);
  const conflictsTwice = Math.max(0, hub.conflicts - day.conflictsSent);
  if (hub.rejected > 0) say(`the hub could not read ${hub.rejected} payloads`);
  const { sales, refunds, adjustments, deliveries } = oracle;
  return {
    events: day.made.length,
    sales,
    refunds,
    adjustments,
    deliveries,
    excluded: day.excluded,
    kills: day.kills,
    lost: differences.lost + conflictsLost + hub.rejected,
    twice: differences.twice + conflictsTwice,
    conflicts: hub.conflicts,
    stockroom: day.stockroom.figures,
    money: day.money,
    stockDifferences: differences.stockDifferences,
    valueDifferences: differences.valueDifferences,
    moneyDifferences: differences.moneyDifferences,
    destinationLost: differences.destinationLost,
    destinationTwice: differences.destinationTwice,
  };
}

/** True when nothing is lost, nothing counts twice and every figure is the oracle's. */
export function isFaithful(result: ReplayResult): boolean {
  const { lost, twice, stockDifferences, valueDifferences, moneyDifferences } = result;
  const { destinationLost, destinationTwice, stockroom } = result;
  const inShop = lost + twice + stockDifferences + valueDifferences + moneyDifferences;
  return inShop + destinationLost + destinationTwice + stockroom.unfairRaces === 0;
}
