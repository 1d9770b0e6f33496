import { connectAsync } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine } from '../kit/command-line.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { MailServer } from '../kit/mail-server/mail-server.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { received, saleOf, tillEvent } from '../kit/till-events.ts';
import { until } from '../kit/until.ts';
import { WebhookReceiver } from '../kit/webhook-receiver.ts';

/** One product gets low in a running hub, and everybody who asked for it is told once. */
const stack = new AsyncDisposableStack();
let shop: HubFolder;
let hub: HubProcess;
let receiver: WebhookReceiver;
let mail: MailServer;
let run: ReturnType<typeof commandLine>;
let sequence = 0;

beforeAll(async () => {
  const folder = stack.use(tempFolder()).path;
  receiver = stack.use(await WebhookReceiver.listen());
  mail = stack.use(await MailServer.start({ encryption: 'none' }));
  shop = await hubFolder(folder, { tills: 1, more: destinations() });
  run = commandLine(shop.config);
  hub = stack.use(new HubProcess(shop.config));
  await hub.start();
});
afterAll(() => stack.disposeAsync());

function destinations(): string {
  return `[store]
name = "Corner shop"
[[destination]]
name = "cloud"
kind = "webhook"
url = "${receiver.url}"
secret = "a secret of sixteen characters"
batch_age_ms = 0
[[destination]]
name = "mail"
kind = "email"
host = "127.0.0.1"
port = ${mail.port}
encryption = "none"
from = "shop@shop.test"
to = ["owner@shop.test"]
batch_age_ms = 0`;
}

async function send(event: { type: string; data: object }): Promise<void> {
  const [till] = shop.tills;
  sequence += 1;
  const response = await fetch(`${shop.web}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${till?.name}:${till?.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(tillEvent({ ...event, source: till?.source ?? '', sequence })),
  });
  expect(response.status).toBe(200);
}

async function put(path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': path };
  const response = await fetch(`${shop.web}/api/v1${path}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(body),
  });
  return response.json();
}

/** The till, listening. */
async function listener(
  filter: string,
  hear: (topic: string, text: string) => void,
): Promise<AsyncDisposable> {
  const [till] = shop.tills;
  const login = { clientId: till?.name ?? '', username: till?.name ?? '', password: till?.secret ?? '' };
  const client: MqttClient = await connectAsync(shop.mqttUrl, login);
  client.on('message', (topic, payload) => hear(topic, payload.toString()));
  await client.subscribeAsync(filter);
  return { [Symbol.asyncDispose]: () => client.endAsync(true) };
}

const TOPIC = 'backroom/v1/low-stock/shop/TEA';

test('crossing the level is told on MQTT, by mail, to a webhook, on the page, to programs and in the terminal', async () => {
  const heard: string[] = [];
  await using _listener = await listener('backroom/v1/low-stock/#', (_, text) => heard.push(text));

  await put('/products/TEA', { name: 'Tea', kind: 'goods', unit: 'each', barcodes: [] });
  await send(received({ sku: 'TEA', quantity: '6' }));
  const level = await run('stock', 'level', 'TEA', '--level', '3', '--margin', '2');
  expect(level).toEqual({ exitCode: 0, out: 'TEA is low at 3 or less.\n', err: '' });
  expect(await put('/products/TEE/levels', { level: '3' })).toMatchObject({ status: 404 });

  for (let sold = 0; sold < 4; sold += 1) await send(saleOf({ sku: 'TEA' }));
  await until('the mail comes', () => mail.mails.length > 0);
  await until('MQTT is told', () => heard.some((text) => text.includes('"TEA"')));
  await until('the webhook is told', () => [...receiver.ids].some((id) => /^low-stock:.*:low$/.test(id)));
  expect(mail.mails.at(-1)).toMatchObject({
    to: ['owner@shop.test'],
    headers: { subject: 'Corner shop: Tea is low' },
  });
  expect((await run('stock', 'low')).out).toMatch(/^SKU .*\nTEA +Tea +shop +2 +3 +0 /);
  const page = await (await fetch(`${shop.web}/low`)).text();
  expect(page).toContain('href="/products/TEA"');

  await send(received({ sku: 'TEA', quantity: '9' }));
  await until('MQTT is told that there is enough', () => heard.at(-1) === '');
  await until('the mail says so', () => mail.mails.at(-1)?.text.includes('Enough again:') ?? false);
  const list = await fetch(`${shop.web}/api/v1/low-stock`);
  expect(await list.json()).toEqual({ products: [], next: null });
  expect((await run('stock', 'low')).out).toBe('Nothing is low.\n');
});

test('what is low is retained, through a kill', async () => {
  await send(saleOf({ sku: 'TEA', quantity: '10' }));
  await hub.kill();
  await hub.start();
  const heard: { topic: string; text: string }[] = [];
  await using _listener = await listener('backroom/v1/low-stock/+/+', (topic, text) =>
    heard.push({ topic, text }),
  );
  await until('it is told', () => heard.some(({ text }) => text !== ''));
  expect(heard.every(({ topic }) => topic === TOPIC)).toBe(true);
  expect(JSON.parse(heard.at(-1)?.text ?? '')).toMatchObject({ sku: 'TEA', onHand: '1', level: '3' });
});
