import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import { LIMITS } from '../../hub/contract/limits.ts';
import { EventReply } from '../../hub/contract/reply.ts';
import { tillTopic } from '../../hub/contract/topics.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { bytesOf, saleOf, tillEvent } from '../kit/till-events.ts';

test('an event that is too large is kept, acknowledged and answered, and the sale behind it goes on', async () => {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  await using hub = new HubProcess(shop.config);
  await hub.start();
  const { name, secret, source } = shop.tills[0] ?? { name: '', secret: '', source: '' };
  const till = await connectAsync(shop.mqttUrl, { clientId: name, username: name, password: secret });
  await till.subscribeAsync(tillTopic(name, 'reply'));
  const replies: EventReply[] = [];
  till.on('message', (_topic, body) => replies.push(EventReply.parse(JSON.parse(body.toString()))));

  const tooLarge = Buffer.alloc(LIMITS.eventBytes + 1, '{');
  const sale = bytesOf(tillEvent({ ...saleOf({ sku: 'TEA' }), sequence: 2, source }));
  const topic = tillTopic(name, 'event');
  await Promise.all([tooLarge, sale].map((event) => till.publishAsync(topic, event, { qos: 1 })));
  await expect.poll(() => replies).toHaveLength(2);
  expect(replies[0]).toMatchObject({ outcome: 'rejected', reason: { code: 'too-large' } });
  expect(replies[1]).toMatchObject({ outcome: 'accepted' });
  await till.endAsync();
  expect(await hub.stop()).toBe(0);

  const ledger = openReader(shop.file);
  const kept = ledger.prepare('SELECT code, sender FROM rejected').all();
  ledger.close();
  expect(kept).toEqual([{ code: 'too-large', sender: `till/${name}` }]);
});
