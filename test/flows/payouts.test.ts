import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hubFolder } from '../kit/hub-folder.ts';
import { backroom, HubProcess } from '../kit/hub-process.ts';
import { cardSale, payoutOf } from '../kit/payment-events.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { tillEvent } from '../kit/till-events.ts';

const CARD = '4111111111111111';

test('a payout settles a sale, its fee is reported, and a card number in a note is nowhere', async () => {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  await using hub = new HubProcess(shop.config);
  await hub.start();
  const [till] = shop.tills;
  const sale = cardSale('r-1', 500);
  const told = { ...sale, data: { ...sale.data, note: `card ${CARD}` } };
  const event = tillEvent({ ...told, sequence: 1, source: till?.source ?? '' });
  const headers = { authorization: `Bearer ${till?.name}:${till?.secret}` };
  await fetch(`${shop.web}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(event) });

  const ask = async (path: string): Promise<unknown> => (await fetch(`${shop.web}/api/v1/${path}`)).json();
  expect(await ask('payments/open')).toMatchObject({ payments: [{ reference: 'r-1', openMinor: 500 }] });
  const { data } = payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500, feeMinor: 9 }]);
  const record = async (): Promise<unknown> => {
    const answer = await fetch(`${shop.web}/api/v1/payouts`, {
      method: 'POST',
      headers: { 'Idempotency-Key': 'payout p-1' },
      body: JSON.stringify(data),
    });
    return answer.json();
  };
  expect(await record()).toMatchObject({ outcome: 'accepted' });
  expect(await record()).toMatchObject({ outcome: 'duplicate' });
  expect(await ask('payments/open')).toEqual({ payments: [], next: null });
  expect(await ask('days/2026-11-23/reconciliation')).toMatchObject({
    agrees: false,
    differences: [{ cause: 'session.open', advice: expect.stringContaining('close the session') }],
  });
  expect(await ask('fees?from=2026-11-25')).toMatchObject({ status: 400, code: 'invalid' });
  expect(await ask('days/yesterday/reconciliation')).toMatchObject({ status: 400 });
  expect(JSON.stringify(await ask('exceptions'))).toContain('card.masked');
  expect(JSON.stringify(await ask('activity'))).not.toContain(CARD);

  const config = ['--config', shop.config];
  const days = ['--from', '2026-11-01', '--to', '2026-11-30'];
  expect(await backroom(['payout', 'fees', ...days, ...config])).toMatchObject({
    fees: [{ processor: 'Acme', tender: 'card', grossMinor: 500, feeMinor: 9, netMinor: 491 }],
  });
  const { payouts } = (await ask('payouts')) as { payouts: { seq: number }[] };
  expect(await backroom(['payout', 'show', String(payouts[0]?.seq), ...config])).toMatchObject({
    payoutId: 'p-1',
    entries: [{ reference: 'r-1', settles: [{ seq: 1, minor: 500 }] }],
  });
  await recordAndIdentify(folder.path, config);
  const moved = expect.objectContaining({ cause: 'payout.unknown_payment', subject: 'Acme r-1' });
  expect(await ask('exceptions')).toMatchObject({ exceptions: expect.arrayContaining([moved]) });
  expect(await backroom(['day', 'show', '2026-11-23', ...config])).toMatchObject({ agrees: false });
});

/** By a technician: a payout out of a file, and whose it was after all. */
async function recordAndIdentify(folder: string, config: readonly string[]): Promise<void> {
  await expect(
    backroom(['payout', 'identify', '1.2', '--processor', 'Acme', '--reference', 'r', ...config]),
  ).rejects.toThrow('No payment of a processor');
  const file = join(folder, 'payout.json');
  writeFileSync(file, JSON.stringify(payoutOf('p-2', [{ reference: 'r-2', grossMinor: 500 }]).data));
  // Nobody has told of such a payment yet, and whoever records it hears of that.
  const unknown = expect.objectContaining({ cause: 'payout.unknown_payment' });
  expect(await backroom(['payout', 'record', file, ...config])).toMatchObject({ exceptions: [unknown] });
  await backroom(['payout', 'identify', '1.1', '--processor', 'Acme', '--reference', 'r-2', ...config]);
  writeFileSync(file, '{"payoutId":"p-3"}');
  await expect(backroom(['payout', 'record', file, ...config])).rejects.toThrow('processor is missing');
  writeFileSync(file, 'payout');
  await expect(backroom(['payout', 'record', file, ...config])).rejects.toThrow('not JSON');
}
