import { expect, test } from 'vitest';
import type { DestinationAnswer } from '../contract/views.ts';
import { createMetrics } from './metrics.ts';

test('what a destination took is a counter that says what the ledger counted, however often it is asked', async () => {
  let destinations = [destination('bookkeeping', 41), destination('web shop', 0)];
  const metrics = createMetrics({ ...QUIET, destinations: () => destinations });
  const read = async (): Promise<string[]> => linesOf((await metrics.text()).body);
  await read();
  destinations = [destination('bookkeeping', 42), destination('web shop', 0)];
  expect(await read()).toEqual([
    '# TYPE backroom_outbox_delivered_total counter',
    'backroom_outbox_delivered_total{destination="bookkeeping"} 42',
    'backroom_outbox_delivered_total{destination="web shop"} 0',
  ]);
  destinations = [];
  expect(await read()).toEqual(['# TYPE backroom_outbox_delivered_total counter']);
});

const QUIET = {
  queued: () => 0,
  waitedMs: () => 0,
  walBytes: () => 0,
  connections: () => 0,
  takesWrites: () => true,
  lastSeq: () => 0,
  exceptions: () => 0,
};

function destination(name: string, delivered: number): DestinationAnswer {
  const never = {
    oldestWaitingAt: null,
    lastDeliveredAt: null,
    failingSince: null,
    lastError: null,
    nextAttemptAt: null,
  };
  return {
    name,
    kind: 'webhook',
    waiting: 0,
    moreWaiting: false,
    answersWithErrors: false,
    parked: 0,
    delivered,
    ...never,
  };
}

function linesOf(body: string): string[] {
  return body.split('\n').filter((line) => /^(# TYPE )?backroom_outbox_delivered/.test(line));
}
