import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tillTopic } from '../../hub/contract/topics.ts';
import { type Clock, systemClock } from '../../hub/kit/clock.ts';
import { sha256Hex } from '../../hub/kit/digest.ts';
import { silentLog } from '../../hub/kit/log.ts';
import { KEEP_MS, Till } from './till.ts';

const store = '0198a1c2-0000-7000-8000-000000000001';
const name = 'till-1';

interface SeenEvent {
  id: string;
  type: string;
  sequence: string;
  source: string;
  data: Record<string, unknown>;
}

let folder: string;
let broker: Aedes;
let server: Server;
let sockets: Set<Socket>;
let seen: { event: SeenEvent; bytes: string }[];
/** Called before PUBACK; an error ends the connection, as the hub does when its disk fails. */
let beforePuback: (bytes: string) => Error | null;
let till: Till;
let nowMs: number;
const clock: Clock = { ...systemClock, nowMs: () => nowMs };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backroom-till-'));
  seen = [];
  sockets = new Set();
  nowMs = Date.parse('2026-11-23T10:00:00Z');
  beforePuback = () => null;
  broker = await Aedes.createBroker({
    authorizePublish: (_client, packet, done) => {
      const bytes = packet.payload.toString();
      if (!packet.topic.endsWith('/event')) return done(null);
      seen.push({ event: JSON.parse(bytes), bytes });
      return done(beforePuback(bytes));
    },
  });
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  till = makeTill();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
  for (const socket of sockets) socket.destroy();
  server.close();
  await new Promise<void>((resolve) => {
    broker.close(() => resolve());
  });
  rmSync(folder, { recursive: true, force: true });
});

function makeTill(): Till {
  const { port } = server.address() as AddressInfo;
  const url = `mqtt://127.0.0.1:${port}`;
  const file = join(folder, 'till.db');
  const backoff = { firstMs: 5, maxMs: 20 };
  return new Till({
    name,
    secret: 'secret',
    store,
    url,
    file,
    clock,
    log: silentLog,
    backoff,
    inFlightMax: 5,
  });
}

function sellOne(amountMinor = 250): ReturnType<Till['sell']> {
  return till.sell({
    currency: 'EUR',
    businessDate: '2026-11-23',
    registerSession: 'morning',
    lines: [{ sku: 'TEA', kind: 'goods', quantity: '1', unitPrice: '2.50', amountMinor }],
    tenders: [{ kind: 'cash', amountMinor }],
  });
}

function hubSays(channel: 'reply' | 'ack', value: object): void {
  const topic = tillTopic(name, channel);
  const packet = { cmd: 'publish', topic, payload: JSON.stringify(value), qos: 0, dup: false } as const;
  broker.publish({ ...packet, retain: channel === 'ack' }, () => undefined);
}

const installation = (): string => till.source.split('/').at(-1) ?? '';
const sequences = (): number[] => seen.map(({ event }) => Number(event.sequence));
const waitFor = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 5 });

test('what is sold before the hub is there is sent when it is, in order and without gaps', async () => {
  for (let count = 0; count < 12; count += 1) sellOne();
  till.start();
  await till.idle();
  expect(sequences()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(seen[0]?.event).toMatchObject({ type: 'backroom.sale.completed.v1', source: till.source });
  expect(new Set(seen.map(({ event }) => event.id)).size).toBe(12);
});

test('an event whose PUBACK never came is sent again with the same bytes', async () => {
  let cuts = 0;
  beforePuback = () => {
    cuts += 1;
    if (cuts > 3) return null;
    for (const socket of sockets) socket.destroy();
    return new Error('the disk failed');
  };
  till.start();
  sellOne();
  await till.idle();
  expect(seen.length).toBeGreaterThan(1);
  expect(new Set(seen.map(({ bytes }) => bytes)).size).toBe(1);
});

test('a till that was switched off goes on where it was', async () => {
  const { id } = sellOne();
  await till[Symbol.asyncDispose]();
  till = makeTill();
  sellOne();
  till.start();
  await till.idle();
  expect(seen[0]?.event.id).toBe(id);
  expect(sequences()).toEqual([1, 2]);
});

test('an event that the hub rejects is kept for a person and its number is closed', async () => {
  till.start();
  sellOne();
  await till.idle();
  hubSays('reply', {
    outcome: 'rejected',
    sha256: sha256Hex(seen[0]?.bytes ?? ''),
    reason: { code: 'x', message: 'no' },
  });
  await waitFor(() => expect(seen).toHaveLength(2));
  expect(seen[1]?.event).toMatchObject({
    type: 'backroom.sequence.skipped.v1',
    sequence: '000000000002',
    data: { first: '000000000001', last: '000000000001' },
  });
  expect(till.setAside()).toMatchObject([{ sequence: 1, standing: 'rejected', note: 'no' }]);
});

test('a rejected closing event is not closed by another one', async () => {
  beforePuback = (bytes) => {
    hubSays('reply', { outcome: 'rejected', sha256: sha256Hex(bytes) });
    return null;
  };
  till.start();
  sellOne();
  await waitFor(() => expect(till.setAside()).toHaveLength(2));
  await till.idle();
  expect(seen).toHaveLength(2);
});

test('a conflict is recorded and keeps nothing from being sent', async () => {
  till.start();
  const { id, source } = sellOne();
  await till.idle();
  hubSays('reply', { outcome: 'conflict', id, source, seq: 9 });
  await waitFor(() => expect(till.setAside()).toMatchObject([{ sequence: 1, standing: 'conflict' }]));
  sellOne();
  await till.idle();
  expect(sequences()).toEqual([1, 2]);
  expect(seen.map(({ event }) => event.type)).not.toContain('backroom.sequence.skipped.v1');
  hubSays('ack', { installation: installation(), sequence: '000000000002', incarnation: 'one' });
  await waitFor(() => expect(till.progress().acknowledged).toBe(2));
});

test('a hub with another ledger gets everything again, and what it never acknowledged stays', async () => {
  till.start();
  for (let count = 0; count < 8; count += 1) sellOne();
  await till.idle();
  hubSays('ack', { installation: installation(), sequence: '000000000008', incarnation: 'one' });
  await waitFor(() => expect(till.progress().acknowledged).toBe(8));
  hubSays('ack', { installation: installation(), sequence: '000000000003', incarnation: 'two' });
  await waitFor(() => expect(seen).toHaveLength(16));
  await till.idle();
  expect(sequences().slice(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(till.progress()).toMatchObject({ acknowledged: 3, incarnation: 'two' });
});

test('events go only when they are acknowledged and thirty days old', async () => {
  till.start();
  for (let count = 0; count < 3; count += 1) sellOne();
  await till.idle();
  hubSays('ack', { installation: installation(), sequence: '000000000002', incarnation: 'one' });
  await waitFor(() => expect(till.progress().acknowledged).toBe(2));
  nowMs += KEEP_MS - 1;
  sellOne();
  await till.idle();
  hubSays('ack', { installation: installation(), sequence: '000000000003', incarnation: 'one' });
  await waitFor(() => expect(till.progress().acknowledged).toBe(3));
  expect(till.progress().held).toBe(4);
  nowMs += 1;
  hubSays('ack', { installation: installation(), sequence: '000000000004', incarnation: 'one' });
  await waitFor(() => expect(till.progress().held).toBe(1));
});

test('a sale that no hub could read is refused at the counter and uses up no number', async () => {
  till.start();
  expect(() => till.adjust({ reason: 'damage', lines: [] })).toThrow('The input is not valid');
  sellOne();
  await till.idle();
  expect(sequences()).toEqual([1]);
});
