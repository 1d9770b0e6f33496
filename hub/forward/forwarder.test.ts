import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../scripts/demo/sandbox.ts';
import { idOf, OutboxLedger } from '../../test/kit/outbox-ledger.ts';
import { VirtualClock } from '../../test/kit/virtual-clock.ts';
import type { Connector, OutboundBatch, SendOutcome } from '../connectors/connector.ts';
import { createWebhookConnector } from '../connectors/webhook/client.ts';
import { HubError } from '../kit/errors.ts';
import { silentLog } from '../kit/log.ts';
import { RETRY_MAX_MS } from './backoff.ts';
import { Forwarder, FORWARDER_DEFAULTS, type ForwarderSettings } from './forwarder.ts';

const NAME = 'cloud';
const secret = 'a secret of the shop';
/** For answers that never come in time. */
const SLOW_TIMEOUT_MS = 150;
/** For answers that come: a busy machine must not make a repetition of them. */
const PATIENT_TIMEOUT_MS = 20_000;

let ledger: OutboxLedger;
let sandbox: Sandbox;
let clock: VirtualClock;
let stopping: AbortController;
let running: Promise<void>;
let forwarder: Forwarder;

beforeEach(async () => {
  ledger = new OutboxLedger([{ name: NAME, kind: 'webhook' }]);
  clock = new VirtualClock();
  sandbox = await createSandbox({ secret, slowMs: 60_000 });
});

afterEach(async () => {
  stopping.abort();
  await running.catch(() => undefined);
  await sandbox[Symbol.asyncDispose]();
  ledger[Symbol.dispose]();
});

function webhook(timeoutMs = PATIENT_TIMEOUT_MS): Connector {
  return createWebhookConnector({
    name: NAME,
    url: `${sandbox.url}/events`,
    secret,
    timeoutMs,
  });
}

function start(connector: Connector = webhook(), settings: Partial<ForwarderSettings> = {}): void {
  const parts = { outbox: ledger.store, connector, clock, random: () => 0.5, log: silentLog };
  forwarder = new Forwarder({ name: NAME, ...FORWARDER_DEFAULTS, ...settings }, parts);
  stopping = new AbortController();
  running = forwarder.run(stopping.signal);
}

async function stop(): Promise<void> {
  stopping.abort();
  await running;
}

/** Lets time pass, a little at every turn of the event loop, until the condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    clock.advance(20);
    await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function sell(count: number, partition = 1): void {
  for (let each = 0; each < count; each += 1) ledger.add({ partition, receivedMs: clock.nowMs() });
  forwarder.nudge();
}

function failures(): number {
  return Number(ledger.destination(NAME)['failures']);
}

const isEmpty = (): boolean => ledger.rows('waiting').length === 0;
const arrived = (): string[] => sandbox.book.after(0, 1_000).map(({ id }) => id);
const ids = (...seqs: number[]): string[] => seqs.map(idOf);

describe('over HTTP', () => {
  test('what was sold arrives once and in order', async () => {
    start(webhook(), { itemsMax: 3 });
    sell(8);
    await until(isEmpty);
    expect(arrived()).toEqual(ids(1, 2, 3, 4, 5, 6, 7, 8));
    expect(sandbox.state).toMatchObject({ events: 8, duplicates: 0, batches: 3, forged: 0 });
    expect(ledger.destination(NAME)).toMatchObject({ delivered: 8, failures: 0 });
  });

  test.each(['off', 'error', 'slow', 'die'] as const)(
    'what was sold while it was %s arrives afterwards',
    async (mode) => {
      start(webhook(SLOW_TIMEOUT_MS));
      sandbox.mode = mode;
      sell(3);
      await until(() => failures() >= 2);
      sell(2);
      expect(ledger.rows('waiting')).toHaveLength(5);
      expect(ledger.destination(NAME)['failing_since_ms']).not.toBeNull();
      sandbox.mode = 'on';
      await until(isEmpty);
      expect(arrived()).toEqual(ids(1, 2, 3, 4, 5));
      expect(sandbox.book.after(0, 10).map(({ changed }) => changed)).toEqual([0, 0, 0, 0, 0]);
      expect(ledger.destination(NAME)).toMatchObject({ failing_since_ms: null, last_error: null });
    },
  );

  test('a batch whose answer was lost with the process goes again and is counted once', async () => {
    start(webhook(SLOW_TIMEOUT_MS));
    sandbox.mode = 'slow';
    sell(3);
    await until(() => sandbox.state.batches === 1);
    await stop();
    expect(failures()).toBe(0);
    ledger.reopen();
    sandbox.mode = 'on';
    start();
    await until(isEmpty);
    expect(sandbox.state).toMatchObject({ events: 3, duplicates: 3, batches: 2 });
  });

  test.each(['batch', 'item'] as const)(
    'an event that is refused by %s is parked, and the others go on',
    async (how) => {
      start();
      sandbox.refused.set(idOf(3), how);
      sell(5);
      sell(2, 2);
      await until(isEmpty);
      expect(arrived().toSorted()).toEqual(ids(1, 2, 4, 5, 6, 7));
      const reason = how === 'batch' ? expect.stringContaining('422') : 'It is not wanted.';
      expect(ledger.rows('parked')).toEqual([{ seq: 3, refusals: 3, reason }]);
      sell(1);
      await until(isEmpty);
      expect(arrived()).toContain(idOf(8));
    },
  );

  test('a parked event goes again when a person retries it, and never again when it is skipped', async () => {
    start();
    sandbox.refused.set(idOf(1), 'item').set(idOf(2), 'batch');
    sell(2);
    await until(() => ledger.rows('parked').length === 2);
    sandbox.refused.clear();
    ledger.table.skipParked(NAME, 2, { who: 'Ada', nowMs: clock.nowMs() });
    ledger.table.retryParked(NAME, 'all', clock.nowMs());
    forwarder.nudge();
    await until(isEmpty);
    expect(arrived()).toEqual(ids(1));
    expect(ledger.rows('skipped')).toMatchObject([{ seq: 2 }]);
  });
});

describe('with a destination that the test plays', () => {
  const attemptsMs: number[] = [];
  const keys = new Set<string>();
  beforeEach(() => {
    attemptsMs.length = 0;
    keys.clear();
  });

  function playing(
    answer: (batch: OutboundBatch, signal: AbortSignal) => SendOutcome | Promise<SendOutcome>,
  ): Connector {
    return {
      kind: 'played',
      send: async (batch, signal) => {
        attemptsMs.push(clock.monotonicMs());
        keys.add(batch.key);
        return answer(batch, signal);
      },
    };
  }
  const outOfOrder = playing(() => ({ kind: 'retry', reason: 'No line.' }));

  test('attempts become rarer and never rarer than the longest wait', async () => {
    start(outOfOrder, { retryMaxMs: 60_000 });
    sell(1);
    await until(() => attemptsMs.length === 12);
    const gapsMs = attemptsMs.slice(1).map((atMs, index) => atMs - (attemptsMs[index] ?? 0));
    for (const [index, gapMs] of gapsMs.entries()) {
      const expectedMs = Math.min(60_000, 1_000 * 2 ** index) / 2;
      expect(gapMs).toBeGreaterThanOrEqual(expectedMs);
      expect(gapMs).toBeLessThan(expectedMs + 500);
    }
    expect(keys.size).toBe(1);
  });

  test('a restart keeps to the schedule', async () => {
    start(playing(() => ({ kind: 'retry', reason: 'Slow down.', afterMs: 120_000 })));
    sell(1);
    await until(() => failures() === 1);
    await stop();
    ledger.reopen();
    start(outOfOrder);
    await until(() => attemptsMs.length === 2);
    expect((attemptsMs[1] ?? 0) - (attemptsMs[0] ?? 0)).toBeGreaterThanOrEqual(120_000);
  });

  test.each([-86_400_000, 86_400_000])('a clock that jumps by %i ms does not hold it up', async (jumpMs) => {
    start(outOfOrder);
    sell(1);
    await until(() => attemptsMs.length === 5);
    clock.jump(jumpMs);
    const jumpedAtMs = clock.monotonicMs();
    await until(() => attemptsMs.length === 6);
    expect(clock.monotonicMs() - jumpedAtMs).toBeLessThan(RETRY_MAX_MS);
  });

  test('a stop while a batch is on its way leaves it claimed and blames nobody', async () => {
    const hanging = playing(async (_, signal) => {
      const { promise, resolve } = Promise.withResolvers<SendOutcome>();
      signal.addEventListener('abort', () => resolve({ kind: 'retry', reason: 'aborted' }));
      return promise;
    });
    start(hanging);
    sell(2);
    await until(() => attemptsMs.length === 1);
    await stop();
    expect(failures()).toBe(0);
    start(playing(() => ({ kind: 'done' })));
    await until(isEmpty);
    expect(keys.size).toBe(1);
  });

  test('an answer that comes during a stop is still written down', async () => {
    start(
      playing(() => {
        stopping.abort();
        return { kind: 'done' };
      }),
    );
    sell(2);
    await until(() => attemptsMs.length === 1);
    await running;
    expect(isEmpty()).toBe(true);
  });

  test('what a connector throws is a reason to try again, with its hint', async () => {
    start(
      playing(() => {
        throw new HubError('archive.io', { detail: '/mnt/stick', hint: 'Is the stick pulled out?' });
      }),
    );
    sell(1);
    await until(() => failures() === 1);
    expect(ledger.destination(NAME)['last_error']).toBe(
      'The archive folder did not take a write. /mnt/stick Is the stick pulled out?',
    );
  });

  test('a ledger that fails ends the run', async () => {
    start(
      playing(() => {
        ledger.db.close();
        return { kind: 'done' };
      }),
    );
    sell(1);
    const ended = running.then(
      () => 'stopped',
      () => 'failed',
    );
    await until(() => attemptsMs.length === 1);
    expect(await ended).toBe('failed');
  });
});
