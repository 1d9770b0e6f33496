import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { statusLine } from './words.ts';

interface Day {
  readonly sales: number;
  readonly refunds: number;
  readonly waiting?: number;
}

/** What the terminal says of a hub that tells this. */
async function lineOf({ sales, refunds, waiting }: Day): Promise<string | null> {
  const failingSince = waiting === undefined ? null : '2026-11-23T10:00:00Z';
  const answers: Readonly<Record<string, object>> = {
    '/api/v1/day-totals': { dayTotals: [{ sales, refunds }] },
    '/api/v1/destinations': { destinations: [{ name: 'sandbox', waiting: waiting ?? 0, failingSince }] },
  };
  const server = createServer((request, response) =>
    response.end(JSON.stringify(answers[request.url ?? ''])),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return await statusLine(`http://127.0.0.1:${port}`, new Date(2026, 10, 23, 9, 5));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('the terminal counts as people speak', async () => {
  expect(await lineOf({ sales: 12, refunds: 1 })).toBe(
    '09:05  12 sales and 1 refund today; the sandbox gets everything.',
  );
  expect(await lineOf({ sales: 1, refunds: 0, waiting: 1 })).toBe(
    '09:05  1 sale and 0 refunds today; 1 event waits for the sandbox, which does not take it.',
  );
  expect(await lineOf({ sales: 0, refunds: 2, waiting: 30 })).toBe(
    '09:05  0 sales and 2 refunds today; 30 events wait for the sandbox, which does not take them.',
  );
});
