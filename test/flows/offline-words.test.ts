import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createWebhookConnector } from '../../hub/connectors/webhook/client.ts';
import { createFormat } from '../../hub/web/pages/format.ts';
import { headerStatus } from '../../hub/web/pages/status-words.ts';
import { MemoryShop } from '../kit/memory-shop.ts';
import { outboundBatch } from '../contracts/connector-contract.ts';

type Behaviour = 'closed' | 'silent' | 'a login page' | 'broken' | 'locked';

const ANSWERS: Readonly<Record<Exclude<Behaviour, 'closed' | 'silent'>, readonly [number, string]>> = {
  'a login page': [200, 'text/html'],
  broken: [503, 'application/json'],
  locked: [401, 'application/json'],
};

/** What the header says of the cloud after a real request to a receiver that behaves like this. */
async function cloudWhen(behaviour: Behaviour): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    if (behaviour === 'silent' || behaviour === 'closed') return;
    const [status, type] = ANSWERS[behaviour];
    response.writeHead(status, { 'Content-Type': type }).end('<html></html>');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  if (behaviour === 'closed') server.close();
  const url = `http://127.0.0.1:${port}/`;
  const connector = createWebhookConnector({ name: 'cloud', url, secret: 'x'.repeat(16), timeoutMs: 200 });
  const outcome = await connector.send(outboundBatch('k', [1]), new AbortController().signal);
  server.closeAllConnections();
  server.close();
  const lastError = 'reason' in outcome ? outcome.reason : '';
  const shop = new MemoryShop();
  const failingSince = new Date(shop.clock.nowMs()).toISOString();
  const answersWithErrors = outcome.kind === 'retry' && outcome.answered === true;
  const none = { oldestWaitingAt: null, lastDeliveredAt: null, nextAttemptAt: null, parked: 0, delivered: 0 };
  const waits = { waiting: 1, moreWaiting: false, failingSince, answersWithErrors, lastError };
  shop.queues.push({ ...none, name: 'cloud', kind: 'webhook', ...waits });
  return headerStatus(shop, createFormat({ locale: 'en-GB', timeZone: 'UTC' })).cloud.text;
}

test.each([
  ['closed', /^offline since/],
  ['silent', /^offline since/],
  ['a login page', /^offline since/],
  ['broken', /^answers with errors since/],
  ['locked', /^answers with errors since/],
] as const)('a receiver that is %s: the header tells whether it was reached', async (behaviour, words) => {
  expect(await cloudWhen(behaviour)).toMatch(words);
});
