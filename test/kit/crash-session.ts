import { copyFileSync, mkdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Connector, OutboundBatch } from '../../hub/connectors/connector.ts';
import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import { Forwarder, FORWARDER_DEFAULTS } from '../../hub/forward/forwarder.ts';
import type { OutboxStore } from '../../hub/forward/ports.ts';
import { silentLog } from '../../hub/kit/log.ts';
import type { LedgerWriter } from '../../hub/ledger/writer.ts';
import { createLedgerWriter } from '../../hub/ledger/writer.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A place where the process may end. `hit` says at which visit of it. */
export type Moment =
  | 'before commit'
  | 'after commit'
  | 'after reply'
  | 'before send'
  | 'mid send'
  | 'after send'
  | 'after settle';

export interface CrashPoint {
  readonly name: string;
  readonly moment?: Moment;
  /** Ends the process inside a transaction: what it does, and to which table. */
  readonly trigger?: string;
  /** The power fails besides: the end of the write-ahead log is torn off. */
  readonly tornBytes?: number;
}

export class Crash extends Error {
  override name = 'Crash';
}

const DESTINATION = 'cloud';
const TILL_BATCH = 3;
const ITEMS_MAX = 4;

/** What outlives the process: tills with their queues, and a destination that tells repetitions apart. */
export class Outside {
  readonly unacknowledged: LedgerEvent[];
  readonly acknowledged: string[] = [];
  readonly received = new Map<string, number>();
  readonly order: { readonly source: string; readonly seq: number }[] = [];
  readonly itemsOfKey = new Map<string, string>();

  constructor(events: readonly LedgerEvent[]) {
    this.unacknowledged = [...events];
  }

  acknowledge(batch: readonly LedgerEvent[]): void {
    this.acknowledged.push(...batch.map(nameOf));
    this.unacknowledged.splice(0, batch.length);
  }

  take(batch: OutboundBatch, count = batch.items.length): void {
    for (const { source, id, seq } of batch.items.slice(0, count)) {
      const name = `${source} ${id}`;
      if (!this.received.has(name)) this.order.push({ source, seq });
      this.received.set(name, seq);
    }
  }
}

export function nameOf(event: { readonly source: string; readonly id: string }): string {
  return `${event.source} ${event.id}`;
}

/** One life of the hub's process, from opening the file to its end or its crash. */
export class Session implements Disposable {
  readonly #outside: Outside;
  readonly #point: CrashPoint | null;
  readonly #writer: LedgerWriter;
  readonly #clock = new VirtualClock();
  readonly #crashed = Promise.withResolvers<never>();
  #hitsLeft: number;

  constructor(file: string, outside: Outside, crash: { point: CrashPoint; hit: number } | null) {
    this.#outside = outside;
    this.#point = crash?.point ?? null;
    this.#hitsLeft = crash?.hit ?? 0;
    this.#crashed.promise.catch(() => undefined);
    const destinations = [{ name: DESTINATION, kind: 'webhook' }];
    this.#writer = createLedgerWriter({ file, destinations, nowMs: () => this.#clock.nowMs() });
  }

  /** Sells and delivers until everything is acknowledged and delivered. Throws Crash where the point says so. */
  async run(): Promise<void> {
    while (this.#outside.unacknowledged.length > 0) {
      this.#sell();
      await this.#deliver();
    }
    await this.#deliver();
  }

  [Symbol.dispose](): void {
    this.#writer[Symbol.dispose]();
  }

  #sell(): void {
    const batch = this.#outside.unacknowledged.slice(0, TILL_BATCH);
    this.#pass('before commit');
    this.#writer.commit(batch);
    this.#pass('after commit');
    this.#outside.acknowledge(batch);
    this.#pass('after reply');
  }

  /** The forwarder itself, until nothing is left for the destination. */
  async #deliver(): Promise<void> {
    const idle = new AbortController();
    const settings = { ...FORWARDER_DEFAULTS, name: DESTINATION, itemsMax: ITEMS_MAX, ageMs: 0 };
    const forwarder = new Forwarder(settings, {
      outbox: this.#outbox(idle),
      connector: this.#connector(),
      clock: this.#clock,
      random: () => 0.5,
      log: silentLog,
    });
    await Promise.race([forwarder.run(idle.signal), this.#crashed.promise]);
  }

  #outbox(idle: AbortController): OutboxStore {
    const { calls } = this.#writer;
    return {
      claim: async (name, request) => {
        const claim = calls.claim(name, request);
        if (claim.kind === 'wait') idle.abort();
        return claim;
      },
      settle: async (name, settlement) => {
        calls.settle(name, settlement);
        this.#pass('after settle');
      },
    };
  }

  /** A forwarder takes whatever a connector throws as a failure, so a process that ends in it simply never answers. */
  #connector(): Connector {
    const send = async (batch: OutboundBatch): Promise<void> => {
      this.#pass('before send');
      this.#outside.itemsOfKey.set(batch.key, this.#sameItems(batch));
      if (this.#passes('mid send')) this.#outside.take(batch, Math.ceil(batch.items.length / 2));
      this.#pass('mid send');
      this.#outside.take(batch);
      this.#pass('after send');
    };
    return {
      kind: 'recording',
      send: async (batch) => {
        try {
          await send(batch);
          return { kind: 'done' };
        } catch (error) {
          this.#crashed.reject(error);
          return new Promise<never>(() => undefined);
        }
      },
    };
  }

  #sameItems(batch: OutboundBatch): string {
    const items = batch.items.map(({ seq }) => seq).join();
    const before = this.#outside.itemsOfKey.get(batch.key) ?? items;
    if (before !== items) throw new Error(`batch ${batch.key} was ${before} and is ${items}`);
    return items;
  }

  #passes(moment: Moment): boolean {
    return this.#point?.moment === moment && this.#hitsLeft === 1;
  }

  #pass(moment: Moment): void {
    if (this.#point?.moment !== moment) return;
    this.#hitsLeft -= 1;
    if (this.#hitsLeft === 0) throw new Crash(`at ${this.#point.name}`);
  }
}

/** Plants the end of the process inside a transaction, from outside. */
export function plantTrigger(file: string, trigger: string): void {
  const db = new Database(file);
  db.exec(`CREATE TRIGGER crash ${trigger} BEGIN SELECT RAISE(ABORT, 'crash'); END`);
  db.close();
}

export function removeTrigger(file: string): void {
  const db = new Database(file);
  db.exec('DROP TRIGGER IF EXISTS crash');
  db.close();
}

/**
 * The files as a power cut leaves them: taken while the process still has them open, so that nothing is tidied up, and
 * with the last bytes of the write-ahead log torn off. Gives the new place of the ledger.
 */
export function powerCut(file: string, tornBytes: number): string {
  const folder = `${file}-after-the-cut`;
  mkdirSync(folder);
  const copy = join(folder, 'ledger.db');
  copyFileSync(file, copy);
  copyFileSync(`${file}-wal`, `${copy}-wal`);
  truncateSync(`${copy}-wal`, Math.max(0, statSync(`${copy}-wal`).size - tornBytes));
  return copy;
}
