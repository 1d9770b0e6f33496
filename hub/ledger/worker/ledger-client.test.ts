import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { tempFolder } from '../../../test/kit/temp-folder.ts';
import { ledgerEvent, saleOf } from '../../../test/kit/till-events.ts';
import { until } from '../../../test/kit/until.ts';
import type { CommitNotice } from '../../contract/notice.ts';
import { LedgerClient } from './ledger-client.ts';

const sale = (sequence: number) =>
  ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence, id: `sale-${sequence}` });

/** More than the queue holds, so that some wait before it. */
const MANY = 9_000;

/** One batch, one that is posted behind it, and some that wait. */
const MANY_AHEAD = 1_200;

test('what queued while a transaction was under way shares the next one, in order, and nothing is dropped', async () => {
  using folder = tempFolder();
  const file = join(folder.path, 'ledger.db');
  {
    await using client = await LedgerClient.start({ file, destinations: [] });
    const notices: CommitNotice[] = [];
    client.changes.subscribe((notice) => void notices.push(notice));
    const events = Array.from({ length: MANY }, (_, index) => sale(index + 1));
    const replies = await Promise.all(events.map((event) => client.submit(event)));
    expect(replies.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(replies.every(({ outcome }) => outcome === 'accepted')).toBe(true);
    await client.call('checkpoint');
    expect(notices.length).toBeLessThan(MANY / 100);
    expect(notices.map(({ firstSeq }) => firstSeq)).toEqual([
      1,
      ...notices.slice(0, -1).map(({ lastSeq }) => lastSeq + 1),
    ]);
    expect(notices.at(-1)?.acks).toMatchObject([{ till: 'till-1', ack: { sequence: '000000009000' } }]);
  }
  expectWhole(file);
});

test('a batch that is held back is not overtaken by the one that was posted behind it', async () => {
  using folder = tempFolder();
  const file = join(folder.path, 'ledger.db');
  await using client = await LedgerClient.start({ file, destinations: [] });
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const replies = Promise.all(
    Array.from({ length: MANY_AHEAD }, (_, index) => client.submit(sale(index + 1))),
  );
  await until('the batch is held back', () => client.state === 'waiting');
  other.exec('ROLLBACK');
  other.close();
  const seqs = (await replies).map(({ outcome, seq }) => (outcome === 'accepted' ? seq : null));
  expect(seqs).toEqual(Array.from({ length: MANY_AHEAD }, (_, index) => index + 1));
  expectWhole(file);
}, 30_000);

test('closing lets what is queued reach the disk; what comes later is told that it is not', async () => {
  using folder = tempFolder();
  const file = join(folder.path, 'ledger.db');
  const client = await LedgerClient.start({ file, destinations: [] });
  const waiting = Array.from({ length: 1_500 }, (_, index) => client.submit(sale(index + 1)));
  const closed = client[Symbol.asyncDispose]();
  const replies = await Promise.all(waiting);
  await closed;
  expect(replies.at(-1)).toMatchObject({ outcome: 'accepted', seq: 1_500 });
  await expect(client.submit(sale(1_501))).rejects.toMatchObject({ code: 'ledger.stopped' });
  await expect(client.call('checkpoint')).rejects.toMatchObject({ code: 'ledger.stopped' });
  expectWhole(file);
});

test('an acknowledgement comes before the news of it', async () => {
  using folder = tempFolder();
  await using client = await LedgerClient.start({ file: join(folder.path, 'ledger.db'), destinations: [] });
  const order: string[] = [];
  const news = new Promise<void>((resolve) => {
    client.changes.subscribe(() => {
      order.push('news');
      resolve();
    });
  });
  await client.submit(sale(1)).then(() => order.push('acknowledged'));
  await news;
  expect(order).toEqual(['acknowledged', 'news']);
});

test('a fault of the start keeps its code and its hint on the way from the thread', async () => {
  using folder = tempFolder();
  const file = join(folder.path, 'ledger.db');
  const other = new Database(file);
  other.exec('CREATE TABLE notes (text)');
  other.close();
  await expect(LedgerClient.start({ file, destinations: [] })).rejects.toMatchObject({
    code: 'ledger.foreign',
    exitCode: 78,
    hint: expect.stringContaining('another data folder'),
  });
});

test('a call that the ledger refuses leaves the writer at work', async () => {
  using folder = tempFolder();
  await using client = await LedgerClient.start({ file: join(folder.path, 'ledger.db'), destinations: [] });
  await expect(client.call('removeCredential', 'till', 'nobody')).rejects.toMatchObject({
    code: 'identity.unknown',
  });
  expect(await client.submit(sale(1))).toMatchObject({ outcome: 'accepted' });
  expect(client.state).toBe('ok');
});

test('the writer gives way to the thread that answers questions, which stays as it was', async () => {
  using folder = tempFolder();
  const [own, before] = [getPriority(), new Set(threadsNicerThanThis())];
  {
    await using client = await LedgerClient.start({ file: join(folder.path, 'ledger.db'), destinations: [] });
    expect(client.state).toBe('ok');
    expect(threadsNicerThanThis().filter((thread) => !before.has(thread))).toHaveLength(1);
    expect(getPriority()).toBe(own);
  }
});

/** Of this process, as proc(5) and setpriority(2) number its threads. */
function threadsNicerThanThis(): string[] {
  const own = getPriority();
  return readdirSync('/proc/self/task').filter((thread) => niceness(Number(thread)) > own);
}

/** A thread may end between the look at the list and the look at it. */
function niceness(thread: number): number {
  try {
    return getPriority(thread);
  } catch {
    return Number.NEGATIVE_INFINITY;
  }
}
