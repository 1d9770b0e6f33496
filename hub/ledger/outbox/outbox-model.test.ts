import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { OutboxLedger } from '../../../test/kit/outbox-ledger.ts';
import type { ClaimedBatch, Refusal } from './outbox.ts';

/**
 * The outbox against a model of the far side, with a crash possible after every step. The far side counts each
 * item by its seq; an outcome that is never settled is a process that died after sending.
 */
const NAME = 'cloud';
const ITEMS_MAX = 4;

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('add'), partition: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('done', 'retry', 'refused', 'died before', 'died after'),
      unwanted: fc.array(fc.boolean(), { minLength: ITEMS_MAX, maxLength: ITEMS_MAX }),
    }),
  },
  fc.record({ kind: fc.constantFrom('reopen', 'retry parked', 'skip parked') }),
  fc.record({ kind: fc.constant('time passes'), delayMs: fc.integer({ min: -5_000, max: 5_000 }) }),
);
type Step = { kind: string; partition?: number; unwanted?: boolean[]; delayMs?: number };

class World {
  readonly ledger = new OutboxLedger([{ name: NAME, kind: 'webhook' }]);
  readonly #partitions = new Map<number, number>();
  readonly #settled = new Set<number>();
  readonly #everParked = new Set<number>();
  readonly #sent = new Map<string, string>();
  nowMs = 1_000_000;

  run(action: Step): void {
    switch (action.kind) {
      case 'add':
        return this.#add(action.partition ?? 1);
      case 'reopen':
        return this.ledger.reopen();
      case 'time passes':
        this.nowMs += action.delayMs ?? 0;
        return;
      case 'retry parked':
        this.ledger.table.retryParked(NAME, 'all', this.nowMs);
        return;
      case 'skip parked': {
        const [first] = this.ledger.rows('parked');
        if (first !== undefined)
          this.ledger.table.skipParked(NAME, first.seq, { who: 'Ada', nowMs: this.nowMs });
        return;
      }
      default:
        return this.#send(action);
    }
  }

  /** Every item is settled once, or waits, or was set aside: never two of them, never none. */
  check(): void {
    const kept = (['waiting', 'parked', 'skipped'] as const).flatMap((state) => this.ledger.rows(state));
    const everywhere = [...kept.map(({ seq }) => seq), ...this.#settled].toSorted((a, b) => a - b);
    deepEqual(everywhere, [...this.#partitions.keys()]);
  }

  /** The far side takes everything from now on. */
  drain(): void {
    for (let round = 0; round < 1_000; round += 1) {
      if (this.ledger.rows('waiting').length === 0) return;
      this.nowMs += 1_000;
      this.run({ kind: 'done', unwanted: [] });
    }
    throw new Error('the outbox does not become empty');
  }

  #add(partition: number): void {
    this.#partitions.set(this.ledger.add({ partition, receivedMs: this.nowMs }), partition);
  }

  #send({ kind, unwanted = [] }: Step): void {
    const { nowMs } = this;
    const request = { itemsMax: ITEMS_MAX, bytesMax: 10_000, oldestBeforeMs: nowMs - 500, nowMs };
    const claim = this.ledger.table.claim(NAME, request);
    if (claim.kind === 'wait') return;
    const { batch } = claim;
    this.#checkOrder(batch);
    this.#checkKey(batch);
    if (kind.startsWith('died')) return this.ledger.reopen();
    const base = { batch: batch.key, nowMs };
    if (kind === 'retry') {
      const settlement = {
        ...base,
        kind: 'retry',
        reason: 'No line.',
        answered: false,
        notBeforeMs: nowMs + 700,
      } as const;
      return this.ledger.table.settle(NAME, settlement);
    }
    if (kind === 'refused' && batch.items.length > 1) {
      return this.ledger.table.settle(NAME, { ...base, kind: 'split' });
    }
    const refused = batch.items.filter((_, index) => kind === 'refused' || unwanted[index] === true);
    this.#answer(
      batch,
      refused.map(({ seq, refusals }) => this.#refusal(seq, refusals)),
    );
  }

  #answer(batch: ClaimedBatch, refused: readonly Refusal[]): void {
    const delivered = batch.items
      .map(({ seq }) => seq)
      .filter((seq) => refused.every((each) => each.seq !== seq));
    this.ledger.table.settle(NAME, {
      kind: 'answered',
      batch: batch.key,
      nowMs: this.nowMs,
      delivered,
      refused,
    });
    for (const seq of delivered) {
      ok(!this.#settled.has(seq), `${seq} is settled once`);
      this.#settled.add(seq);
    }
  }

  #refusal(seq: number, refusals: number): Refusal {
    const park = refusals + 1 >= 3;
    if (park) this.#everParked.add(seq);
    return { seq, reason: 'No.', notBeforeMs: this.nowMs + 900, park };
  }

  /** Nothing of a partition is sent while an earlier item of it waits, unless that one was parked before. */
  #checkOrder({ items }: ClaimedBatch): void {
    const seqs = items.map(({ seq }) => seq);
    deepEqual(
      seqs,
      seqs.toSorted((a, b) => a - b),
    );
    for (const waiting of this.ledger.rows('waiting')) {
      if (seqs.includes(waiting.seq) || this.#everParked.has(waiting.seq)) continue;
      const partition = this.#partitions.get(waiting.seq);
      const overtakers = seqs.filter((seq) => seq > waiting.seq && this.#partitions.get(seq) === partition);
      deepEqual(overtakers, [], `overtaking ${waiting.seq}`);
    }
  }

  /** A key that the far side has seen never comes with other items. */
  #checkKey({ key, items }: ClaimedBatch): void {
    const content = items.map(({ seq }) => seq).join(',');
    equal(this.#sent.get(key) ?? content, content);
    this.#sent.set(key, content);
  }
}

test('every item is delivered once or set aside, in order, under keys that keep their meaning, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps: Step[]) => {
      const world = new World();
      try {
        for (const each of steps) {
          world.run(each);
          world.check();
        }
        world.drain();
        world.check();
      } finally {
        world.ledger[Symbol.dispose]();
      }
    }),
    { numRuns: 150 },
  );
});
