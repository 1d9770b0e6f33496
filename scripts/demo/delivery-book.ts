import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

export interface DeliveredEvent {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
}

/** An event as the sandbox knows it: counted once, however often it came. */
export interface Delivery {
  /** The order of first arrival, from 1. */
  readonly number: number;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly ledgerSeq: number;
  /** How often it came. */
  times: number;
  /** SHA-256 of the event without `ledgerseq`, as it came first. */
  readonly sha256: string;
  /** How many times it came with other content: always 0 when the hub keeps its promise. */
  changed: number;
  /** The event as it came first, unless a file keeps it. */
  readonly event: string | null;
}

/** Everything that was delivered, by source and id; with a file, each delivery is a line of it as well. */
export class DeliveryBook {
  readonly #byKey = new Map<string, Delivery>();
  readonly #inOrder: Delivery[] = [];
  readonly #file: number | undefined;
  #duplicates = 0;
  #batches = 0;

  constructor(file?: string) {
    this.#file = file === undefined ? undefined : openSync(file, 'a');
  }

  get counts(): { events: number; duplicates: number; batches: number } {
    return { events: this.#inOrder.length, duplicates: this.#duplicates, batches: this.#batches };
  }

  /** By first arrival, those after `number`. */
  after(number: number, limit: number): readonly Delivery[] {
    return this.#inOrder.slice(number, number + limit);
  }

  get newest(): readonly Delivery[] {
    return this.#inOrder.slice(-10).toReversed();
  }

  find(source: string, id: string): Delivery | undefined {
    return this.#byKey.get(keyOf(source, id));
  }

  /** Takes a batch: on return every event of it is counted, and on its way to the disk when there is a file. */
  take(key: string, events: readonly (DeliveredEvent & { readonly ledgerseq: number })[]): void {
    this.#batches += 1;
    const lines = events.map(({ ledgerseq, ...event }) => {
      this.#count(event, ledgerseq);
      return `${JSON.stringify({ batch: key, ledgerSeq: ledgerseq, event })}\n`;
    });
    if (this.#file !== undefined && lines.length > 0) writeSync(this.#file, lines.join(''));
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #count(event: DeliveredEvent, ledgerSeq: number): void {
    const { source, id, type } = event;
    const text = JSON.stringify(event);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const known = this.find(source, id);
    if (known !== undefined) {
      known.times += 1;
      known.changed += known.sha256 === sha256 ? 0 : 1;
      this.#duplicates += 1;
      return;
    }
    const number = this.#inOrder.length + 1;
    const kept = this.#file === undefined ? text : null;
    const delivery = { number, source, id, type, ledgerSeq, times: 1, sha256, changed: 0, event: kept };
    this.#byKey.set(keyOf(source, id), delivery);
    this.#inOrder.push(delivery);
  }
}

function keyOf(source: string, id: string): string {
  return `${source} ${id}`;
}
