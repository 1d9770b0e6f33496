import { expect, test } from 'vitest';
import { openReader } from '../../hub/ledger/open.ts';
import { newId } from '../../hub/kit/ids.ts';
import { randomFrom } from '../../scripts/replay/random.ts';
import type { Random } from '../../scripts/replay/random.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { proven } from '../kit/proven.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { adjusted, received, tillEvent } from '../kit/till-events.ts';
import { until } from '../kit/until.ts';

/**
 * A real hub, killed again and again while many products at once get low, and then while they are enough again. A kill
 * comes at once after the entry, or a few requests or some telling later, so that it meets every part of the way.
 */
const SEED = Number(process.env['KILL_SEED'] ?? 20_261_123);
const KILLS = Number(process.env['KILLS'] ?? 12);
/** More than are told in one go. */
const PRODUCTS_EACH = 130;
const LEVEL = '3';

test(
  `each crossing of a level is told once in ${KILLS} kills (seed ${SEED})`,
  { timeout: KILLS * 20_000 },
  async ({ task }) => {
    using folder = tempFolder();
    const shop = await hubFolder(folder.path, { tills: 1 });
    const random = randomFrom(SEED);
    await using hub = new HubProcess(shop.config);
    const till = new Till(shop);
    const rounds = Array.from({ length: Math.ceil(KILLS / 2) }, (_, round) => skusOf(round));
    await hub.start();
    for (const skus of rounds) await stock(shop, till, skus);
    await hub.kill();
    await cross('low', '-2', { rounds, shop, till, hub, random });
    await cross('cleared', '2', { rounds, shop, till, hub, random });
    await hub.start();
    expect(await hub.stop()).toBe(0);

    const expected = rounds.flat().flatMap((sku) => [`${sku} cleared`, `${sku} low`]);
    expect(told(shop.file)).toEqual(expected.toSorted());
    expectWhole(shop.file);
    proven(task, {
      promise: 'low-stock-told',
      cases: KILLS,
      figures: `${expected.length} told, seed ${SEED}`,
    });
  },
);

interface Crossing {
  readonly rounds: readonly (readonly string[])[];
  readonly shop: HubFolder;
  readonly till: Till;
  readonly hub: HubProcess;
  readonly random: Random;
}

/** All products cross their level, with a kill in each round, until all of it was told. */
async function cross(
  state: string,
  quantity: string,
  { rounds, shop, till, hub, random }: Crossing,
): Promise<void> {
  for (const skus of rounds) {
    await hub.start();
    const lines = skus.map((sku) => ({ sku, quantity }));
    await till.send(adjusted('correction', ...lines));
    if (random.chance(50)) await pings(shop, random.below(12));
    else await someTold(shop.file, toldCount(shop.file) + random.below(2));
    await hub.kill();
  }
  // Nothing is committed from here on: what is left is told by the next start alone.
  const all = rounds.flat().length;
  await hub.start();
  await until(
    `all that is ${state} is told`,
    () => told(shop.file).filter((line) => line.endsWith(state)).length >= all,
  );
  await hub.kill();
}

function skusOf(round: number): string[] {
  return Array.from({ length: PRODUCTS_EACH }, (_, index) => `P-${round}-${index}`);
}

/** Products with a level, and two more of each than that. */
async function stock(shop: HubFolder, till: Till, skus: readonly string[]): Promise<void> {
  const csv = ['sku,name,low_stock_level', ...skus.map((sku) => `${sku},${sku},${LEVEL}`)].join('\n');
  const headers = { 'content-type': 'text/csv', 'idempotency-key': newId() };
  const response = await fetch(`${shop.web}/api/v1/products/import`, { method: 'POST', headers, body: csv });
  expect(response.status, await response.text()).toBe(200);
  await till.send(received(...skus.map((sku) => ({ sku, quantity: '5' }))));
}

class Till {
  readonly #shop: HubFolder;
  #sequence = 0;

  constructor(shop: HubFolder) {
    this.#shop = shop;
  }

  async send(event: { type: string; data: object }): Promise<void> {
    const [till] = this.#shop.tills;
    this.#sequence += 1;
    const response = await fetch(`${this.#shop.web}/api/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${till?.name}:${till?.secret}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(tillEvent({ ...event, source: till?.source ?? '', sequence: this.#sequence })),
    });
    if (response.status !== 200) throw new Error(await response.text());
  }
}

async function pings(shop: HubFolder, count: number): Promise<void> {
  for (let ping = 0; ping < count; ping += 1) await (await fetch(`${shop.web}/healthz`)).text();
}

async function someTold(file: string, count: number): Promise<void> {
  await until(`${count} are told`, () => toldCount(file) >= count);
}

function toldCount(file: string): number {
  return told(file).length;
}

/** Every event of the log that tells, in words. */
function told(file: string): string[] {
  const db = openReader(file);
  const rows = db
    .prepare<[], { sku: string; state: string }>(
      `SELECT json_extract(CAST(body AS TEXT), '$.data.sku') AS sku, json_extract(CAST(body AS TEXT), '$.data.state') AS state
       FROM event WHERE json_extract(CAST(body AS TEXT), '$.type') = 'backroom.low-stock.told.v1'`,
    )
    .all();
  db.close();
  return rows.map(({ sku, state }) => `${sku} ${state}`).toSorted();
}
