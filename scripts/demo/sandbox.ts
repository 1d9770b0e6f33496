import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { type DeliveredEvent, DeliveryBook } from './delivery-book.ts';
import { sandboxPage, type SandboxMode, type SandboxState } from './sandbox-page.ts';

export interface SandboxSettings {
  readonly secret: string;
  readonly host?: string;
  readonly port?: number;
  /** Every delivery is added to this file as a line of JSON. */
  readonly file?: string;
  readonly slowMs?: number;
}

type SandboxEvent = DeliveredEvent & { readonly ledgerseq: number };

const MODES: readonly string[] = ['on', 'off', 'slow', 'error', 'die'] satisfies SandboxMode[];
const SLOW_MS = 5_000;
const BODY_BYTES_MAX = 16_777_216;
const EVENTS_PER_PAGE = 1_000;
const TIMESTAMP_TOLERANCE_S = 300;

/**
 * A destination to try things with: takes the batches of a webhook, counts what comes more than once, and can be
 * switched off, slow, faulty, or made to hang up before its answer. It shares no code with the hub.
 */
export class Sandbox implements AsyncDisposable {
  mode: SandboxMode = 'on';
  readonly book: DeliveryBook;
  /** Ids that are refused: by name in a 200, or with the whole batch by a 422. */
  readonly refused = new Map<string, 'item' | 'batch'>();
  readonly #settings: SandboxSettings;
  readonly #server: Server;
  readonly #stopped = new AbortController();
  #forged = 0;

  constructor(settings: SandboxSettings) {
    this.#settings = settings;
    this.book = new DeliveryBook(settings.file);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => request.socket.destroy());
    });
  }

  get state(): SandboxState {
    return { mode: this.mode, ...this.book.counts, forged: this.#forged };
  }

  /** The address of the status page, without a slash at its end; deliveries go to `/events`. */
  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  async start(): Promise<this> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen(this.#settings.port ?? 0, this.#settings.host ?? '127.0.0.1', resolve);
    await promise;
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
    this.book.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /':
        return answerPage(response, sandboxPage(this.state, this.book.newest));
      case 'GET /state':
        return answerJson(response, 200, this.state);
      case 'GET /events': {
        const after = Number(url.searchParams.get('after') ?? 0);
        return answerJson(response, 200, this.book.after(after, EVENTS_PER_PAGE));
      }
      case 'POST /mode':
        return this.#changeMode(request, response);
      case 'POST /events':
        return this.#deliver(request, response);
      default:
        return answerJson(response, 404, { error: 'not found' });
    }
  }

  /** `{"mode":"off"}` as JSON, or the form of the page. */
  async #changeMode(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await readBody(request)).toString('utf8');
    const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    const mode = isForm
      ? new URLSearchParams(text).get('mode')
      : (JSON.parse(text) as { mode?: unknown }).mode;
    if (!isMode(mode)) return answerJson(response, 400, { error: `mode is one of ${MODES.join(', ')}` });
    this.mode = mode;
    if (!isForm) return answerJson(response, 200, this.state);
    response.writeHead(303, { location: '/' }).end();
  }

  async #deliver(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (this.mode === 'off') return answerJson(response, 503, { error: 'switched off' });
    if (this.mode === 'error') return answerJson(response, 500, { error: 'out of order' });
    if (!isSigned(body, headerOf(request, 'backroom-signature'), this.#settings.secret)) {
      this.#forged += 1;
      return answerJson(response, 401, { error: 'the signature is wrong' });
    }
    const events = JSON.parse(body.toString('utf8')) as SandboxEvent[];
    if (events.some(({ id }) => this.refused.get(id) === 'batch')) {
      return answerJson(response, 422, { error: 'an event of this batch is not wanted' });
    }
    const [unwanted, wanted] = partition(events, ({ id }) => this.refused.has(id));
    this.book.take(headerOf(request, 'idempotency-key'), wanted);
    if (this.mode === 'die') return void request.socket.destroy();
    if (this.mode === 'slow') await sleep(this.#settings.slowMs ?? SLOW_MS, this.#stopped.signal);
    const refused = unwanted.map(({ source, id }) => ({ source, id, reason: 'It is not wanted.' }));
    return answerJson(response, 200, refused.length === 0 ? {} : { refused });
  }
}

/** A sandbox that listens. */
export async function createSandbox(settings: SandboxSettings): Promise<Sandbox> {
  return new Sandbox(settings).start();
}

function isMode(value: unknown): value is SandboxMode {
  return typeof value === 'string' && MODES.includes(value);
}

function isSigned(body: Buffer, header: string, secret: string): boolean {
  const [, timestamp = '', signature = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > TIMESTAMP_TOLERANCE_S || signature === '')
    return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Error('the body is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, delayMs);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}

function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function answerPage(response: ServerResponse, page: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}

/** `sandbox.ts --secret S [--host H] [--port N] [--file F] [--slow-ms N] [--json]`, until it is told to end. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      secret: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      file: { type: 'string' },
      'slow-ms': { type: 'string', default: String(SLOW_MS) },
      json: { type: 'boolean', default: false },
    },
  });
  const { secret, host, file } = values;
  if (secret === undefined) throw new Error('--secret is missing');
  const settings = { secret, host, port: Number(values.port), slowMs: Number(values['slow-ms']) };
  const sandbox = await createSandbox(file === undefined ? settings : { ...settings, file });
  const ready = { ready: true, url: sandbox.url, events: `${sandbox.url}/events`, pid: process.pid };
  process.stdout.write(
    values.json ? `${JSON.stringify(ready)}\n` : `The sandbox destination is at ${ready.url}\n`,
  );
  const stop = (): void => void sandbox[Symbol.asyncDispose]();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

if (import.meta.main) await main();
