import { once } from 'node:events';
import { connect } from 'node:net';
import { tillTopic } from '../../../hub/contract/topics.ts';
import { serve } from '../child.ts';
import { connectBytes, PACKET, PacketReader, publishPacket, subscribeBytes } from '../mqtt-bytes.ts';
import { skuOf } from '../sale-event.ts';
import { percentile } from '../statistics.ts';

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

export interface Waited {
  readonly p50Us: number;
  readonly p99Us: number;
}

/** One for each round. */
export type QuestionResult = Readonly<Record<Protocol, Waited[]>>;

const PROTOCOLS = ['resp', 'http', 'mqtt'] as const;
const WARM_UP_MS = 1_000;

async function prepare(settings: QuestionSettings): Promise<() => Promise<QuestionResult>> {
  const lines = {
    resp: await respLine(settings),
    http: await httpLine(settings),
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

interface Line {
  readonly requests: readonly Buffer[];
  readonly ask: (request: Buffer) => Promise<void>;
}

/** Random keys, from requests that are built ahead. */
async function askFor({ requests, ask }: Line, durationMs: number): Promise<number[]> {
  const waits: number[] = [];
  const end = performance.now() + durationMs;
  for (let start = performance.now(); start < end;) {
    const request = requests[Math.floor(Math.random() * requests.length)] ?? Buffer.alloc(0);
    start = performance.now();
    await ask(request);
    waits.push((performance.now() - start) * 1_000);
  }
  return waits;
}

function waitedOf(waits: readonly number[]): Waited {
  return { p50Us: percentile(waits, 0.5), p99Us: percentile(waits, 0.99) };
}

/** `isWhole` looks at what has come since the question. */
async function openLine(port: number, isWhole: (bytes: Buffer) => boolean): Promise<Line['ask']> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  let answered = (): void => undefined;
  let answer: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk]);
    if (!isWhole(answer)) return;
    answer = Buffer.alloc(0);
    answered();
  });
  return (request) =>
    new Promise((resolve) => {
      answered = resolve;
      socket.write(request);
    });
}

function allSkus({ products }: QuestionSettings): string[] {
  return Array.from({ length: products }, (_, number) => skuOf(number));
}

async function respLine(settings: QuestionSettings): Promise<Line> {
  const { ports, value } = settings;
  const command = (...words: string[]): Buffer =>
    Buffer.from(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
  const set = await openLine(ports.resp, (bytes) => bytes.toString() === '+OK\r\n');
  for (const sku of allSkus(settings)) await set(command('SET', sku, value));
  const whole = `$${value.length}\r\n`.length + value.length + 2;
  const ask = await openLine(ports.resp, (bytes) => bytes.length >= whole);
  return { ask, requests: allSkus(settings).map((sku) => command('GET', sku)) };
}

async function httpLine(settings: QuestionSettings): Promise<Line> {
  const port = settings.ports.http;
  const ask = await openLine(port, isWholeHttp);
  const requests = allSkus(settings).map((sku) =>
    Buffer.from(`GET /api/v1/stock/${sku} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
  );
  return { ask, requests };
}

function isWholeHttp(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const head = bytes.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`not answered: ${head}`);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return bytes.length >= end + 4 + Number(length);
  return bytes.subarray(-5).toString('latin1') === '0\r\n\r\n';
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
  const requests = allSkus(settings).map((sku) =>
    publishPacket(topic, JSON.stringify({ correlationId: 'c-1', question: 'stock', sku })),
  );
  return { ask, requests };
}

await serve(prepare);
