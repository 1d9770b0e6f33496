import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchHub, makeShop, mqttPortOf } from '../bench-shop.ts';
import type { BenchRun } from '../bench.ts';
import { BenchChild } from '../child.ts';
import { LOOP_DELAY, TILL_LOAD } from '../programs.ts';
import type { TillLoadResult } from '../programs/till-load.ts';
import { type Row, row } from '../row.ts';
import { isInstalled } from '../services.ts';
import { slowDisk } from '../slow-disk.ts';

const FSYNC_MS = 20;
const PER_SECOND = 200;
const TILLS = 8;
const PRODUCTS = 1_000;

/** A worn SD card: the sales of a busy shop are acknowledged soon, and the hub's own thread does not notice. */
export async function slowCard(run: BenchRun): Promise<Row[]> {
  if (!isInstalled('gcc')) {
    run.say('gcc is not installed: there is no slow card.');
    return [];
  }
  const seconds = run.quick ? 2 : 20;
  using shop = await makeShop({ tills: TILLS, products: PRODUCTS });
  using disk = slowDisk(FSYNC_MS);
  const loopFile = join(shop.dataDir, 'loop-delay');
  await using hub = await BenchHub.start(shop, {
    env: { ...disk.env, BENCH_LOOP_FILE: loopFile },
    nodeArgs: ['--import', fileURLToPath(LOOP_DELAY)],
  });
  await using load = new BenchChild<TillLoadResult>(TILL_LOAD, {
    port: mqttPortOf(shop),
    tills: shop.tills,
    salesPerTill: (PER_SECOND * seconds) / TILLS,
    products: PRODUCTS,
    ids: 'uuidv7',
    inFlight: 0,
    ratePerSecond: PER_SECOND,
    listens: true,
  });
  await load.ready;
  hub.signal('SIGUSR2');
  const result = await load.run();
  await hub.stop();
  return slowCardRows(result, Number(readFileSync(loopFile, 'utf8')));
}

/** A rate that is kept differs from the rate that was asked for by where the last sale fell. */
const KEPT = 0.98;

function slowCardRows({ perSecond, p50Ms, p99Ms }: TillLoadResult, loopDelayMs: number): Row[] {
  const name = `fsync + ${FSYNC_MS} ms`;
  const kept = { value: perSecond, baseline: PER_SECOND, unit: 'sales/s', target: { atLeast: KEPT } };
  return [
    row({ name: `${name}: sustained`, ...kept }),
    row({ name: `${name}: acknowledged, median`, value: p50Ms, unit: 'ms' }),
    row({ name: `${name}: acknowledged, p99`, value: p99Ms, unit: 'ms', target: { atMost: 120 } }),
    row({ name: `${name}: event loop late, p99`, value: loopDelayMs, unit: 'ms', target: { atMost: 8 } }),
  ];
}
