import { spawnSync } from 'node:child_process';
import { BenchHub, makeShop, mqttPortOf, type Shop } from '../bench-shop.ts';
import type { BenchRun } from '../bench.ts';
import { BenchChild } from '../child.ts';
import { TILL_LOAD } from '../programs.ts';
import type { TillLoadResult } from '../programs/till-load.ts';
import { type Row, row } from '../row.ts';
import { interleaved, median } from '../statistics.ts';
import { tempFolder } from '../../../test/kit/temp-folder.ts';
import { firstPuback } from '../first-puback.ts';

/** From nothing to the first PUBACK after SIGKILL, with the ledger that `growth` has made. */
export async function startRows(run: BenchRun, shop: Shop, events: number): Promise<Row[]> {
  using cache = tempFolder();
  const env = { NODE_COMPILE_CACHE: cache.path };
  const results = await interleaved(run.rounds + 1, {
    node: async () => emptyNodeMs(),
    hub: () => hubStartMs(shop, env),
  });
  // The first start fills the compile cache.
  const [value, baseline] = [median(results.hub.slice(1)), median(results.node.slice(1))];
  const name = `start to the first PUBACK, ${events} events / an empty node`;
  return [row({ name, value, baseline, unit: 'ms', target: { atMost: 15 } })];
}

function emptyNodeMs(): number {
  const start = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - start;
}

async function hubStartMs(shop: Shop, env: Record<string, string>): Promise<number> {
  const start = performance.now();
  await using hub = await BenchHub.start(shop, { env });
  await firstPuback(shop);
  const tookMs = performance.now() - start;
  // The compile cache is written by a process that ends in order; the one that is measured next meets a killed one.
  await hub.stop();
  await using again = await BenchHub.start(shop, { env });
  await again.kill();
  return tookMs;
}

const IDLE_PRODUCTS = 20_000;
const TILLS = 32;

/** Memory with a large catalogue, idle and at full intake, of a hub that was started before. */
export async function memory(run: BenchRun): Promise<Row[]> {
  using shop = await makeShop({ tills: TILLS, products: run.quick ? 500 : IDLE_PRODUCTS });
  using cache = tempFolder();
  const env = { NODE_COMPILE_CACHE: cache.path };
  const first = await BenchHub.start(shop, { env });
  await first.stop();
  await using hub = await BenchHub.start(shop, { env });
  await using load = new BenchChild<TillLoadResult>(TILL_LOAD, {
    port: mqttPortOf(shop),
    tills: shop.tills,
    salesPerTill: run.quick ? 100 : 2_000,
    products: run.quick ? 500 : IDLE_PRODUCTS,
    inFlight: 8,
    ids: 'uuidv7',
    listens: true,
  });
  await load.ready;
  const idle = hub.residentMegabytes();
  let highest = idle;
  const watch = setInterval(() => (highest = Math.max(highest, hub.residentMegabytes())), 100);
  await load.run();
  clearInterval(watch);
  const unit = 'MB';
  return [
    row({ name: 'memory, idle with 20,000 products', value: idle, unit, target: { atMost: 150 } }),
    row({ name: 'memory at full intake, highest', value: highest, unit, target: { atMost: 350 } }),
  ];
}
