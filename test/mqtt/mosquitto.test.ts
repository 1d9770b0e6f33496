import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tillTopic } from '../../hub/contract/topics.ts';
import { must } from '../../hub/kit/assert.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { RunningBroker } from '../kit/broker/running-broker.ts';
import { hubFolder, type HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { proven } from '../kit/proven.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { saleOf, tillEvent } from '../kit/till-events.ts';
import { until } from '../kit/until.ts';
import { mosquitto, type MosquittoClient } from './mosquitto-client.ts';
import { playground } from './playground.ts';

/** Each test has a till of its own and sells a product of its own, all with one hub. */
const TILLS = 8;
const SALES_OF_ONE = 200;
/** Of all tests together. */
const SALES = SALES_OF_ONE + 7;

const cleanup = new AsyncDisposableStack();
let shop: HubFolder;

beforeAll(async () => {
  const folder = cleanup.use(tempFolder());
  shop = await hubFolder(folder.path, { tills: TILLS });
  await cleanup.use(new HubProcess(shop.config)).start();
});

afterAll(() => cleanup.disposeAsync());

test('mosquitto_pub sells with QoS 1, and the sale is in the ledger when it has its acknowledgement', async () => {
  expect(await sell(1, 'ONE', '-q', '1')).toBe(0);
  expect(onHand('ONE')).toBe('-1');
});

test('mosquitto_pub sells with QoS 2, once', async () => {
  expect(await sell(2, 'TWO', '-q', '2')).toBe(0);
  expect(onHand('TWO')).toBe('-1');
});

test('mosquitto_pub sells with QoS 0', async () => {
  expect(await sell(3, 'ZERO', '-q', '0')).toBe(0);
  await until('the sale is in the ledger', () => onHand('ZERO') === '-1');
});

test('mosquitto_pub sells two hundred times, line by line', async () => {
  const lines = Array.from({ length: SALES_OF_ONE }, (_, index) => sale(4, 'MANY', index + 1)).join('\n');
  const args = ['-t', tillTopic('till-4', 'event'), '-q', '1', '-l'];
  const program = mosquitto('pub', till(4), { args, input: `${lines}\n` });
  expect(await program.exitCode).toBe(0);
  await until('all are in the ledger', () => onHand('MANY') === `-${SALES_OF_ONE}`);
});

test('mosquitto_pub sells what has a thousand lines', async () => {
  using folder = tempFolder();
  const file = join(folder.path, 'sale.json');
  const lines = Array.from({ length: 1_000 }, () => ({ sku: 'LONG', description: 'x'.repeat(190) }));
  writeFileSync(file, JSON.stringify(eventOf(5, saleOf(...lines), 1)));
  const args = ['-t', tillTopic('till-5', 'event'), '-q', '1', '-f', file];
  expect(await mosquitto('pub', till(5), { args }).exitCode).toBe(0);
  expect(onHand('LONG')).toBe('-1000');
});

test('mosquitto_rr hears the reply to a sale, and the answer to a question', async () => {
  const [event, reply] = [tillTopic('till-6', 'event'), tillTopic('till-6', 'reply')];
  const selling = ['-t', event, '-e', reply, '-q', '1', '-m', sale(6, 'ASKED', 1)];
  await using replied = mosquitto('rr', till(6), { args: selling });
  expect(await replied.exitCode).toBe(0);
  expect(JSON.parse(must(replied.lines[0], 'a reply'))).toMatchObject({ outcome: 'accepted' });

  const [ask, answer] = [tillTopic('till-6', 'ask'), tillTopic('till-6', 'answer')];
  const question = JSON.stringify({ correlationId: 'a', question: 'stock', sku: 'ASKED' });
  await using answered = mosquitto('rr', till(6), { args: ['-t', ask, '-e', answer, '-m', question] });
  expect(await answered.exitCode).toBe(0);
  const told: unknown = JSON.parse(must(answered.lines[0], 'an answer'));
  expect(told).toMatchObject({ correlationId: 'a', stock: { sku: 'ASKED', onHand: '-1' } });
});

test('mosquitto_sub hears what is retained, then what changes', async () => {
  expect(await sell(7, 'WATCHED', '-q', '1')).toBe(0);
  const topics = [tillTopic('till-7', 'ack'), 'backroom/v1/hub/status', 'backroom/v1/stock/+/WATCHED'];
  const args = ['-F', '%r %p', '-q', '1', ...topics.flatMap((topic) => ['-t', topic])];
  await using watching = mosquitto('sub', till(7), { args });
  const retained = await watching.heard(3, (line) => line.startsWith('1 '));
  const told = retained.map((line): unknown => JSON.parse(line.slice(2)));
  expect(told).toContainEqual(expect.objectContaining({ sequence: '000000000001' }));
  expect(told).toContainEqual(expect.objectContaining({ state: 'online' }));
  expect(told).toContainEqual(expect.objectContaining({ sku: 'WATCHED', onHand: '-1' }));

  expect(await sell(8, 'WATCHED', '-q', '1')).toBe(0);
  // The first sale may be told live as well, when its notice is late.
  const isChange = (line: string): boolean => line.startsWith('0 ') && line.includes('"onHand":"-2"');
  expect(await watching.heard(1, isChange)).toHaveLength(1);
});

test.each([
  {
    what: 'a wrong secret',
    name: 'till-1',
    secret: 'wrong',
    args: [],
    code: 4,
    says: 'bad user name or password',
  },
  {
    what: 'an unknown till',
    name: 'till-99',
    secret: 'x',
    args: [],
    code: 4,
    says: 'bad user name or password',
  },
  {
    what: 'the will of somebody else',
    name: 'till-1',
    args: ['--will-topic', tillTopic('till-2', 'status')],
    code: 5,
    says: 'not authorised',
  },
  { what: 'MQTT 5', name: 'till-1', args: ['-V', 'mqttv5'], code: 132, says: 'protocol error' },
  { what: 'MQTT 3.1', name: 'till-1', args: ['-V', 'mqttv31'], code: 1, says: 'protocol version' },
])('mosquitto_pub is told that $what is refused', async ({ name, secret, args, code, says }) => {
  const client = { ...till(1), name, ...(secret === undefined ? {} : { secret }) };
  const message = ['-t', tillTopic(name, 'event'), '-m', sale(1, 'REFUSED', 2), '-q', '1'];
  await using program = mosquitto('pub', client, { args: [...message, ...args] });
  expect({ code: await program.exitCode, says: program.complaints }).toEqual({
    code,
    says: expect.stringContaining(says) as string,
  });
  expect(onHand('REFUSED')).toBe(null);
});

test('the ledger that mosquitto wrote is whole, and holds each sale once', ({ task }) => {
  expectWhole(shop.file);
  expect(read((reader) => reader.counts())).toMatchObject({ lastSeq: SALES, rejected: 0 });
  proven(task, {
    promise: 'foreign-clients',
    cases: SALES,
    figures: 'sales by mosquitto_pub and mosquitto_rr',
  });
});

test('the will of a mosquitto_sub that is killed reaches another one', async () => {
  await using running = await RunningBroker.start({}, playground);
  await using watching = mosquitto('sub', clientOf(running, 'till-2'), {
    args: ['-t', 'open/#', '-F', '%t %p'],
  });
  const args = ['-t', 'open/x', '-q', '1', '--will-topic', 'open/will', '--will-payload', 'gone', '-F', '%p'];
  await using dying = mosquitto('sub', clientOf(running, 'till-1'), { args });
  const saying = running.shop.enrol('till', 'till-3');
  await until('both are listening', async () => {
    const hello = ['-t', 'open/x', '-m', 'hello', '-q', '1'];
    await mosquitto('pub', { port: running.port, name: 'till-3', secret: saying }, { args: hello }).exitCode;
    return dying.lines.length > 0 && watching.lines.length > 0;
  });
  await dying.kill();
  expect(await watching.heard(1, (line) => line === 'open/will gone')).toHaveLength(1);
});

test('a message of two megabytes passes from mosquitto_pub to mosquitto_sub, and waits for it', async () => {
  await using running = await RunningBroker.start({}, playground);
  using folder = tempFolder();
  const file = join(folder.path, 'large.txt');
  const large = 'backroom '.repeat(230_000);
  writeFileSync(file, large);
  const subscription = ['-t', 'open/large', '-q', '1', '-c'];
  const hearer = clientOf(running, 'till-2');
  expect(await mosquitto('sub', hearer, { args: [...subscription, '-E'] }).exitCode).toBe(0);
  const publisher = mosquitto('pub', clientOf(running, 'till-1'), {
    args: ['-t', 'open/large', '-q', '1', '-f', file],
  });
  expect(await publisher.exitCode).toBe(0);
  await using hearing = mosquitto('sub', hearer, { args: [...subscription, '-C', '1'] });
  expect(await hearing.exitCode).toBe(0);
  expect(digestOf(hearing.lines.join('\n'))).toBe(digestOf(large));
});

function till(number: number): MosquittoClient {
  const { name, secret } = must(shop.tills[number - 1], `till ${number}`);
  return { port: Number(new URL(shop.mqttUrl).port), name, secret };
}

function clientOf(running: RunningBroker, name: string): MosquittoClient {
  return { port: running.port, name, secret: running.shop.enrol('till', name) };
}

function eventOf(number: number, event: Parameters<typeof tillEvent>[0], sequence: number): object {
  const { source } = must(shop.tills[number - 1], `till ${number}`);
  return tillEvent({ ...event, source, sequence });
}

function sale(number: number, sku: string, sequence: number): string {
  return JSON.stringify(eventOf(number, saleOf({ sku }), sequence));
}

/** Sells one piece, and gives the exit code. */
async function sell(number: number, sku: string, ...args: string[]): Promise<number | null> {
  const message = ['-t', tillTopic(`till-${number}`, 'event'), '-m', sale(number, sku, 1)];
  return mosquitto('pub', till(number), { args: [...message, ...args] }).exitCode;
}

function onHand(sku: string): string | null {
  return read((reader) => reader.stock({ sku })?.onHand ?? null);
}

function read<Value>(question: (reader: ReturnType<typeof createLedgerReader>) => Value): Value {
  const db = openReader(shop.file);
  try {
    return question(createLedgerReader(db, ''));
  } finally {
    db.close();
  }
}

function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
