import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Till } from '../../devices/till/till.ts';
import { must } from '../../hub/kit/assert.ts';
import { systemClock } from '../../hub/kit/clock.ts';
import { silentLog } from '../../hub/kit/log.ts';
import { ReadyProcess } from '../../test/kit/child-process.ts';
import { freePort } from '../../test/kit/free-port.ts';
import { HubProcess, backroom } from '../../test/kit/hub-process.ts';
import type { ChaosPlan, DestinationMode } from './chaos.ts';
import { ChaosLink } from './chaos-link.ts';

/** A shop of real parts: a hub in its process, a destination in its process, and tills with bad cables. */
export interface ShopOptions {
  /** An empty folder; everything of the shop is in it. */
  readonly folder: string;
  readonly tills: number;
  readonly chaos: ChaosPlan;
  readonly catalogueCsv: string;
}

export interface TillAtWork {
  readonly till: Till;
  readonly link: ChaosLink;
}

const SECRET = 'a secret of the replay, not of a shop';
const SANDBOX = fileURLToPath(new URL('../demo/sandbox.ts', import.meta.url));
/** The destination's slowness is longer than the hub waits for an answer. */
const SLOW_MS = 1_500;
const ANSWER_WITHIN_MS = 1_000;
const RETRY_MAX_MS = 500;
const IN_FLIGHT = 10;
const BACKOFF = { firstMs: 20, maxMs: 200 };

const NewTill = z.object({ name: z.string(), secret: z.string(), store: z.string() });
const Destinations = z.object({
  destinations: z.array(z.object({ name: z.string(), waiting: z.int(), parked: z.int() })),
});

export class Shop implements AsyncDisposable {
  readonly hub: HubProcess;
  readonly folder: string;
  readonly config: string;
  readonly #destination: ReadyProcess<{ url: string }>;
  readonly #destinationUrl: string;
  readonly #web: string;
  readonly #stack = new AsyncDisposableStack();
  #tills: readonly TillAtWork[] = [];
  #stockroom: TillAtWork | null = null;

  private constructor(parts: ShopParts) {
    this.folder = parts.folder;
    this.config = parts.config;
    this.hub = parts.hub;
    this.#destination = parts.destination;
    this.#destinationUrl = parts.destinationUrl;
    this.#web = parts.web;
    this.#stack.defer(() => this.hub[Symbol.asyncDispose]());
    this.#stack.defer(async () => void (await this.#destination.end('SIGTERM')));
  }

  /** Opens the shop: hub and destination run, the products are imported, every till is on its way to connect. */
  static async open(options: ShopOptions): Promise<Shop> {
    const ports = { web: await freePort(), mqtt: await freePort() };
    const destination = new ReadyProcess<{ url: string; events: string }>(sandboxArguments(options.folder));
    const { url, events } = await destination.ready;
    const config = join(options.folder, 'backroom.toml');
    writeFileSync(config, configText(ports, events));
    const web = `http://127.0.0.1:${ports.web}`;
    const { folder } = options;
    const shop = new Shop({
      folder,
      config,
      hub: new HubProcess(config),
      destination,
      destinationUrl: url,
      web,
    });
    await shop.#prepare(options, ports.mqtt);
    return shop;
  }

  get tills(): readonly TillAtWork[] {
    return this.#tills;
  }

  /** The handheld of the stockroom, which works like a till. */
  get stockroom(): TillAtWork {
    return must(this.#stockroom, 'the stockroom of an open shop');
  }

  /** Where the hub answers over HTTP. */
  get web(): string {
    return this.#web;
  }

  get ledgerFile(): string {
    return join(this.folder, 'data', 'ledger.db');
  }

  get deliveriesFile(): string {
    return deliveriesFile(this.folder);
  }

  get archiveFolder(): string {
    return join(this.folder, 'archive');
  }

  async setDestination(mode: DestinationMode): Promise<void> {
    await fetch(`${this.#destinationUrl}/mode`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mode }),
    });
  }

  /** How much still has to be delivered. */
  async undelivered(): Promise<{ waiting: number; parked: number }> {
    const response = await fetch(`${this.#web}/api/v1/destinations`);
    const { destinations } = Destinations.parse(await response.json());
    const sum = (pick: (row: { waiting: number; parked: number }) => number): number =>
      destinations.reduce((total, row) => total + pick(row), 0);
    return { waiting: sum(({ waiting }) => waiting), parked: sum(({ parked }) => parked) };
  }

  async closeTills(): Promise<void> {
    for (const { till, link } of [...this.#tills, ...(this.#stockroom === null ? [] : [this.#stockroom])]) {
      await till[Symbol.asyncDispose]();
      await link[Symbol.asyncDispose]();
    }
    this.#tills = [];
    this.#stockroom = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeTills();
    await this.#stack[Symbol.asyncDispose]();
  }

  async #prepare(options: ShopOptions, mqttPort: number): Promise<void> {
    const list = join(options.folder, 'products.csv');
    writeFileSync(list, options.catalogueCsv);
    await this.hub.start();
    await backroom(['product', 'import', list, '--config', this.config]);
    const names = Array.from({ length: options.tills }, (_, index) => `till-${index + 1}`);
    const tills: TillAtWork[] = [];
    for (const name of names) tills.push(await this.#addTill(name, options, mqttPort));
    this.#tills = tills;
    this.#stockroom = await this.#addTill('stockroom', options, mqttPort);
  }

  async #addTill(name: string, options: ShopOptions, mqttPort: number): Promise<TillAtWork> {
    const { secret, store } = NewTill.parse(await backroom(['till', 'add', name, '--config', this.config]));
    const link = new ChaosLink(mqttPort, (sequence) => options.chaos.fateOf(name, sequence));
    const port = await link.start();
    const till = new Till({
      name,
      secret,
      store,
      url: `mqtt://127.0.0.1:${port}`,
      file: join(options.folder, `${name}.db`),
      clock: systemClock,
      log: silentLog,
      durability: 'relaxed',
      inFlightMax: IN_FLIGHT,
      backoff: BACKOFF,
    });
    till.start();
    return { till, link };
  }
}

interface ShopParts {
  readonly folder: string;
  readonly config: string;
  readonly hub: HubProcess;
  readonly destination: ReadyProcess<{ url: string }>;
  readonly destinationUrl: string;
  readonly web: string;
}

function deliveriesFile(folder: string): string {
  return join(folder, 'delivered.jsonl');
}

function sandboxArguments(folder: string): string[] {
  return [
    SANDBOX,
    '--json',
    '--secret',
    SECRET,
    '--file',
    deliveriesFile(folder),
    '--slow-ms',
    String(SLOW_MS),
  ];
}

function configText(ports: { web: number; mqtt: number }, url: string): string {
  return `
[store]
name = "The replayed shop"
currency = "GBP"
time_zone = "Europe/London"

[data]
dir = "data"

[web]
port = ${ports.web}

[mqtt]
port = ${ports.mqtt}

[[destination]]
name = "sandbox"
kind = "webhook"
url = "${url}"
secret = "${SECRET}"
batch_age_ms = 200
retry_max_ms = ${RETRY_MAX_MS}
timeout_ms = ${ANSWER_WITHIN_MS}

[[destination]]
name = "archive"
kind = "archive-file"
dir = "archive"
batch_age_ms = 1000
`;
}
