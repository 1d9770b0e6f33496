import { BenchHub, makeShop, mqttPortOf, type Shop } from '../bench-shop.ts';
import type { BenchRun } from '../bench.ts';
import { BenchChild, runChild } from '../child.ts';
import { QUESTION_CLIENT, TILL_LOAD } from '../programs.ts';
import type { Protocol, QuestionResult } from '../programs/question-client.ts';
import type { Waited } from '../question-line.ts';
import type { TillLoadResult } from '../programs/till-load.ts';
import { type Row, row } from '../row.ts';
import { skuOf } from '../sale-event.ts';
import { isInstalled, startRedis } from '../services.ts';
import { slowDisk } from '../slow-disk.ts';
import { median } from '../statistics.ts';

const PRODUCTS = 1_000;
const TILLS = 8;
const FSYNC_MS = 50;
const PER_SECOND = 200;
const PROTOCOL_COUNT = 3;
const WARM_UP_SECONDS = 1;

/** Sales come in until the last question is answered, and some seconds longer than the questions should take. */
const SPARE_SECONDS = 3;

/** Stock questions while sales come in and the disk is slow, against Redis on the same machine at the same time. */
export async function stockQuestions(run: BenchRun): Promise<Row[]> {
  for (const program of ['redis-server', 'gcc']) {
    if (isInstalled(program)) continue;
    run.say(`${program} is not installed: stock questions are left out.`);
    return [];
  }
  using shop = await makeShop({ tills: TILLS + 1, products: PRODUCTS });
  using disk = slowDisk(FSYNC_MS);
  await using _hub = await BenchHub.start(shop, disk);
  const secondsEach = run.quick ? 0.5 : 2;
  await using load = salesDuring(shop, run.rounds * PROTOCOL_COUNT * (WARM_UP_SECONDS + secondsEach));
  await load.ready;
  const selling = load.run();
  selling.catch(() => undefined);
  const result = await askAll(shop, { rounds: run.rounds, secondsEach });
  const { p50Ms } = await selling;
  return [...stockRows(result), row({ name: 'acknowledged meanwhile, median', value: p50Ms, unit: 'ms' })];
}

function salesDuring(shop: Shop, seconds: number): BenchChild<TillLoadResult> {
  const sales = PER_SECOND * (seconds + SPARE_SECONDS);
  return new BenchChild<TillLoadResult>(TILL_LOAD, {
    port: mqttPortOf(shop),
    tills: shop.tills.slice(1),
    salesPerTill: Math.ceil(sales / TILLS),
    products: PRODUCTS,
    ids: 'uuidv7',
    inFlight: 0,
    ratePerSecond: PER_SECOND,
    listens: true,
  });
}

async function askAll(shop: Shop, size: { rounds: number; secondsEach: number }): Promise<QuestionResult> {
  await using redis = await startRedis();
  const value = await (await fetch(`${shop.web}/api/v1/stock/${skuOf(1)}`)).text();
  const ports = { resp: redis.port, http: Number(new URL(shop.web).port), mqtt: mqttPortOf(shop) };
  const settings = { ...size, ports, till: shop.tills[0], products: PRODUCTS, value };
  return await runChild<QuestionResult>(QUESTION_CLIENT, settings);
}

function stockRows(result: QuestionResult): Row[] {
  const middle = (protocol: Protocol, key: keyof Waited): number =>
    median(result[protocol].map((waited) => waited[key]));
  const [baseline, unit] = [middle('resp', 'p50Us'), 'µs'];
  const [http, mqtt] = [middle('http', 'p50Us'), middle('mqtt', 'p50Us')];
  const slowest = { value: middle('http', 'p99Us'), unit, target: { atMost: 500 } };
  return [
    row({ name: 'stock over HTTP / Redis GET', value: http, baseline, unit, target: { atMost: 1.3 } }),
    row({ name: 'stock over MQTT / Redis GET', value: mqtt, baseline, unit, target: { atMost: 2 } }),
    row({ name: 'stock over HTTP, p99', ...slowest }),
    row({ name: 'Redis GET, p99', value: middle('resp', 'p99Us'), unit }),
    row({ name: 'stock over MQTT, p99', value: middle('mqtt', 'p99Us'), unit }),
  ];
}
