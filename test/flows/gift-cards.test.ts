import { expect, test } from 'vitest';
import type { EventReply } from '../../hub/contract/reply.ts';
import { must } from '../../hub/kit/assert.ts';
import { newId } from '../../hub/kit/ids.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { commandLine } from '../kit/command-line.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { TillIdentity } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { cardLine, cardTender, holdMade, refundedFor, soldFor } from '../kit/liability-events.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { TillOnTheBroker } from '../kit/till-on-the-broker.ts';

const ROUNDS = 5;

async function runningShop(folder: string, tills: number) {
  const shop = await hubFolder(folder, { tills });
  const hub = new HubProcess(shop.config);
  await hub.start();
  const ask = async (path: string, body?: object, key: string = newId()): Promise<[number, unknown]> => {
    const init = { method: 'POST', headers: { 'Idempotency-Key': key }, body: JSON.stringify(body) };
    const answer = await fetch(`${shop.web}/api/v1/${path}`, body === undefined ? {} : init);
    return [answer.status, await answer.json()];
  };
  return { shop, hub, ask };
}

test('of two tills that race for the last of a gift card one has it, and each gets the same answer again', async () => {
  using folder = tempFolder();
  const { shop, hub, ask } = await runningShop(folder.path, 2);
  await using running = hub;
  const [first, second] = shop.tills.map((till) => TillOnTheBroker.open(shop, till));
  const replies: [object, EventReply][] = [];
  {
    await using one = await must(first, 'a till');
    await using other = await must(second, 'a till');
    for (let round = 1; round <= ROUNDS; round += 1) {
      const account = `card-${round}`;
      await one.tell(soldFor({ lines: [cardLine(account, 5_000)] }));
      const asked = [one, other].map(
        (till, index) => [till, till.made(holdMade(`h-${round}-${index}`, 3_000, { account }))] as const,
      );
      const answers = await Promise.all(asked.map(([till, event]) => till.send(event)));
      expect(answers.filter(({ refused }) => refused === undefined)).toHaveLength(1);
      expect(answers.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
      const { balance } = await one.ask({ question: 'balance', kind: 'gift_card', account });
      expect(balance?.balances).toMatchObject([
        { balanceMinor: 5_000, heldMinor: 3_000, availableMinor: 2_000 },
      ]);
      asked.forEach(([, event], index) => replies.push([event, must(answers[index], 'an answer')]));
    }
  }
  await running.kill();
  await running.start();
  await using again = await TillOnTheBroker.open(shop, must(shop.tills[0], 'a till'));
  const own = replies.filter((_, index) => index % 2 === 0);
  for (const [event, { seq, refused }] of own) {
    expect(await again.send(event)).toEqual(
      expect.objectContaining({ outcome: 'duplicate', seq, ...(refused && { refused }) }),
    );
  }
  expect(await ask('holds/h-1-0')).toMatchObject([
    200,
    { kind: 'gift_card', account: 'card-1', amountMinor: 3_000 },
  ]);
  await running.stop();
  expectWhole(shop.file);
});

test('a card is sold, held, spent, refunded to and adjusted, by tills, over HTTP and on the command line', async () => {
  using folder = tempFolder();
  const { shop, hub, ask } = await runningShop(folder.path, 1);
  await using running = hub;
  const till = must(shop.tills[0], 'a till');
  {
    await using selling = await TillOnTheBroker.open(shop, till);
    await sellAndHold(selling, ask);
    await giveBack(selling, ask);
  }
  await holdRefundable(till, ask);
  const run = commandLine(shop.config);
  const adjusted = await run('giftcard', 'adjust', 'card/1', '1.50', '--reason', 'goodwill');
  expect(adjusted).toMatchObject({ exitCode: 0, err: '' });
  const listed = await run('giftcard', 'list');
  expect(listed).toMatchObject({ exitCode: 0, out: expect.stringContaining('31.50 EUR') });
  const { out } = await run('giftcard', 'show', 'card/1');
  for (const reason of ['sold', 'spent', 'refunded', 'goodwill']) expect(out).toContain(reason);
  await running.stop();
  expectWhole(shop.file);
});

type AskHub = (path: string, body?: object, key?: string) => Promise<[number, unknown]>;

async function sellAndHold(selling: TillOnTheBroker, ask: AskHub): Promise<void> {
  await selling.tell(soldFor({ lines: [cardLine('card/1', 5_000)] }));
  const hold = { holdId: 'h/1', kind: 'gift_card', account: 'card/1', currency: 'EUR', amountMinor: 4_000 };
  const refused = [409, { code: 'hold-refused' }];
  expect(await ask('holds', hold, 'one')).toMatchObject([200, { outcome: 'accepted' }]);
  expect(await ask('holds', { ...hold, holdId: 'h/2' })).toMatchObject(refused);
  expect(await ask('holds', { ...hold, amountMinor: 900 })).toMatchObject(refused);
  expect(await ask('holds', hold, 'one')).toMatchObject([200, { outcome: 'duplicate' }]);
  const tenders = [cardTender('card/1', 4_000, { holdId: 'h/1' })];
  const mugs = soldFor({ lines: [{ quantity: '2', amountMinor: 4_000 }], tenders });
  await selling.tell({ ...mugs, id: 'mugs' });
  expect(await ask('holds/h%2F1')).toMatchObject([200, { state: 'used', usedMinor: 4_000, heldMinor: 0 }]);
}

async function giveBack(selling: TillOnTheBroker, ask: AskHub): Promise<void> {
  const lines = [{ quantity: '-1', amountMinor: -2_000, originalLine: 1 }];
  const named = { original: { id: 'mugs' }, originalOrder: { channel: 'web shop', orderNumber: '1001' } };
  await selling.tell(refundedFor({ lines, ...named, tenders: [cardTender('card/1', -2_000)] }));
  const { refundable } = await selling.ask({ question: 'refundable', sale: { id: 'mugs' } });
  expect(refundable).toMatchObject({
    soldMinor: 4_000,
    refundedMinor: 2_000,
    refundableMinor: 2_000,
    lines: [{ line: 1, refundedQuantity: '1', refundableQuantity: '1', refundableMinor: 2_000 }],
  });
  const found = [{ channel: 'web shop', totalMinor: -2_000 }];
  expect(await ask('orders/1001/refunds')).toMatchObject([200, found]);
}

async function holdRefundable({ source }: TillIdentity, ask: AskHub): Promise<void> {
  const refund = { kind: 'refund', original: { source, id: 'mugs' }, currency: 'EUR' };
  expect(await ask('holds', { ...refund, amountMinor: 2_000 }, 'h-3')).toMatchObject([200, {}]);
  const tooLate = [409, { detail: expect.stringContaining('0.00 EUR available') }];
  expect(await ask('holds', { ...refund, amountMinor: 1 })).toMatchObject(tooLate);
  expect(await ask('holds/h-3/release', {})).toMatchObject([200, {}]);
  const short = { ...refund, holdId: 'h/4', amountMinor: 1, expiresAt: '2026-11-23T10:00:00Z' };
  expect(await ask('holds', short)).toMatchObject([200, { outcome: 'accepted' }]);
  const expired = [200, { state: 'expired' }];
  await expect.poll(async () => ask('holds/h%2F4'), { timeout: 20_000 }).toMatchObject(expired);
  expect(await ask('sales/mugs/refundable')).toMatchObject([200, { heldMinor: 0, refundableMinor: 2_000 }]);
}
