import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { OutboxStore } from '../../hub/forward/ports.ts';
import { sha256 } from '../../hub/kit/digest.ts';
import { openWriter } from '../../hub/ledger/open.ts';
import { type DestinationSetting, OutboxTable } from '../../hub/ledger/outbox/outbox.ts';

/** A real ledger file with events in its outbox, and nothing else in it. */
export class OutboxLedger implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'backroom-outbox-'));
  readonly #destinations: readonly DestinationSetting[];
  db: Database;
  table: OutboxTable;
  #lastSeq = 0;

  constructor(destinations: readonly DestinationSetting[]) {
    this.#destinations = destinations;
    this.db = this.#open();
    this.table = new OutboxTable(this.db);
    this.table.ensureDestinations(destinations);
  }

  /** Appends an event and enqueues it, in one transaction as a sale does. Returns its seq. */
  add(event: { partition?: number; receivedMs?: number; bytes?: number } = {}): number {
    const seq = this.#lastSeq + 1;
    const partition = event.partition ?? 1;
    const source = `/stores/s/tills/till-${partition}/i`;
    const padding = 'x'.repeat(event.bytes ?? 0);
    const body = {
      specversion: '1.0',
      id: idOf(seq),
      source,
      type: 'backroom.sale.completed.v1',
      data: { padding },
    };
    const bytes = Buffer.from(JSON.stringify(body));
    this.db.transaction(() => {
      this.db
        .prepare('INSERT INTO event VALUES (?, ?, ?, 0, ?, ?, ?)')
        .run(seq, partition, event.receivedMs ?? 0, sha256(bytes), sha256(`hash ${seq}`), bytes);
      this.table.enqueue(seq, seq);
    })();
    this.#lastSeq = seq;
    return seq;
  }

  /** What is left after the process ended between any two calls: the file. */
  reopen(): void {
    this.db.close();
    this.db = this.#open();
    this.table = new OutboxTable(this.db);
    this.table.ensureDestinations(this.#destinations);
  }

  /** The table as the forwarder sees it; it survives `reopen`. */
  get store(): OutboxStore {
    return {
      claim: async (name, request) => this.table.claim(name, request),
      settle: async (name, settlement) => this.table.settle(name, settlement),
    };
  }

  rows(state: 'waiting' | 'parked' | 'skipped'): { seq: number; refusals: number; reason: string | null }[] {
    const rows = this.db.prepare<[string], { seq: number; refusals: number; reason: string | null }>(
      'SELECT seq, refusals, reason FROM outbox WHERE state = ? ORDER BY seq',
    );
    return rows.all(state);
  }

  destination(name: string): Record<string, unknown> {
    return (
      this.db
        .prepare<[string], Record<string, unknown>>('SELECT * FROM destination WHERE name = ?')
        .get(name) ?? {}
    );
  }

  [Symbol.dispose](): void {
    this.db.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** A process that ends loses nothing that it wrote, so the tests need not wait for the disk. */
  #open(): Database {
    const db = openWriter(join(this.#folder, 'ledger.db'));
    db.pragma('synchronous = OFF');
    return db;
  }
}

export function idOf(seq: number): string {
  return `event-${seq}`;
}
