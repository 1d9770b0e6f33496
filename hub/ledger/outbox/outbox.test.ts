import { afterEach, describe, expect, test } from 'vitest';
import { OutboxLedger } from '../../../test/kit/outbox-ledger.ts';
import { OutboxTable, type Claim, type ClaimedBatch, type ClaimRequest } from './outbox.ts';

const NAME = 'cloud';
const opened: OutboxLedger[] = [];

afterEach(() => {
  for (const ledger of opened.splice(0)) ledger[Symbol.dispose]();
});

function open(): OutboxLedger {
  const ledger = new OutboxLedger([{ name: NAME, kind: 'webhook' }]);
  opened.push(ledger);
  return ledger;
}

function claim(ledger: OutboxLedger, request: Partial<ClaimRequest> = {}): Claim {
  const limits = { itemsMax: 10, bytesMax: 1_000_000, oldestBeforeMs: 0, nowMs: 0 };
  return ledger.table.claim(NAME, { ...limits, ...request });
}

function claimBatch(ledger: OutboxLedger, request: Partial<ClaimRequest> = {}): ClaimedBatch {
  const claimed = claim(ledger, request);
  if (claimed.kind !== 'batch') throw new Error(`wait until ${claimed.untilMs}`);
  return claimed.batch;
}

function seqsOf(batch: ClaimedBatch): number[] {
  return batch.items.map(({ seq }) => seq);
}

function refuse(
  ledger: OutboxLedger,
  batch: ClaimedBatch,
  refusal: { seq: number; notBeforeMs: number; park: boolean },
) {
  const delivered = seqsOf(batch).filter((seq) => seq !== refusal.seq);
  const refused = [{ ...refusal, reason: 'The date is in the future.' }];
  ledger.table.settle(NAME, { kind: 'answered', batch: batch.key, nowMs: 5, delivered, refused });
}

describe('a claim', () => {
  test('waits for nothing but an event when nothing is there', () => {
    expect(claim(open())).toEqual({ kind: 'wait', untilMs: null });
  });

  test('gives an item as the log has it', () => {
    const ledger = open();
    ledger.add({ receivedMs: 0 });
    const [item] = claimBatch(ledger).items;
    expect(item).toMatchObject({
      seq: 1,
      id: 'event-1',
      source: '/stores/s/tills/till-1/i',
      refusals: 0,
      standing: 0,
    });
    expect(item?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(item?.body ?? '')).toMatchObject({ id: 'event-1' });
  });

  test('goes when it is full or its oldest event is old enough', () => {
    const ledger = open();
    for (let count = 0; count < 3; count += 1) ledger.add({ receivedMs: 1_000 });
    const young = { nowMs: 1_500, oldestBeforeMs: 500 };
    expect(claim(ledger, young)).toEqual({ kind: 'wait', untilMs: 2_000 });
    expect(seqsOf(claimBatch(ledger, { ...young, itemsMax: 2 }))).toEqual([1, 2]);
    refuse(ledger, claimBatch(ledger), { seq: 2, notBeforeMs: 0, park: true });
    expect(claim(ledger, young)).toEqual({ kind: 'wait', untilMs: 2_000 });
    expect(seqsOf(claimBatch(ledger, { nowMs: 2_000, oldestBeforeMs: 1_000 }))).toEqual([3]);
  });

  test('is cut where it would have too many bytes', () => {
    const ledger = open();
    for (let count = 0; count < 3; count += 1) ledger.add({ bytes: 600 });
    expect(seqsOf(claimBatch(ledger, { bytesMax: 1_800 }))).toEqual([1, 2]);
  });

  test('takes an item that is larger than a batch by itself', () => {
    const ledger = open();
    ledger.add({ bytes: 5_000 });
    ledger.add();
    expect(seqsOf(claimBatch(ledger, { bytesMax: 1_000 }))).toEqual([1]);
  });

  test('gives the same batch under the same key until it is settled, also after a crash', () => {
    const ledger = open();
    ledger.add();
    ledger.add();
    const first = claimBatch(ledger);
    ledger.add();
    expect(claimBatch(ledger)).toEqual(first);
    ledger.reopen();
    expect(claimBatch(ledger)).toEqual(first);
  });

  test('does not wait for a clock that was set back', () => {
    const ledger = open();
    ledger.add({ receivedMs: 1e12 });
    expect(seqsOf(claimBatch(ledger, { nowMs: 1_000, oldestBeforeMs: 0 }))).toEqual([1]);
    const batch = claimBatch(ledger, { nowMs: 1e12 });
    const failure = { reason: 'No line.', answered: false, notBeforeMs: 1e12 + 60_000 };
    const settlement = { batch: batch.key, nowMs: 1e12, ...failure };
    ledger.table.settle(NAME, { kind: 'retry', ...settlement });
    expect(claim(ledger, { nowMs: 1e12 })).toEqual({ kind: 'wait', untilMs: 1e12 + 60_000 });
    for (const backMs of [1, 30_000, 86_400_000, 1e12 - 1]) {
      expect(claimBatch(ledger, { nowMs: 1e12 - backMs }).key, `set back by ${backMs} ms`).toBe(batch.key);
    }
  });
});

describe('a settlement', () => {
  test('keeps the schedule of a failing destination in the file, and clears it at the first answer', () => {
    const ledger = open();
    ledger.add();
    const { key } = claimBatch(ledger);
    const failure = { reason: 'Out of order.', answered: true, notBeforeMs: 500 };
    ledger.table.settle(NAME, { kind: 'retry', batch: key, nowMs: 10, ...failure });
    ledger.reopen();
    expect(claim(ledger, { nowMs: 499 })).toEqual({ kind: 'wait', untilMs: 500 });
    expect(claimBatch(ledger, { nowMs: 500 })).toMatchObject({ key, failures: 1 });
    expect(ledger.destination(NAME)).toMatchObject({
      failing_since_ms: 10,
      last_error: 'Out of order.',
      answered: 1,
    });
    ledger.table.settle(NAME, { kind: 'answered', batch: key, nowMs: 600, delivered: [1], refused: [] });
    const well = {
      delivered: 1,
      last_delivered_ms: 600,
      failing_since_ms: null,
      failures: 0,
      last_error: null,
      answered: 0,
    };
    expect(ledger.destination(NAME)).toMatchObject(well);
    expect(ledger.rows('waiting')).toEqual([]);
  });

  test('halves a refused batch under new keys, in order', () => {
    const ledger = open();
    for (let count = 0; count < 5; count += 1) ledger.add();
    const whole = claimBatch(ledger);
    ledger.table.settle(NAME, { kind: 'split', batch: whole.key, nowMs: 1 });
    const first = claimBatch(ledger);
    expect(seqsOf(first)).toEqual([1, 2, 3]);
    ledger.reopen();
    expect(claimBatch(ledger)).toEqual(first);
    ledger.table.settle(NAME, {
      kind: 'answered',
      batch: first.key,
      nowMs: 1,
      delivered: [1, 2, 3],
      refused: [],
    });
    const second = claimBatch(ledger);
    expect(seqsOf(second)).toEqual([4, 5]);
    expect(new Set([whole.key, first.key, second.key]).size).toBe(3);
  });

  test('holds up the partition of a refused item until it is due, and only that', () => {
    const ledger = open();
    for (const partition of [1, 2, 1, 2]) ledger.add({ partition });
    const batch = claimBatch(ledger, { itemsMax: 2 });
    refuse(ledger, batch, { seq: 1, notBeforeMs: 1_000, park: false });
    const other = claimBatch(ledger, { nowMs: 10, oldestBeforeMs: 10 });
    expect(seqsOf(other)).toEqual([4]);
    ledger.table.settle(NAME, { kind: 'answered', batch: other.key, nowMs: 10, delivered: [4], refused: [] });
    expect(claim(ledger, { nowMs: 999 })).toEqual({ kind: 'wait', untilMs: 1_000 });
    const alone = claimBatch(ledger, { nowMs: 1_000 });
    expect(alone.items).toMatchObject([{ seq: 1, refusals: 1 }]);
    refuse(ledger, alone, { seq: 1, notBeforeMs: 0, park: true });
    expect(seqsOf(claimBatch(ledger, { nowMs: 1_000 }))).toEqual([3]);
  });

  test('puts claimed items back behind a refused one of their partition', () => {
    const ledger = open();
    for (const partition of [1, 1, 2, 1]) ledger.add({ partition });
    ledger.table.settle(NAME, { kind: 'split', batch: claimBatch(ledger).key, nowMs: 1 });
    refuse(ledger, claimBatch(ledger), { seq: 1, notBeforeMs: 1_000, park: false });
    expect(seqsOf(claimBatch(ledger))).toEqual([3]);
  });
});

describe('a parked item', () => {
  function parked(): OutboxLedger {
    const ledger = open();
    ledger.add();
    ledger.add();
    refuse(ledger, claimBatch(ledger), { seq: 1, notBeforeMs: 0, park: true });
    return ledger;
  }

  test('waits for a person with its reason', () => {
    const ledger = parked();
    expect(ledger.rows('parked')).toEqual([{ seq: 1, refusals: 1, reason: 'The date is in the future.' }]);
    expect(claim(ledger)).toEqual({ kind: 'wait', untilMs: null });
  });

  test('goes again when it is retried, alone or with all', () => {
    const ledger = parked();
    expect(claim(ledger)).toMatchObject({ kind: 'wait' });
    expect(ledger.table.retryParked(NAME, 2, 7)).toBe(0);
    expect(ledger.table.retryParked(NAME, 'all', 7)).toBe(1);
    expect(claimBatch(ledger).items).toMatchObject([{ seq: 1, refusals: 0 }]);
  });

  test('stays as a skipped row that names who decided', () => {
    const ledger = parked();
    expect(ledger.table.skipParked(NAME, 1, { who: 'Ada', nowMs: 7 })).toBe(1);
    expect(ledger.table.skipParked(NAME, 1, { who: 'Ada', nowMs: 7 })).toBe(0);
    expect(ledger.table.retryParked(NAME, 'all', 8)).toBe(0);
    expect(ledger.rows('skipped')).toMatchObject([
      { seq: 1, reason: 'Skipped by Ada. The date is in the future.' },
    ]);
  });
});

describe('a destination', () => {
  test('begins with what comes from now on, or with everything when that is asked for', () => {
    const ledger = open();
    ledger.add();
    const settings = [
      { name: 'later', kind: 'webhook' },
      { name: 'archive', kind: 'archive-file', fromStart: true },
    ];
    expect(ledger.table.ensureDestinations(settings)).toEqual([2, 3]);
    expect(ledger.table.ensureDestinations(settings)).toEqual([2, 3]);
    ledger.add();
    const request = { itemsMax: 10, bytesMax: 1_000, oldestBeforeMs: 0, nowMs: 0 };
    expect(ledger.table.claim('later', request)).toMatchObject({ batch: { items: [{ seq: 2 }] } });
    expect(ledger.table.claim('archive', request)).toMatchObject({
      batch: { items: [{ seq: 1 }, { seq: 2 }] },
    });
  });

  test('that is removed and made again from the start gets everything again', () => {
    const ledger = open();
    ledger.add();
    const { key } = claimBatch(ledger);
    ledger.table.settle(NAME, { kind: 'answered', batch: key, nowMs: 5, delivered: [1], refused: [] });
    ledger.add();
    expect(seqsOf(claimBatch(ledger))).toEqual([2]);
    ledger.table.removeDestination(NAME);
    ledger.table.ensureDestinations([{ name: NAME, kind: 'webhook', fromStart: true }]);
    expect(seqsOf(claimBatch(ledger))).toEqual([1, 2]);
  });

  test('that nobody configured is a fault', () => {
    expect(() =>
      open().table.claim('nowhere', { itemsMax: 1, bytesMax: 1, oldestBeforeMs: 0, nowMs: 0 }),
    ).toThrow(expect.objectContaining({ code: 'destination.unknown' }));
  });
});

test('no statement reads a big table from end to end, except those that make and forget a whole destination', () => {
  const { db } = open();
  const statements: string[] = [];
  const prepare = (sql: string) => {
    statements.push(sql);
    return db.prepare(sql);
  };
  const spied = new Proxy(db, {
    get: (target, name) => (name === 'prepare' ? prepare : Reflect.get(target, name)),
  });
  expect(new OutboxTable(spied)).toBeDefined();
  const plans = statements.flatMap((sql) => {
    const parameters = /:seq/.test(sql)
      ? [{ destination: 1, seq: 1 }]
      : Array.from(sql.matchAll(/\?/g), () => 1);
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    return plan.map(({ detail }) => `${detail} · ${sql.trim()}`);
  });
  const slow = /^SCAN (outbox|event)|^SEARCH outbox USING PRIMARY KEY \(destination=\?(?! AND seq=)/;
  expect(statements.length).toBeGreaterThan(15);
  expect(plans.filter((plan) => slow.test(plan) && !/max\(seq\)|LIMIT/.test(plan))).toEqual([
    expect.stringContaining('INSERT INTO outbox'),
    expect.stringContaining('DELETE FROM outbox WHERE destination'),
  ]);
});
