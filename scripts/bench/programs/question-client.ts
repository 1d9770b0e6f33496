import { tillTopic } from '../../../hub/contract/topics.ts';
import { serve } from '../child.ts';
import { connectBytes, PACKET, PacketReader, publishPacket, subscribeBytes } from '../mqtt-bytes.ts';
import { allSkus, askFor, httpLine, openLine, waitedOf } from '../question-line.ts';
import type { Line, Waited } from '../question-line.ts';

/** One question at a time on one raw socket, the same for RESP, HTTP and MQTT: write, wait for the whole answer. */
export interface QuestionSettings {
  readonly ports: Readonly<Record<Protocol, number>>;
  readonly till: { readonly name: string; readonly secret: string };
  readonly products: number;
  readonly rounds: number;
  readonly secondsEach: number;
  /** What Redis holds: as long as an answer of the hub. */
  readonly value: string;
}

export type Protocol = 'resp' | 'http' | 'mqtt';

/** One for each round. */
export type QuestionResult = Readonly<Record<Protocol, Waited[]>>;

const PROTOCOLS = ['resp', 'http', 'mqtt'] as const;
const WARM_UP_MS = 1_000;

async function prepare(settings: QuestionSettings): Promise<() => Promise<QuestionResult>> {
  const lines = {
    resp: await respLine(settings),
    http: await httpLine(settings.ports.http, settings.products),
    mqtt: await mqttLine(settings),
  };
  return async () => {
    const result: Record<Protocol, Waited[]> = { resp: [], http: [], mqtt: [] };
    for (let round = 0; round < settings.rounds; round += 1)
      for (const protocol of PROTOCOLS) {
        await askFor(lines[protocol], WARM_UP_MS);
        result[protocol].push(waitedOf(await askFor(lines[protocol], settings.secondsEach * 1_000)));
      }
    return result;
  };
}

async function respLine(settings: QuestionSettings): Promise<Line> {
  const { ports, value } = settings;
  const command = (...words: string[]): Buffer =>
    Buffer.from(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
  const set = await openLine(ports.resp, (bytes) => bytes.toString() === '+OK\r\n');
  for (const sku of allSkus(settings.products)) await set(command('SET', sku, value));
  const whole = `$${value.length}\r\n`.length + value.length + 2;
  const ask = await openLine(ports.resp, (bytes) => bytes.length >= whole);
  return { ask, requests: allSkus(settings.products).map((sku) => command('GET', sku)) };
}

async function mqttLine(settings: QuestionSettings): Promise<Line> {
  const { name, secret } = settings.till;
  let wanted: number = PACKET.connack;
  // The line hands over everything since the question, so each look begins anew.
  const ask = await openLine(settings.ports.mqtt, (bytes) => {
    let seen = 0;
    new PacketReader().read(bytes, ({ type }) => (seen = type));
    return seen === wanted;
  });
  await ask(connectBytes(name, secret));
  wanted = PACKET.suback;
  await ask(subscribeBytes([tillTopic(name, 'answer')], 0));
  wanted = PACKET.publish;
  const topic = tillTopic(name, 'ask');
  const requests = allSkus(settings.products).map((sku) =>
    publishPacket(topic, JSON.stringify({ correlationId: 'c-1', question: 'stock', sku })),
  );
  return { ask, requests };
}

await serve(prepare);
