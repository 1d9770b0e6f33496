import { BenchHub, makeShop, mqttPortOf } from '../bench-shop.ts';
import type { BenchRun } from '../bench.ts';
import { runChild } from '../child.ts';
import { COMMIT_LOOP, TILL_LOAD } from '../programs.ts';
import type { CommitLoopResult } from '../programs/commit-loop.ts';
import type { TillLoadResult } from '../programs/till-load.ts';
import { type Row, row } from '../row.ts';
import { isInstalled, startMosquitto } from '../services.ts';
import { interleaved, median } from '../statistics.ts';

const PRODUCTS = 1_000;
const CASES = [
  { tills: 1, atMost: 1.6 },
  { tills: 8, atMost: 2.7 },
];

/** How long a till waits that sends one sale at a time, against a PUBACK that promises nothing plus a bare commit. */
export async function oneInFlight(run: BenchRun): Promise<Row[]> {
  if (!isInstalled('mosquitto')) {
    run.say('Mosquitto is not installed: one in flight has no baseline.');
    return [];
  }
  const rows: Row[] = [];
  for (const { tills, atMost } of CASES) rows.push(...(await oneCase(run, { tills, atMost })));
  return rows;
}

async function oneCase(run: BenchRun, { tills, atMost }: { tills: number; atMost: number }): Promise<Row[]> {
  const salesPerTill = run.quick ? 100 : 12_000 / Math.sqrt(tills);
  const batches: number[] = [];
  const size = { tills, salesPerTill: Math.round(salesPerTill) };
  const results = await interleaved(run.rounds, {
    hub: async () => {
      const { p50Ms, batch } = await hubWait(size);
      batches.push(batch);
      return p50Ms;
    },
    puback: () => mosquittoWait(size),
    commit: () => commitWait(size, median(batches)),
  });
  const [puback, commit] = [median(results.puback), median(results.commit)];
  const name = `one in flight, ${tills} ${tills === 1 ? 'till' : 'tills'}`;
  const waited = { value: median(results.hub), baseline: puback + commit, unit: 'ms', target: { atMost } };
  return [
    row({ name, ...waited }),
    row({ name: `${name}: Mosquitto's PUBACK`, value: puback, unit: 'ms' }),
    row({ name: `${name}: bare commit`, value: commit, unit: 'ms' }),
    row({ name: `${name}: median batch`, value: median(batches), unit: 'sales' }),
  ];
}

interface Size {
  readonly tills: number;
  readonly salesPerTill: number;
}

const LOAD = { inFlight: 1, products: PRODUCTS, ids: 'uuidv7' };

async function hubWait({ tills, salesPerTill }: Size): Promise<{ p50Ms: number; batch: number }> {
  using shop = await makeShop({ tills, products: PRODUCTS });
  await using hub = await BenchHub.start(shop);
  const settings = { ...LOAD, tills: shop.tills, salesPerTill, port: mqttPortOf(shop), listens: true };
  const { p50Ms } = await runChild<TillLoadResult>(TILL_LOAD, settings);
  return { p50Ms, batch: await hub.medianBatch() };
}

async function mosquittoWait({ tills, salesPerTill }: Size): Promise<number> {
  using shop = await makeShop({ tills, products: 1 });
  await using mosquitto = await startMosquitto();
  const settings = { ...LOAD, tills: shop.tills, salesPerTill, port: mosquitto.port, listens: false };
  return (await runChild<TillLoadResult>(TILL_LOAD, settings)).p50Ms;
}

async function commitWait({ tills, salesPerTill }: Size, batch: number): Promise<number> {
  using shop = await makeShop({ tills, products: PRODUCTS });
  const sources = shop.tills.map(({ source }) => source);
  const { file } = shop;
  const settings = { file, sources, sales: tills * salesPerTill, batch, products: PRODUCTS, ids: 'uuidv7' };
  return (await runChild<CommitLoopResult>(COMMIT_LOOP, settings)).medianMs;
}
