import type { BenchRun } from '../bench.ts';
import { BenchChild, runChild } from '../child.ts';
import type { CommitLoopResult } from '../programs/commit-loop.ts';
import type { SubscriberResult } from '../programs/subscriber.ts';
import type { TillLoadResult, TillLoadSettings } from '../programs/till-load.ts';
import { type Row, row } from '../row.ts';
import type { IdKind } from '../sale-event.ts';
import { isInstalled, startMosquitto } from '../services.ts';
import { interleaved, median } from '../statistics.ts';
import { BenchHub, makeShop, mqttPortOf, type Shop } from '../bench-shop.ts';
import { COMMIT_LOOP, SUBSCRIBER, TILL_LOAD } from '../programs.ts';

const TILLS = 32;
const IN_FLIGHT = 8;
const PRODUCTS = 1_000;

/** 32 tills with 8 sales in flight each, acknowledged when durable, against the bare commit and against Mosquitto. */
export async function intake(run: BenchRun): Promise<Row[]> {
  const sales = TILLS * (run.quick ? 100 : 1_500);
  const batches: number[] = [];
  let batch = 1;
  const hub = (ids: IdKind) => async () => {
    const result = await hubIntake(sales, ids);
    batches.push(result.batch);
    batch = median(batches);
    return result.perSecond;
  };
  const commit = (ids: IdKind) => () => commitIntake(sales, { ids, batch });
  const results = await interleaved(run.rounds, {
    hub: hub('uuidv7'),
    commit: commit('uuidv7'),
    hubRandom: hub('random'),
    commitRandom: commit('random'),
    ...(isInstalled('mosquitto') ? { mosquitto: () => mosquittoIntake(sales) } : {}),
  } as Record<'hub' | 'commit' | 'hubRandom' | 'commitRandom' | 'mosquitto', () => Promise<number>>);
  return intakeRows(run, results, batch);
}

function intakeRows(
  run: BenchRun,
  results: Record<'hub' | 'commit' | 'hubRandom' | 'commitRandom', number[]> & { mosquitto?: number[] },
  batch: number,
): Row[] {
  const unit = 'sales/s';
  const [value, baseline] = [median(results.hub), median(results.commit)];
  const random = { value: median(results.hubRandom), baseline: median(results.commitRandom) };
  const rows = [
    row({ name: 'intake / bare commit', value, baseline, unit, target: { atLeast: 0.8 } }),
    row({ name: 'intake / bare commit, random ids', ...random, unit }),
    row({ name: 'median batch at intake', value: batch, unit: 'sales' }),
  ];
  if (results.mosquitto === undefined) run.say('Mosquitto is not installed: intake is not compared with it.');
  else
    rows.push(
      row({
        name: 'intake / Mosquitto and a subscriber',
        value,
        baseline: median(results.mosquitto),
        unit,
        target: { atLeast: 1 },
      }),
    );
  return rows;
}

async function hubIntake(sales: number, ids: IdKind): Promise<{ perSecond: number; batch: number }> {
  using shop = await makeShop({ tills: TILLS, products: PRODUCTS });
  await using hub = await BenchHub.start(shop);
  const settings = { ...loadOf(shop, sales), ids, port: mqttPortOf(shop), listens: true };
  const { perSecond } = await runChild<TillLoadResult>(TILL_LOAD, settings);
  return { perSecond, batch: await hub.medianBatch() };
}

async function commitIntake(sales: number, options: { ids: IdKind; batch: number }): Promise<number> {
  using shop = await makeShop({ tills: TILLS, products: PRODUCTS });
  const sources = shop.tills.map(({ source }) => source);
  const settings = { file: shop.file, sources, sales, products: PRODUCTS, ...options };
  const { perSecond } = await runChild<CommitLoopResult>(COMMIT_LOOP, settings);
  return perSecond;
}

async function mosquittoIntake(sales: number): Promise<number> {
  using shop = await makeShop({ tills: TILLS, products: PRODUCTS });
  await using mosquitto = await startMosquitto();
  const { port } = mosquitto;
  await using subscriber = new BenchChild<SubscriberResult>(SUBSCRIBER, { port, file: shop.file, sales });
  await using load = new BenchChild<TillLoadResult>(TILL_LOAD, {
    ...loadOf(shop, sales),
    ids: 'uuidv7',
    port,
    listens: false,
  });
  await Promise.all([subscriber.ready, load.ready]);
  const [{ perSecond }] = await Promise.all([subscriber.run(), load.run()]);
  return perSecond;
}

function loadOf(shop: Shop, sales: number): Omit<TillLoadSettings, 'ids' | 'port' | 'listens'> {
  const { tills } = shop;
  return { tills, salesPerTill: sales / tills.length, inFlight: IN_FLIGHT, products: PRODUCTS };
}
