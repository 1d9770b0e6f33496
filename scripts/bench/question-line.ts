import { once } from 'node:events';
import { connect } from 'node:net';
import { newId } from '../../hub/kit/ids.ts';
import { skuOf } from './sale-event.ts';
import { percentile } from './statistics.ts';

/** One question at a time on one raw socket: write, wait for the whole answer. */
export interface Line {
  readonly requests: readonly Buffer[];
  readonly ask: (request: Buffer) => Promise<void>;
}

export interface Waited {
  readonly p50Us: number;
  readonly p99Us: number;
}

/** Random keys, from requests that are built ahead. */
export async function askFor({ requests, ask }: Line, durationMs: number): Promise<number[]> {
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

/** Asks one question after the other until the work is done, and gives how long each waited, in microseconds. */
async function askUntil({ requests, ask }: Line, work: Promise<void>): Promise<number[]> {
  const working = { isDone: false };
  const done = work.then(() => (working.isDone = true));
  const waits: number[] = [];
  while (!working.isDone) {
    const start = performance.now();
    await ask(requests[Math.floor(Math.random() * requests.length)] ?? Buffer.alloc(0));
    waits.push((performance.now() - start) * 1_000);
  }
  await done;
  return waits;
}

/** What stock questions waited while some work went on, and, of the same hub at rest, for as long after it. */
export interface WaitedBeside {
  readonly busy: Waited;
  readonly quiet: Waited;
  readonly tookMs: number;
  /** How many questions were answered meanwhile. */
  readonly asked: number;
}

/** What the shop does with the work settles before and after it: subscribers, checkpoints. */
const CALM_MS = 1_000;

export async function askBeside(line: Line, work: () => Promise<void>): Promise<WaitedBeside> {
  await askFor(line, CALM_MS);
  const start = performance.now();
  const waits = await askUntil(line, work());
  const tookMs = performance.now() - start;
  await askFor(line, CALM_MS);
  const quiet = waitedOf(await askFor(line, tookMs));
  return { busy: waitedOf(waits), quiet, tookMs, asked: waits.length };
}

export function waitedOf(waits: readonly number[]): Waited {
  return { p50Us: percentile(waits, 0.5), p99Us: percentile(waits, 0.99) };
}

/** `isWhole` looks at what has come since the question. */
export async function openLine(port: number, isWhole: (bytes: Buffer) => boolean): Promise<Line['ask']> {
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

export function allSkus(products: number): string[] {
  return Array.from({ length: products }, (_, number) => skuOf(number));
}

/** Stock questions over HTTP. */
export async function httpLine(port: number, products: number): Promise<Line> {
  const ask = await openLine(port, isWholeHttp);
  const requests = allSkus(products).map((sku) =>
    Buffer.from(`GET /api/v1/stock/${sku} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
  );
  return { ask, requests };
}

export interface Post {
  readonly path: string;
  readonly body: object;
  /** `name:secret` of the till whose event it is; without it, it is a write of the API. */
  readonly till?: string | undefined;
}

export function postRequest(port: number, { path, body, till }: Post): Buffer {
  const text = JSON.stringify(body);
  const head = [
    `POST /api/v1${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    till === undefined ? `Idempotency-Key: ${newId()}` : `Authorization: Bearer ${till}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

export function isWholeHttp(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const head = bytes.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`not answered: ${head}`);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return bytes.length >= end + 4 + Number(length);
  return bytes.subarray(-5).toString('latin1') === '0\r\n\r\n';
}
