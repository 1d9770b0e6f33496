import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { expect, test } from 'vitest';
import type { DayAnswer } from '../../hub/contract/day-views.ts';
import type { SessionAnswer, SessionPage } from '../../hub/contract/session-views.ts';
import { tillTopic } from '../../hub/contract/topics.ts';
import { must } from '../../hub/kit/assert.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder, TillIdentity } from '../kit/hub-folder.ts';
import { backroom, HubProcess } from '../kit/hub-process.ts';
import { MODEL_DAY, sessionEvents } from '../kit/session-model.ts';
import type { SessionPlan, SessionStep } from '../kit/session-model.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { bytesOf, saleOf, tillEvent } from '../kit/till-events.ts';
import { until } from '../kit/until.ts';

const PATIENT = { timeout: 60_000 };

const sale = (tender: 'cash' | 'card', minor: number): SessionStep => ({
  kind: 'sale',
  tender,
  minor,
  tip: 0,
  rounding: 0,
  cashBack: 0,
});

/** A drawer that is a euro short. */
const PLAN: SessionPlan = {
  till: 'till-1',
  name: 'monday',
  floatMinor: 10_000,
  steps: [sale('cash', 700), sale('card', 500), { kind: 'cash', direction: 'out', minor: 2_000 }],
  countedMinor: 8_600,
};

function destinations(folder: string): string {
  return `[[destination]]\nname = "books"\nkind = "hledger"\ndir = "${join(folder, 'books')}"\nfrom_start = true\nbatch_age_ms = 10
[[destination]]\nname = "archive"\nkind = "archive-file"\ndir = "${join(folder, 'archive')}"\nbatch_age_ms = 10`;
}

/** A till on the broker: what it published is on the hub's disk when `tell` returns. */
async function tillOf(shop: HubFolder, { name, secret, source }: TillIdentity) {
  const client: MqttClient = await connectAsync(shop.mqttUrl, {
    clientId: name,
    username: name,
    password: secret,
  });
  const acks: { sequence: number }[] = [];
  client.on('message', (_topic, body) => {
    const { sequence } = JSON.parse(body.toString()) as { sequence: string };
    acks.push({ sequence: Number(sequence) });
  });
  await client.subscribeAsync(tillTopic(name, 'ack'), { qos: 1 });
  const tell = async (event: Parameters<typeof tillEvent>[0]): Promise<void> => {
    const told = tillEvent({ ...event, source });
    await client.publishAsync(tillTopic(name, 'event'), Buffer.from(bytesOf(told)), { qos: 1 });
  };
  return { tell, acks, [Symbol.asyncDispose]: () => client.endAsync() };
}

async function worldIn(folder: string) {
  await using stack = new AsyncDisposableStack();
  const shop = await hubFolder(folder, { tills: 1, more: destinations(folder) });
  const hub = stack.use(new HubProcess(shop.config));
  await hub.start();
  const till = stack.use(await tillOf(shop, must(shop.tills[0], 'a till')));
  const text = async (path: string): Promise<string> => (await fetch(`${shop.web}/${path}`)).text();
  const ask = async <Answer>(path: string): Promise<Answer> =>
    JSON.parse(await text(`api/v1/${path}`)) as Answer;
  const day = (): Promise<DayAnswer> => ask(`days/${MODEL_DAY}`);
  const holds = async (name: string): Promise<string | undefined> =>
    (await day()).destinations.find((one) => one.name === name)?.holds;
  const command = (...words: string[]): Promise<unknown> => backroom([...words, '--config', shop.config]);
  const owned = stack.move();
  const dispose = () => owned[Symbol.asyncDispose]();
  return { folder, shop, hub, till, text, ask, day, holds, command, [Symbol.asyncDispose]: dispose };
}

type World = Awaited<ReturnType<typeof worldIn>>;

const EVENTS = sessionEvents([PLAN]).map(({ event }) => event);

/** One number does not come at first: it is named, and asked for again by the retained acknowledgement. */
async function closeWithAGap({ till, text, ask }: World): Promise<number> {
  for (const event of EVENTS.toSpliced(2, 1)) await till.tell(event);
  const { sessions } = await ask<SessionPage>('sessions');
  expect(sessions).toMatchObject([{ state: 'closing', missing: [{ first: 3, last: 3 }], zNumber: null }]);
  const number = must(sessions[0], 'a session').session;
  await until('the hub has told what it has', () => till.acks.some(({ sequence }) => sequence === 2));
  expect(till.acks.every(({ sequence }) => sequence <= 2)).toBe(true);
  expect(await text(`sessions/${number}`)).toMatch(/asked for<\/dt>\s*<dd>3</);
  await till.tell(must(EVENTS[2], 'a sale'));
  await until('all of it is here', () => till.acks.some(({ sequence }) => sequence === EVENTS.length));
  await until('its Z is signed', async () => (await ask<SessionAnswer>(`sessions/${number}`)).isSealed);
  expect(await text(`sessions/${number}`)).toContain('Z report 1 of till-1');
  return number;
}

async function compareByItself({ ask, day, holds }: World, number: number): Promise<void> {
  await until('the books are written', async () => (await holds('books')) === 'agrees');
  expect(await holds('archive')).toBe('does_not_say');
  await until('a person is told', async () =>
    JSON.stringify(await ask('exceptions')).includes('day.differs'),
  );
  await until('all is delivered', async () => (await day()).differences.length === 1);
  expect((await day()).differences).toMatchObject([{ cause: 'cash.short', session: number }]);
}

async function sellLate({ shop, till, text, day }: World, number: number): Promise<void> {
  const close = { method: 'POST', body: JSON.stringify({ by: 'Ada' }) };
  const url = `${shop.web}/api/v1/days/${MODEL_DAY}/close`;
  const keyless = await fetch(url, close);
  expect([keyless.status, keyless.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  await fetch(url, { ...close, headers: { 'Idempotency-Key': 'monday is over' } });
  const late = saleOf({ sku: 'MUG' });
  const of = { registerSession: PLAN.name, businessDate: MODEL_DAY, currency: 'EUR' };
  await till.tell({ ...late, id: 'late', sequence: EVENTS.length + 1, data: { ...late.data, ...of } });
  expect(await day()).toMatchObject({
    closedBy: 'Ada',
    adjusted: { rows: [{ kind: 'sale', session: number }] },
  });
  expect(await text(`days/${MODEL_DAY}`)).toContain('Came later');
}

/** Somebody edits the books that the hub wrote. */
async function falsifyBooks({ folder, holds, command }: World): Promise<void> {
  await until('the adjustment is written', async () => (await holds('books')) === 'agrees');
  const books = join(folder, 'books');
  const file = join(
    books,
    must(
      readdirSync(books).find((name) => name.startsWith('month-')),
      'the books',
    ),
  );
  writeFileSync(file, readFileSync(file, 'utf8').replace('5.00 EUR', '4.00 EUR'));
  const shown = (await command('day', 'show', MODEL_DAY)) as DayAnswer;
  expect(shown.differences.map(({ cause }) => cause)).toContain('destination.differs');
}

test(
  'a till’s day from its opening to a sale that comes late, over MQTT, HTTP, the command line and the pages',
  PATIENT,
  async () => {
    using folder = tempFolder();
    await using world = await worldIn(folder.path);
    const number = await closeWithAGap(world);
    const verify = (...more: string[]) => world.command('session', 'verify', String(number), ...more);
    expect(await verify()).toMatchObject({ isValid: true });
    await expect(verify('--key', 'k'.repeat(43))).rejects.toThrow('another key');
    await compareByItself(world, number);
    await sellLate(world, number);
    expect(await verify()).toMatchObject({ isValid: true });
    await falsifyBooks(world);
    await world.hub.stop();
    expectWhole(world.shop.file);
  },
);
