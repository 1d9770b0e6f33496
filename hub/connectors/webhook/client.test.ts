import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createSandbox } from '../../../scripts/demo/sandbox.ts';
import { connectorContract, outboundBatch } from '../../../test/contracts/connector-contract.ts';
import type { SendOutcome } from '../connector.ts';
import { createWebhookConnector } from './client.ts';

const secret = 'a secret of the shop';
const running = new AbortController().signal;

connectorContract('webhook', async () => {
  const sandbox = await createSandbox({ secret });
  return {
    connector: createWebhookConnector({ name: 'cloud', url: `${sandbox.url}/events`, secret }),
    received: async () => sandbox.book.after(0, 1_000).map(({ event }) => event ?? ''),
    damage: async () => void (sandbox.mode = 'error'),
    repair: async () => void (sandbox.mode = 'on'),
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
});

describe('an answer', () => {
  const servers: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
  });

  async function outcomeFrom(listener: RequestListener, timeoutMs = 10_000): Promise<SendOutcome> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    const connector = createWebhookConnector({
      name: 'cloud',
      url: `http://127.0.0.1:${port}/`,
      secret,
      timeoutMs,
    });
    const outcome = await connector.send(outboundBatch('k1', [1, 2]), running);
    server.closeAllConnections();
    return outcome;
  }

  async function outcomeOf(
    status: number,
    headers: Record<string, string> = {},
    body = '',
  ): Promise<SendOutcome> {
    return outcomeFrom((_, response) => response.writeHead(status, headers).end(body));
  }

  test.each([200, 201, 202, 204])('%i is done', async (status) => {
    expect(await outcomeOf(status)).toEqual({ kind: 'done' });
  });

  test.each([301, 302, 307, 401, 403, 404, 408, 410, 425, 429, 500, 502, 503, 507])(
    '%i is tried again',
    async (status) => {
      expect(await outcomeOf(status, { location: '/elsewhere' })).toMatchObject({
        kind: 'retry',
        answered: true,
      });
    },
  );

  test.each([400, 409, 413, 415, 422])('%i refuses, with what the destination says', async (status) => {
    const reason = `It refuses with ${status}: the till is unknown`;
    expect(await outcomeOf(status, {}, 'the till\n\u001b is unknown')).toEqual({ kind: 'refused', reason });
  });

  test('asks for a pause in seconds or with a date', async () => {
    expect(await outcomeOf(503, { 'retry-after': '120' })).toMatchObject({
      kind: 'retry',
      answered: true,
      afterMs: 120_000,
    });
    expect(await outcomeOf(429, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' })).toMatchObject({
      afterMs: 0,
    });
    expect(await outcomeOf(429, { 'retry-after': 'later' })).not.toHaveProperty('afterMs');
  });

  test('names the items that it refuses; those it does not know are passed over', async () => {
    const { source } = outboundBatch('k', [1]).items[0] ?? { source: '' };
    const refused = [
      { source, id: 'event-2', reason: 'too old' },
      { source, id: 'event-9' },
    ];
    const outcome = await outcomeOf(
      200,
      { 'content-type': 'application/json; charset=utf-8' },
      JSON.stringify({ refused }),
    );
    expect(outcome).toEqual({ kind: 'done', refused: [{ seq: 2, reason: 'too old' }] });
  });

  test.each(['{"refused":[{"id":1}]}', '{"refused":', '{"refused":"all"}'])(
    'of JSON %j is no promise',
    async (body) => {
      expect(await outcomeOf(200, { 'content-type': 'application/json' }, body)).toMatchObject({
        kind: 'retry',
      });
    },
  );

  test('from a login page is no promise', async () => {
    const outcome = await outcomeOf(
      200,
      { 'content-type': 'text/html' },
      '<h1>Welcome to the guest network</h1>',
    );
    expect(outcome).toMatchObject({ kind: 'retry', reason: expect.stringContaining('login page') });
  });

  test('without an end is not read to its end', async () => {
    const outcome = await outcomeFrom((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void =>
        void (response.write('x'.repeat(65_536)) ? setImmediate(more) : response.once('drain', more));
      more();
    });
    expect(outcome).toMatchObject({ kind: 'retry' });
  });

  test('that does not come in time is tried again', async () => {
    const outcome = await outcomeFrom(() => undefined, 100);
    expect(outcome).toEqual({ kind: 'retry', reason: 'It did not answer within 0.1 seconds.' });
  });

  test('from a closed port is tried again, and the reason says why', async () => {
    const connector = createWebhookConnector({ name: 'cloud', url: 'http://127.0.0.1:1/', secret });
    const outcome = await connector.send(outboundBatch('k1', [1]), running);
    expect(outcome).toMatchObject({
      kind: 'retry',
      reason: expect.stringMatching(/^It cannot be reached: /),
    });
  });
});
