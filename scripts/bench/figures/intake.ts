import type { BenchRun } from '../bench.ts';
import { BenchChild, runChild } from '../child.ts';
import type { CommitLoopResult } from '../programs/commit-loop.ts';
import type { SubscriberResult } from '../programs/subscriber.ts';
import type { TillLoadResult, TillLoadSettings } from '../programs/till-load.ts';
import { type Bound, type Row, row } from '../row.ts';
import type { IdKind } from '../sale-event.ts';
import { isInstalled, startMosquitto } from '../services.ts';
import { interleaved, median } from '../statistics.ts';
import { BenchHub, makeShop, mqttPortOf, type Shop } from '../bench-shop.ts';
import { COMMIT_LOOP, IDLE_BROKER, PLAIN_LOOP, SUBSCRIBER, TILL_LOAD } from '../programs.ts';
import type { PlainLoopResult } from '../programs/plain-loop.ts';
import { freePort } from '../../../test/kit/free-port.ts';
import { tempFolder } from '../../../test/kit/temp-folder.ts';

const TILLS = 32;
const IN_FLIGHT = 8;
const PRODUCTS = 1_000;

/** 32 tills with 8 sales in flight each, acknowledged when durable, against the bare commit and against Mosquitto. */
export async function intake(run: BenchRun): Promise<Row[]> {
  const sales = TILLS * (run.quick ? 100 : 8_000);
  const batches: number[] = [];
  let batch = 1;
  const hub = (ids: IdKind) => async () => {
    const result = await hubIntake(sales, ids);
    batches.push(result.batch);
    batch = median(batches);
    return result.perSecond;
  };
  const commit = (ids: IdKind) => () => commitIntake(sales, { ids, batch });
  const results = await interleaved<Measure, number>(run.rounds, {
    hub: hub('uuidv7'),
    commit: commit('uuidv7'),
    hubRandom: hub('random'),
    commitRandom: commit('random'),
    idleBroker: () => idleBrokerIntake(sales),
    plain: () => plainLoop(sales, batch),
    mosquitto: () => (isInstalled('mosquitto') ? mosquittoIntake(sales) : Promise.resolve(Number.NaN)),
  });
  return [...intakeRows(results), ...mosquittoRows(run, results), batchRow(batch)];
}

type Measure = 'hub' | 'commit' | 'hubRandom' | 'commitRandom' | 'idleBroker' | 'plain' | 'mosquitto';
type Results = Record<Measure, number[]>;

const UNIT = 'sales/s';

function intakeRows(results: Results): Row[] {
  const against = (name: string, measure: Measure, target?: Bound): Row =>
    row({
      name: `intake / ${name}`,
      value: median(results.hub),
      baseline: median(results[measure]),
      unit: UNIT,
      ...(target === undefined ? {} : { target }),
    });
  const random = { value: median(results.hubRandom), baseline: median(results.commitRandom) };
  return [
    against('bare commit', 'commit', { atLeast: 0.8 }),
    row({ name: 'intake / bare commit, random ids', ...random, unit: UNIT }),
    against('the same aedes doing nothing', 'idleBroker'),
    against('plain schema in a loop', 'plain'),
  ];
}

function mosquittoRows(run: BenchRun, { hub, mosquitto }: Results): Row[] {
  if (!isInstalled('mosquitto')) {
    run.say('Mosquitto is not installed: intake is not compared with it.');
    return [];
  }
  const figure = { value: median(hub), baseline: median(mosquitto), unit: UNIT, target: { atLeast: 1 } };
  return [row({ name: 'intake / Mosquitto and a subscriber', ...figure })];
}

function batchRow(batch: number): Row {
  return row({ name: 'median batch at intake', value: batch, unit: 'sales' });
}

async function idleBrokerIntake(sales: number): Promise<number> {
  using shop = await makeShop({ tills: TILLS, products: 1 });
  const port = await freePort();
  await using broker = new BenchChild<never>(IDLE_BROKER, { port });
  await broker.ready;
  const settings = { ...loadOf(shop, sales), ids: 'uuidv7', port, listens: false };
  return (await runChild<TillLoadResult>(TILL_LOAD, settings)).perSecond;
}

async function plainLoop(sales: number, batch: number): Promise<number> {
  using folder = tempFolder();
  const settings = { file: `${folder.path}/plain.db`, sales, batch, products: PRODUCTS };
  return (await runChild<PlainLoopResult>(PLAIN_LOOP, settings)).perSecond;
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
