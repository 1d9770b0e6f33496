import { connectAsync } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { expect, test } from 'vitest';
import { tillTopic } from '../../hub/contract/topics.ts';
import { EventReply } from '../../hub/contract/reply.ts';
import { ReservationAnswer } from '../../hub/contract/reservation-views.ts';
import { must } from '../../hub/kit/assert.ts';
import { systemClock } from '../../hub/kit/clock.ts';
import { newId } from '../../hub/kit/ids.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { randomFrom } from '../../scripts/replay/random.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder, TillIdentity } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { reservationMade } from '../kit/reservation-events.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { bytesOf, received, tillEvent } from '../kit/till-events.ts';

const SEED = Number(process.env['RACE_SEED'] ?? 20_261_123);
const ROUNDS = Number(process.env['RACES'] ?? 10);
const RETRY_MS = 20;
const HOLD = { ifAvailable: true };

type Answer = 'won' | 'lost';

/** Asks again and again, as one who must know, until there is an answer. */
async function untilAnswered<T>(ask: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    await systemClock.sleep(RETRY_MS, new AbortController().signal);
  }
}

/** What comes of a request, or null when the hub was killed meanwhile. */
async function reached<T>(request: Promise<T>): Promise<T | null> {
  return request.catch(() => null);
}

/** The sequence of each till, which goes on over all rounds. */
class Counted {
  readonly #counts = new Map<string, number>();

  event(till: TillIdentity, input: { type: string; data: object }) {
    const sequence = (this.#counts.get(till.name) ?? 0) + 1;
    this.#counts.set(till.name, sequence);
    return tillEvent({ ...input, sequence, id: newId(), source: till.source });
  }
}

async function overTheApi(shop: HubFolder, reservationId: string, sku: string): Promise<Answer> {
  const key = newId();
  const body = JSON.stringify({ reservationId, lines: [{ sku, quantity: '1' }], ...HOLD });
  return untilAnswered(async () => {
    const init = { method: 'POST', headers: { 'Idempotency-Key': key }, body };
    const answer = await reached(fetch(`${shop.web}/api/v1/reservations`, init));
    if (answer === null || answer.status === 503) return null;
    expect([200, 409]).toContain(answer.status);
    return answer.status === 200 ? 'won' : 'lost';
  });
}

/** An event of a till by HTTP. */
async function tell(shop: HubFolder, till: TillIdentity, event: object): Promise<EventReply> {
  const [reply] = await tellAll(shop, till, [event]);
  return must(reply, 'a reply');
}

async function tellAll(shop: HubFolder, till: TillIdentity, events: object[]): Promise<EventReply[]> {
  return untilAnswered(async () => {
    const headers = { Authorization: `Bearer ${till.name}:${till.secret}` };
    const init = { method: 'POST', headers, body: JSON.stringify(events) };
    const answer = await reached(fetch(`${shop.web}/api/v1/events`, init));
    if (answer === null || !answer.ok) return null;
    const replies = await reached<unknown>(answer.json());
    return replies === null ? null : EventReply.array().parse(replies);
  });
}

async function overMqtt(shop: HubFolder, till: TillIdentity, event: object): Promise<EventReply> {
  const { name, secret } = till;
  return untilAnswered(async () => {
    const options = { clientId: name, username: name, password: secret, reconnectPeriod: 0 };
    const client = await reached(connectAsync(shop.mqttUrl, { ...options, connectTimeout: 2_000 }, false));
    if (client === null) return null;
    try {
      return await replyTo(client, name, event);
    } finally {
      await client.endAsync(true);
    }
  });
}

async function replyTo(client: MqttClient, till: string, event: object): Promise<EventReply | null> {
  const replied = Promise.withResolvers<EventReply | null>();
  client.on('close', () => replied.resolve(null));
  client.on('error', () => replied.resolve(null));
  client.on('message', (_topic, body) => replied.resolve(EventReply.parse(JSON.parse(body.toString()))));
  client.subscribe(tillTopic(till, 'reply'));
  client.publish(tillTopic(till, 'event'), bytesOf(event), { qos: 1 });
  return replied.promise;
}

function answerIn(reply: EventReply): Answer {
  expect(['accepted', 'duplicate']).toContain(reply.outcome);
  return reply.refused === undefined ? 'won' : 'lost';
}

async function reservation(shop: HubFolder, reservationId: string): Promise<ReservationAnswer> {
  const answer = await fetch(`${shop.web}/api/v1/reservations/${reservationId}`);
  return ReservationAnswer.parse(await answer.json());
}

test(
  `one of four has the last piece, over HTTP and MQTT at once, in ${ROUNDS} races with kills between (seed ${SEED})`,
  { timeout: 120_000 },
  async () => {
    using folder = tempFolder();
    const shop = await hubFolder(folder.path, { tills: 3 });
    const [first, second, third] = shop.tills;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three tills');
    await using hub = new HubProcess(shop.config);
    await hub.start();
    const random = randomFrom(SEED);
    const counted = new Counted();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const sku = `LAST-${round}`;
      await tell(shop, first, counted.event(first, received({ sku, quantity: '1' })));
      const hold = (till: TillIdentity) =>
        counted.event(till, reservationMade(`${till.name}-${round}`, [{ sku, quantity: '1' }], HOLD));
      const racing = [
        overTheApi(shop, `api-${round}`, sku),
        tell(shop, first, hold(first)).then(answerIn),
        overMqtt(shop, second, hold(second)).then(answerIn),
        overMqtt(shop, third, hold(third)).then(answerIn),
      ];
      if (random.chance(60)) {
        if (random.chance(70)) await Promise.race(racing);
        await hub.kill();
        await hub.start();
      }
      const answers = await Promise.all(racing);
      expect(answers.toSorted(), `round ${round}`).toEqual(['lost', 'lost', 'lost', 'won']);
      const names = ['api', ...shop.tills.map(({ name }) => name)];
      const states = await Promise.all(names.map((name) => reservation(shop, `${name}-${round}`)));
      expect(states.map(({ state }) => (state === 'open' ? 'won' : 'lost'))).toEqual(answers);
      const stock = await fetch(`${shop.web}/api/v1/stock/${sku}`);
      expect(await stock.json()).toMatchObject({ onHand: '1', reserved: '1', available: '0' });
    }
    expect(await hub.stop()).toBe(0);
    expectWhole(shop.file);
  },
);

test(
  'what is reserved until a time expires once, however often the hub is killed meanwhile',
  { timeout: 120_000 },
  async () => {
    using folder = tempFolder();
    const shop = await hubFolder(folder.path, { tills: 1 });
    const [till] = shop.tills;
    if (till === undefined) throw new Error('a till');
    await using hub = new HubProcess(shop.config);
    await hub.start();
    const counted = new Counted();
    const expiresAt = new Date(Date.now() + 1_000).toISOString();
    const count = 60;
    await tell(shop, till, counted.event(till, received({ sku: 'MUG', quantity: String(count) })));
    const events = Array.from({ length: count }, (_, index) =>
      counted.event(till, reservationMade(`r-${index}`, [{ sku: 'MUG', quantity: '1' }], { expiresAt })),
    );
    await tellAll(shop, till, events);
    const available = async (): Promise<number> => {
      const answer = await fetch(`${shop.web}/api/v1/stock/MUG`);
      return Number(((await answer.json()) as { available: string }).available);
    };
    for (let kill = 0; kill < 3; kill += 1) {
      if (kill === 1) await expect.poll(available, { timeout: 20_000, interval: 1 }).toBeGreaterThan(0);
      await hub.kill();
      await hub.start();
    }
    await expect.poll(available, { timeout: 20_000 }).toBe(count);
    expect(await reservation(shop, 'r-0')).toMatchObject({ state: 'expired', lines: [{ reserved: '0' }] });
    expect(await hub.stop()).toBe(0);
    expectWhole(shop.file);
    const ledger = openReader(shop.file);
    const sql =
      "SELECT count(*) AS times FROM event WHERE json_extract(CAST(body AS TEXT), '$.type') = 'backroom.reservation.expired.v1'";
    expect(ledger.prepare(sql).all()).toEqual([{ times: count }]);
    ledger.close();
  },
);
