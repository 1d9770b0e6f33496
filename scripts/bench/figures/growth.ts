import { statSync } from 'node:fs';
import { BenchHub, makeShop, mqttPortOf, type Shop } from '../bench-shop.ts';
import type { BenchRun } from '../bench.ts';
import { runChild } from '../child.ts';
import { COMMIT_LOOP, QUESTION_CLIENT, TILL_LOAD } from '../programs.ts';
import type { QuestionResult } from '../programs/question-client.ts';
import type { TillLoadResult } from '../programs/till-load.ts';
import { type Row, row } from '../row.ts';
import { saleEvent } from '../sale-event.ts';
import { isInstalled, startRedis } from '../services.ts';
import { interleaved, median } from '../statistics.ts';
import { startRows } from './start.ts';

const TILLS = 32;
const PRODUCTS = 1_000;
/** A whole number for each till: a gap in the sequences would be another figure. */
const SMALL_EVENTS = 1_024;
const FILL_BATCH = 256;

/** Long enough that the ledger's checkpoints are in it. */
const SALES_PER_TILL = 2_600;

/** The bench's time is bounded: growth is slow to show, so few rounds of long runs say more than many short ones. */
const ROUNDS_MAX = 3;

/** What a ledger of years does to intake, questions, the disk, and a start. */
export async function growth(run: BenchRun): Promise<Row[]> {
  const events = run.quick ? 20_000 : 1_000_000;
  using small = await makeShop({ tills: TILLS, products: PRODUCTS });
  using large = await makeShop({ tills: TILLS, products: PRODUCTS });
  run.say(`growth: filling a ledger with ${events} events`);
  await fill(small, SMALL_EVENTS);
  const before = statSync(large.file).size;
  await fill(large, events);
  const bytesPerSale = (statSync(large.file).size - before) / events;
  const salesPerTill = run.quick ? 100 : SALES_PER_TILL;
  const measure = (shop: Shop, firstSequence: number) => {
    let next = firstSequence;
    return async (): Promise<Measured> => {
      const measured = await measureHub(run, shop, { firstSequence: next, salesPerTill });
      next += salesPerTill;
      return measured;
    };
  };
  const results = await interleaved(Math.min(run.rounds, ROUNDS_MAX), {
    small: measure(small, Math.ceil(SMALL_EVENTS / TILLS) + 1),
    large: measure(large, Math.ceil(events / TILLS) + 1),
  });
  const size = { name: 'ledger file', value: statSync(large.file).size / 1e6, unit: 'MB' };
  const started = await startRows(run, large, events);
  return [...growthRows(results, bytesPerSale), row(size), ...started];
}

interface Measured {
  readonly perSecond: number;
  readonly questionUs: number | null;
}

function growthRows(results: Record<'small' | 'large', Measured[]>, bytesPerSale: number): Row[] {
  // Time per sale, so that more is worse for both.
  const perSale = (measured: readonly Measured[]): number =>
    1e6 / median(measured.map(({ perSecond }) => perSecond));
  const question = (measured: readonly Measured[]): number[] =>
    measured.flatMap(({ questionUs }) => (questionUs === null ? [] : [questionUs]));
  const intake = { value: perSale(results.large), baseline: perSale(results.small) };
  const target = { atMost: 1.2 };
  const sale = { source: `/stores/${'0'.repeat(36)}/tills/till-1/${'0'.repeat(36)}`, sequence: 1 };
  const payload = JSON.stringify(saleEvent({ ...sale, ids: 'uuidv7', products: PRODUCTS })).length;
  const rows = [
    row({ name: 'a sale in a grown ledger / in a small one', ...intake, unit: 'µs', target }),
    row({
      name: 'disk per sale / its payload',
      value: bytesPerSale,
      baseline: payload,
      unit: 'bytes',
      target: { atMost: 1.7 },
    }),
  ];
  const [large, small] = [question(results.large), question(results.small)];
  if (large.length === 0) return rows;
  const questions = { value: median(large), baseline: median(small), unit: 'µs', target };
  return [...rows, row({ name: 'a stock question in a grown ledger / in a small one', ...questions })];
}

async function fill(shop: Shop, events: number): Promise<void> {
  const sources = shop.tills.map(({ source }) => source);
  const { file } = shop;
  const settings = { file, sources, sales: events, batch: FILL_BATCH, products: PRODUCTS, ids: 'uuidv7' };
  await runChild(COMMIT_LOOP, settings);
}

async function measureHub(
  run: BenchRun,
  shop: Shop,
  span: { firstSequence: number; salesPerTill: number },
): Promise<Measured> {
  await using _hub = await BenchHub.start(shop);
  const { perSecond } = await runChild<TillLoadResult>(TILL_LOAD, {
    ...span,
    port: mqttPortOf(shop),
    tills: shop.tills,
    products: PRODUCTS,
    inFlight: 8,
    ids: 'uuidv7',
    listens: true,
  });
  return { perSecond, questionUs: isInstalled('redis-server') ? await askStock(run, shop) : null };
}

async function askStock(run: BenchRun, shop: Shop): Promise<number> {
  await using redis = await startRedis();
  const ports = { resp: redis.port, http: Number(new URL(shop.web).port), mqtt: mqttPortOf(shop) };
  const { http } = await runChild<QuestionResult>(QUESTION_CLIENT, {
    ports,
    till: shop.tills[0],
    products: PRODUCTS,
    rounds: 1,
    secondsEach: run.quick ? 0.5 : 2,
    value: 'x',
  });
  return median(http.map(({ p50Us }) => p50Us));
}
