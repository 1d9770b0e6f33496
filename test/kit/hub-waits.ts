import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { BROKER_LIMITS } from '../../hub/broker/limits.ts';
import { HUB_STATUS_TOPIC, tillTopic } from '../../hub/contract/topics.ts';
import { systemClock } from '../../hub/kit/clock.ts';
import { WEB_LIMITS } from '../../hub/web/limits.ts';
import { RawClient } from './broker/raw-client.ts';
import type { HubFolder, TillIdentity } from './hub-folder.ts';
import { bytesOf, saleOf, tillEvent } from './till-events.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

/** Something for which a hub waits, as one sees it from outside. */
export interface HubWait {
  readonly name: string;
  /** How long it waits as it is set. */
  readonly delayMs: number;
  /** Resolves when the wait has begun, with what resolves when it is over. */
  begin(): Promise<{ readonly over: Promise<unknown> }>;
}

export const PER_SECOND = 10;
export const RETRY_SECONDS = 2;
export const BATCH_AGE_MS = 2_000;
export const ANSWER_MS = 2_000;
const KEEPALIVE_SECONDS = 2;
const BURST = 3 * PER_SECOND;
/** The hub looks once a second at its clock, and once a second whether there is something to tell. */
const TOLD_WITHIN_MS = 2_000;

/** What MQTT clients wait for. Each till is used by one wait. */
export function brokerWaits(shop: HubFolder, silent: TillIdentity, hasty: TillIdentity): HubWait[] {
  const port = Number(new URL(shop.mqttUrl).port);
  return [
    {
      name: 'a client that never says who it is is cut off',
      delayMs: BROKER_LIMITS.connectTimeoutMs,
      begin: async () => ({ over: (await RawClient.connect(port)).closed() }),
    },
    {
      name: 'a client that falls silent is cut off',
      delayMs: 1_500 * KEEPALIVE_SECONDS,
      begin: async () => {
        const client = await signedIn(port, silent, { keepalive: KEEPALIVE_SECONDS });
        return { over: client.closed() };
      },
    },
    {
      name: 'a wrong secret is refused',
      delayMs: BROKER_LIMITS.refusalDelayMs,
      begin: async () => {
        const client = await RawClient.connect(port);
        return { over: client.signIn('till-1', 'no secret of any till') };
      },
    },
    {
      name: 'a till that is too fast is acknowledged',
      delayMs: ((BURST - PER_SECOND) / PER_SECOND) * 1_000,
      begin: async () => {
        const client = await signedIn(port, hasty);
        for (let sequence = 1; sequence <= BURST; sequence += 1) sell(client, hasty, sequence);
        const isAcknowledged = (): boolean =>
          client.packets.filter(({ cmd }) => cmd === 'puback').length === BURST;
        // The first comes at once: the burst has arrived, and the others wait for their turn.
        await client.until(() => client.packets.some(({ cmd }) => cmd === 'puback'));
        return { over: client.until(isAcknowledged).then(() => client.destroy()) };
      },
    },
  ];
}

/** To be begun right before the clock is set. */
export function toldWait(shop: HubFolder, till: TillIdentity): HubWait {
  return {
    name: 'tills are told that the clock is not right',
    delayMs: TOLD_WITHIN_MS,
    begin: async () => {
      const client = await signedIn(Number(new URL(shop.mqttUrl).port), till);
      await client.subscribe(HUB_STATUS_TOPIC);
      const isTold = (): boolean =>
        client.packets.some((packet) => packet.cmd === 'publish' && /clock/.test(String(packet.payload)));
      return { over: client.until(isTold).then(() => client.destroy()) };
    },
  };
}

/** What HTTP connections wait for that do nothing, or too little. */
export function webWaits(shop: HubFolder, till: TillIdentity): HubWait[] {
  const port = Number(new URL(shop.web).port);
  const head = (line: string): string => `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
  return [
    {
      name: 'a request without an end of its headers is cut',
      // The server looks every half of it.
      delayMs: WEB_LIMITS.headersTimeoutMs * 1.5,
      begin: async () => ({ over: gone(await sent(port, head('GET /healthz'))) }),
    },
    {
      name: 'a request with half a body is cut',
      delayMs: WEB_LIMITS.bodyMs,
      begin: async () => {
        const fields = `Authorization: Bearer ${till.name}:${till.secret}\r\nContent-Type: application/json\r\n`;
        const request = `${head('POST /api/v1/events')}${fields}Content-Length: 1000\r\n\r\n{"half":`;
        return { over: gone(await sent(port, request)) };
      },
    },
    {
      name: 'an idle connection is closed',
      delayMs: WEB_LIMITS.keepAliveTimeoutMs,
      begin: async () => {
        const socket = await sent(port, `${head('GET /healthz')}\r\n`);
        await once(socket, 'data');
        return { over: gone(socket) };
      },
    },
  ];
}

/** What destinations wait for. */
export function destinationWaits(clouds: {
  readonly down: WebhookReceiver;
  readonly gathered: WebhookReceiver;
  readonly mute: MuteReceiver;
}): HubWait[] {
  const { down, gathered, mute } = clouds;
  const between = (receiver: WebhookReceiver) => async () => {
    await receiver.asked.more(1);
    return { over: receiver.asked.more(1) };
  };
  return [
    {
      name: 'a destination that is down is tried again',
      delayMs: RETRY_SECONDS * 1_000,
      begin: between(down),
    },
    { name: 'a batch goes when it is old enough', delayMs: BATCH_AGE_MS, begin: between(gathered) },
    {
      name: 'a destination that does not answer is given up',
      delayMs: ANSWER_MS,
      begin: () => mute.asked(),
    },
  ];
}

/** A destination that takes every request and answers none. */
export class MuteReceiver implements AsyncDisposable {
  readonly #server = createServer((request, response) => {
    const over = once(response, 'close');
    this.#waiting.splice(0).forEach((tell) => tell({ over }));
    request.resume();
  });
  readonly #waiting: ((asked: { over: Promise<unknown> }) => void)[] = [];

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('it listens on no port');
    return `http://127.0.0.1:${address.port}/events`;
  }

  /** Resolves when it is asked next; `over` when whoever asked has given up. */
  asked(): Promise<{ readonly over: Promise<unknown> }> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Begins it, and resolves with a promise of how long it took by the clock that never jumps, or of `patienceMs`. */
export async function measured(
  wait: HubWait,
  patienceMs: number,
): Promise<{ readonly tookMs: Promise<number> }> {
  const { over } = await wait.begin();
  const begunMs = systemClock.monotonicMs();
  const ended = new AbortController();
  const first = Promise.race([over, systemClock.sleep(patienceMs, ended.signal)]);
  const tookMs = first.then(() => systemClock.monotonicMs() - begunMs).finally(() => ended.abort());
  return { tookMs };
}

async function signedIn(
  port: number,
  { name, secret }: TillIdentity,
  more: Parameters<RawClient['signIn']>[2] = {},
): Promise<RawClient> {
  const client = await RawClient.connect(port);
  const code = await client.signIn(name, secret, more);
  if (code !== 0) throw new Error(`the broker refused ${name} with ${code}`);
  return client;
}

function sell(client: RawClient, till: TillIdentity, sequence: number): void {
  const event = tillEvent({
    ...saleOf({ sku: 'MUG' }),
    id: `${till.name}-${sequence}`,
    source: till.source,
    sequence,
  });
  client.publish(tillTopic(till.name, 'event'), bytesOf(event).toString());
}

async function sent(port: number, text: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

async function gone(socket: Socket): Promise<void> {
  socket.resume();
  await once(socket, 'close');
}
