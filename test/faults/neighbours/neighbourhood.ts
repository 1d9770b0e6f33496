import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { openReader } from '../../../hub/ledger/open.ts';
import { sha256 } from '../../../hub/kit/digest.ts';
import { createLedgerWriter } from '../../../hub/ledger/writer.ts';
import { problemsOf } from '../../kit/assert-whole.ts';
import { RawClient } from '../../kit/broker/raw-client.ts';
import { type HubFolder, hubFolder, type TillIdentity } from '../../kit/hub-folder.ts';
import { HubProcess } from '../../kit/hub-process.ts';
import { tempFolder } from '../../kit/temp-folder.ts';
import { ledgerEvent, productSet, received } from '../../kit/till-events.ts';
import { HonestTills } from './honest-tills.ts';
import type { PhaseFigures } from './honest-tills-program.ts';
import { LOCATIONS, PRODUCTS, skuOf } from './stock.ts';

const HONEST_TILLS = 4;
const BAD_TILLS = 20;
const DEVICES = 2;
const DISPLAYS = 5;
const SALES_PER_SECOND = 80;
const WARM_UP_SALES = 160;
/** What a phase is measured by, at least. */
const SALES_A_PHASE = Number(process.env['NEIGHBOUR_SALES'] ?? 80);

/**
 * Node puts off its cleaning by what the machine has: a large one lets a hundred megabytes of rubbish lie. These are the
 * limits that it gives itself on a computer with 1 GB, which is what a hub has to get along with.
 */
const SMALL_COMPUTER = { NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=4' };

/** The sales go on: nobody may wait so long at a till. What was measured is told, this is only never exceeded. */
const P99_MAX_MS = 2_000;
const GROWTH_MAX_BYTES = 64 * 1_048_576;

export interface Ordeal {
  readonly quiet: PhaseFigures;
  readonly attacked: PhaseFigures;
  /** The peak of the hub's memory while attacked, above its peak of the quiet run. */
  readonly grownBytes: number;
}

export interface DeviceIdentity {
  readonly name: string;
  readonly secret: string;
}

/** A real hub with honest tills that go on selling, and credentials for neighbours that behave badly. */
export class Neighbourhood implements AsyncDisposable {
  readonly shop: HubFolder;
  readonly bad: readonly TillIdentity[];
  readonly devices: readonly DeviceIdentity[];
  readonly #hub: HubProcess;
  readonly #pid: number;
  readonly #tills: HonestTills;
  readonly #stack: AsyncDisposableStack;

  private constructor(parts: Parts) {
    this.shop = parts.shop;
    this.bad = parts.shop.tills.slice(HONEST_TILLS);
    this.devices = parts.devices;
    this.#hub = parts.hub;
    this.#pid = parts.pid;
    this.#tills = parts.tills;
    this.#stack = parts.stack;
  }

  /** `more` is more of the hub's configuration, in TOML. */
  static async open(more = ''): Promise<Neighbourhood> {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(tempFolder());
    const shop = await hubFolder(folder.path, { tills: HONEST_TILLS + BAD_TILLS, more });
    const devices = fillLedger(shop.file);
    const hub = stack.use(new HubProcess(shop.config, { env: SMALL_COMPUTER }));
    const { pid } = await hub.start();
    const settings = {
      port: portOf(shop.mqttUrl),
      tills: shop.tills.slice(0, HONEST_TILLS),
      salesPerSecond: SALES_PER_SECOND,
    };
    const tills = stack.use(await HonestTills.start(settings));
    await Promise.all(shop.tills.slice(-DISPLAYS).map((till) => readWholeStock(settings.port, till)));
    await tills.end(WARM_UP_SALES);
    return new Neighbourhood({ shop, devices, hub, pid, tills, stack: stack.move() });
  }

  get mqttPort(): number {
    return portOf(this.shop.mqttUrl);
  }

  get webPort(): number {
    return portOf(this.shop.web);
  }

  /** The tills sell in peace, then beside the attack. Fails when the attack reaches them, or the hub's memory. */
  async endure(name: string, attack: () => Promise<void>): Promise<Ordeal> {
    const quiet = await this.#measured(async () => undefined);
    const attacked = await Promise.race([this.#measured(attack), this.#hub.death]);
    const grownBytes = attacked.peak - quiet.peak;
    const ordeal = { quiet: quiet.figures, attacked: attacked.figures, grownBytes };
    process.stdout.write(`${name}: ${inWords(ordeal)}\n`);
    expectTillsGoOn(ordeal, this.#hub.complaints);
    return ordeal;
  }

  /** Closes the shop and tells what came of it. */
  async settle(): Promise<Settled> {
    const made = await Promise.race([this.#tills.close(), this.#hub.death]);
    const exitCode = await this.#hub.stop();
    const honest = this.shop.tills.slice(0, HONEST_TILLS).map(({ source }) => this.stored(source));
    return { made, honest, exitCode, problems: problemsOf(this.shop.file) };
  }

  /** How many events of that source are in the ledger, and under how many ids. */
  stored(source: string): { events: number; ids: number } {
    const db = openReader(this.shop.file);
    try {
      const counted = db
        .prepare<[string], { events: number; ids: number }>(
          `SELECT count(*) AS events, count(DISTINCT json_extract(CAST(body AS TEXT), '$.id')) AS ids
           FROM event WHERE json_extract(CAST(body AS TEXT), '$.source') = ?`,
        )
        .get(source);
      return counted ?? { events: 0, ids: 0 };
    } finally {
      db.close();
    }
  }

  async #measured(during: () => Promise<void>): Promise<{ figures: PhaseFigures; peak: number }> {
    forgetPeak(this.#pid);
    await this.#tills.begin();
    await during();
    const figures = await this.#tills.end(SALES_A_PHASE);
    return { figures, peak: peakBytes(this.#pid) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** Every honest sale is in the ledger once, the hub stops as it should, and the ledger proves itself. */
export async function expectSettled(neighbourhood: Neighbourhood): Promise<void> {
  const { made, honest, exitCode, problems } = await neighbourhood.settle();
  expect(honest).toEqual(made.map((count) => ({ events: count, ids: count })));
  expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] });
}

function expectTillsGoOn({ attacked, grownBytes }: Ordeal, complaints: string): void {
  expect(attacked.oddReplies, 'every sale is accepted, once').toEqual([]);
  expect(attacked.drops, 'no till is cut off').toBe(0);
  expect(attacked.p99Ms, 'tills go on').toBeLessThan(P99_MAX_MS);
  expect(grownBytes, 'memory stays bounded').toBeLessThan(GROWTH_MAX_BYTES);
  expect(complaints, 'nothing in the hub fell over').not.toMatch(STACK);
}

/** As Node prints one, or as it stands in a line of the log. */
const STACK = /^\s+at .+:\d+:\d+|\\n {4}at /m;

/** For `proven`: what was measured, in one line. */
export function inWords({ quiet, attacked, grownBytes }: Ordeal): string {
  const p99 = `p99 ${attacked.p99Ms.toFixed(1)} ms, quiet ${quiet.p99Ms.toFixed(1)} ms`;
  const p50 = `p50 ${attacked.p50Ms.toFixed(1)} ms, quiet ${quiet.p50Ms.toFixed(1)} ms`;
  return `${p99}; ${p50}; memory ${(grownBytes / 1_048_576).toFixed(0)} MB more`;
}

interface Settled {
  /** Sales of each honest till. */
  readonly made: readonly number[];
  readonly honest: readonly { readonly events: number; readonly ids: number }[];
  readonly exitCode: number | null;
  readonly problems: readonly string[];
}

interface Parts {
  readonly shop: HubFolder;
  readonly devices: readonly DeviceIdentity[];
  readonly hub: HubProcess;
  readonly pid: number;
  readonly tills: HonestTills;
  readonly stack: AsyncDisposableStack;
}

function fillLedger(file: string): DeviceIdentity[] {
  using writer = createLedgerWriter({ file, destinations: [], nowMs: () => Date.now() });
  const skus = Array.from({ length: PRODUCTS }, (_, index) => skuOf(index));
  writer.commit(skus.map((sku) => ledgerEvent(productSet({ sku, name: `Product ${sku}` }))));
  const lines = skus.map((sku) => ({ sku, quantity: '999999' }));
  const deliveries = LOCATIONS.map((location) => ({ ...received(), data: { location, lines } }));
  writer.commit(deliveries.map((delivery) => ledgerEvent(delivery)));
  return Array.from({ length: DEVICES }, (_, index) => {
    const [name, secret] = [`device-${index + 1}`, `a-secret-of-a-device-of-a-test-${index}`];
    writer.calls.addCredential({ kind: 'device', name, secretSha256: sha256(secret), createdMs: 0 });
    return { name, secret };
  });
}

/**
 * A display that reads everything, as in any shop in the morning. Node's memory for young objects grows to its working
 * size with the first burst of work: without this, the growth beside the first attack would be mostly that.
 */
async function readWholeStock(port: number, { name, secret }: TillIdentity): Promise<void> {
  const client = await RawClient.connect(port);
  expect(await client.signIn(name, secret)).toBe(0);
  await client.subscribe('backroom/v1/stock/+/+');
  await client.until(() => client.packets.length >= PRODUCTS * LOCATIONS.length);
  client.destroy();
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** The kernel keeps the largest resident memory of a process (VmHWM); writing 5 begins anew. See proc(5). */
function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function peakBytes(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) * 1_024;
}
