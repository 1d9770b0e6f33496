import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createLedgerWriter } from '../../hub/ledger/writer.ts';
import { type HubFolder, hubFolder } from '../../test/kit/hub-folder.ts';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { ledgerEvent, productSet, received } from '../../test/kit/till-events.ts';
import { skuOf } from './sale-event.ts';
import { medianOfHistogram } from './statistics.ts';

/** Where the day is carried to: nobody answers there, as when the internet is away, so that only rows are made. */
export const DESTINATIONS = [{ name: 'bookkeeping', kind: 'webhook', fromStart: false }];

const DESTINATION_TOML = `[[destination]]
name = "bookkeeping"
kind = "webhook"
url = "http://127.0.0.1:9/"
secret = "a-secret-of-the-bench"`;

const MAIN = fileURLToPath(new URL('../../hub/main.ts', import.meta.url));

/** The bench is about what the hub can do, not about what one till is let do. */
const LIMITS_TOML = '[limits]\nmessages_per_second = 1000000\nmessages_at_once = 1000000';

/** So much of each product that no sale of the bench makes its stock negative. */
const OPENING_STOCK = '999999';
const SETUP_BATCH = 500;

export interface ShopSize {
  readonly tills: number;
  readonly products: number;
}

export interface Shop extends HubFolder, Disposable {}

/** A hub's folder with tills and products in its ledger, removed at the end of the scope. */
export async function makeShop({ tills, products }: ShopSize): Promise<Shop> {
  const folder = tempFolder();
  const made = await hubFolder(folder.path, { tills, more: `${LIMITS_TOML}\n${DESTINATION_TOML}` });
  using writer = createLedgerWriter({ file: made.file, destinations: [], nowMs: () => Date.now() });
  for (let from = 0; from < products; from += SETUP_BATCH) {
    const skus = Array.from({ length: Math.min(SETUP_BATCH, products - from) }, (_, n) => skuOf(from + n));
    writer.commit(skus.map((sku) => ledgerEvent(productSet({ sku, name: `Product ${sku}` }))));
    writer.commit([ledgerEvent(received(...skus.map((sku) => ({ sku, quantity: OPENING_STOCK }))))]);
  }
  return { ...made, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

export function mqttPortOf(shop: HubFolder): number {
  return Number(new URL(shop.mqttUrl).port);
}

export interface HubOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments for Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** A hub in its own process. */
export class BenchHub implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #web: string;

  static async start(shop: HubFolder, options: HubOptions = {}): Promise<BenchHub> {
    const args = [...(options.nodeArgs ?? []), MAIN, 'run', '--config', shop.config];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env, BACKROOM_LOG_LEVEL: 'error' },
    });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const first = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error(`the hub ended with ${String(first[0])}:\n${complaints}`);
    return new BenchHub(child, shop.web);
  }

  private constructor(child: ChildProcess, web: string) {
    this.#child = child;
    this.#web = web;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  residentMegabytes(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024;
  }

  signal(signal: 'SIGUSR2'): void {
    this.#child.kill(signal);
  }

  /** The median number of events in a transaction since the start, from the hub's own histogram. */
  async medianBatch(): Promise<number> {
    const text = await (await fetch(`${this.#web}/metrics`)).text();
    return medianOfHistogram(text, 'backroom_commit_events');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
