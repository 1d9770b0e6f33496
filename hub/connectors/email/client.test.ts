import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { connectorContract, outboundItem } from '../../../test/contracts/connector-contract.ts';
import {
  MailServer,
  type MailServerSettings,
  makeCertificate,
} from '../../../test/kit/mail-server/mail-server.ts';
import { tempFolder } from '../../../test/kit/temp-folder.ts';
import { silentLog } from '../../kit/log.ts';
import type { OutboundBatch, OutboundItem, SendOutcome } from '../connector.ts';
import { createEmailConnector, type EmailSettings } from './client.ts';
import { lineOf } from './map.ts';

const folder = tempFolder();
afterAll(() => folder[Symbol.dispose]());
const { pem, ...certificate } = await makeCertificate(folder.path);
const running = new AbortController().signal;
const PASSWORD = 'a password that nobody may see';

const ADDRESSES = { from: 'shop@shop.test', to: ['ann@shop.test', 'bob@shop.test'] };
const SETTINGS = {
  name: 'mail',
  shopName: 'Harbour Street Grocer',
  ...ADDRESSES,
  host: '127.0.0.1',
} as const;

const servers: MailServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

async function mailServer(settings: Partial<MailServerSettings> = {}): Promise<MailServer> {
  const server = await MailServer.start({ encryption: 'none', ...certificate, ...settings });
  servers.push(server);
  return server;
}

function connectorTo(port: number, more: Partial<EmailSettings> = {}, log = silentLog) {
  const plain = { ...SETTINGS, port, encryption: 'none', login: null, timeoutMs: 20_000 } as const;
  return createEmailConnector({ ...plain, ...more }, log);
}

function told(seq: number): OutboundItem {
  const data = {
    sku: `SKU-${seq}`,
    name: `Crème brûlée “${seq}”, 1.10 €`,
    location: 'back room',
    state: 'low',
    onHand: '2',
    available: '1',
    level: '5',
    unit: 'each',
    sinceSeq: seq,
  };
  return { ...outboundItem(seq), type: 'backroom.low-stock.told.v1', body: JSON.stringify({ data }) };
}

function batch(key: string, items: readonly OutboundItem[]): OutboundBatch {
  return { key, items };
}

/** What a person reads: each line once, however often it came. */
function linesIn(server: MailServer): string[] {
  return [
    ...new Set(server.mails.flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('- ')))),
  ];
}

connectorContract(
  'email',
  async () => {
    const server = await MailServer.start({ encryption: 'none' });
    return {
      connector: connectorTo(server.port),
      received: async () => linesIn(server),
      damage: () => server.answer({ DATA: '451 4.3.0 the disk is full' }),
      repair: () => server.answer(),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
  { item: told, shown: (item) => lineOf({ ...JSON.parse(item.body).data, seq: item.seq }) },
);

test.each([['tls'], ['starttls']] as const)('mail goes by %s, with a sign-in', async (encryption) => {
  const server = await mailServer({ encryption, login: ['shop', PASSWORD] });
  const login = { user: 'shop', password: PASSWORD };
  const connector = connectorTo(server.port, { encryption, login, ca: pem });
  expect(await connector.send(batch('k1', [told(7)]), running)).toEqual({ kind: 'done' });
  expect(server.mails).toMatchObject([
    { from: ADDRESSES.from, to: ADDRESSES.to, isSecure: true, user: 'shop' },
  ]);
});

test('a mail says what is low in words, and the same batch has the same Message-ID', async () => {
  const server = await mailServer();
  const connector = connectorTo(server.port);
  await connector.send(batch('k1', [told(7)]), running);
  await connector.send(batch('k1', [told(7)]), running);
  await connector.send(batch('k2', [told(7), told(8)]), running);
  const [first, again, other] = server.mails;
  expect(first?.headers).toMatchObject({
    from: 'Harbour Street Grocer <shop@shop.test>',
    to: 'ann@shop.test, bob@shop.test',
    subject: 'Harbour Street Grocer: Crème brûlée “7”, 1.10 € is low',
    'auto-submitted': 'auto-generated',
  });
  expect(first?.text).toContain(
    '- Crème brûlée “7”, 1.10 € (SKU-7) at back room: 2 on hand, 1 of it not promised; its level is 5. Entry 7.',
  );
  expect(again).toEqual(first);
  expect(other?.headers['subject']).toBe('Harbour Street Grocer: 2 products are low');
  expect(other?.headers['message-id']).not.toBe(first?.headers['message-id']);
});

test('a batch without news for people makes no connection', async () => {
  const connector = connectorTo(1);
  expect(await connector.send(batch('k1', [outboundItem(1), { ...told(2), standing: 1 }]), running)).toEqual({
    kind: 'done',
  });
});

/** Takes connections and says nothing. */
async function silentServer(onConnection = (): void => undefined) {
  const silent = createServer(onConnection).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  return { silent, port: (silent.address() as AddressInfo).port };
}

describe('an answer', () => {
  async function outcomeOf(answers: Record<string, string>): Promise<SendOutcome> {
    const server = await mailServer();
    await server.answer(answers);
    return connectorTo(server.port).send(batch('k1', [told(1)]), running);
  }

  test.each([['MAIL'], ['RCPT'], ['DATA']])('4xx to %s is tried again', async (stage) => {
    const reason = 'It is out of order: 451 4.3.0 come back later';
    expect(await outcomeOf({ [stage]: '451 4.3.0 come back later' })).toEqual({
      kind: 'retry',
      answered: true,
      reason,
    });
  });

  test.each([['MAIL'], ['RCPT'], ['DATA']])(
    '5xx to %s refuses, with the words of the server',
    async (stage) => {
      expect(await outcomeOf({ [stage]: '554 5.7.1 we take no mail from you' })).toEqual({
        kind: 'refused',
        reason: 'It refuses with: 554 5.7.1 we take no mail from you',
      });
    },
  );

  test('of a server that wants a sign-in first blames nothing', async () => {
    expect(await outcomeOf({ MAIL: '530 5.7.0 sign in first' })).toMatchObject({
      kind: 'retry',
      answered: true,
    });
  });

  test('that refuses one address of two is done, and the log says it', async () => {
    const server = await mailServer();
    await server.answer({ 'RCPT bob@shop.test': '550 5.1.1 nobody of that name' });
    const logged: object[] = [];
    const log = { ...silentLog, warn: (fields: object) => void logged.push(fields) };
    const outcome = await connectorTo(server.port, {}, log).send(batch('k1', [told(1)]), running);
    expect(outcome).toEqual({ kind: 'done' });
    expect(server.mails).toMatchObject([{ to: ['ann@shop.test'] }]);
    expect(logged).toEqual([{ destination: 'mail', reasons: ['550 5.1.1 nobody of that name'] }]);
  });

  test('to a wrong password is tried again, and does not show the password', async () => {
    const server = await mailServer({ encryption: 'starttls', login: ['shop', 'another'] });
    await server.answer({ AUTH: '535 5.7.8 {password} is wrong' });
    const login = { user: 'shop', password: PASSWORD };
    const connector = connectorTo(server.port, { encryption: 'starttls', login, ca: pem });
    expect(await connector.send(batch('k1', [told(1)]), running)).toEqual({
      kind: 'retry',
      answered: true,
      reason: 'It does not let us in: 535 5.7.8 (not shown) is wrong',
    });
  });

  test('with a certificate that nobody vouches for is no server to speak to', async () => {
    const server = await mailServer({ encryption: 'starttls' });
    const outcome = await connectorTo(server.port, { encryption: 'starttls' }).send(
      batch('k1', [told(1)]),
      running,
    );
    expect(outcome).toMatchObject({
      kind: 'retry',
      reason: expect.stringMatching(/self-signed certificate/),
    });
    expect(server.mails).toEqual([]);
  });

  test('without TLS where it is asked for is no server to speak to', async () => {
    const server = await mailServer();
    const outcome = await connectorTo(server.port, { encryption: 'starttls' }).send(
      batch('k1', [told(1)]),
      running,
    );
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(server.mails).toEqual([]);
  });

  test('of nobody is tried again, whether the port is closed or silent', async () => {
    expect(await connectorTo(1).send(batch('k1', [told(1)]), running)).toMatchObject({
      kind: 'retry',
      reason: expect.stringMatching(/^It cannot be reached: .*ECONNREFUSED/),
    });
    const { silent, port } = await silentServer();
    const outcome = await connectorTo(port, { timeoutMs: 200 }).send(batch('k1', [told(1)]), running);
    expect(outcome).toEqual({ kind: 'retry', reason: 'It did not answer within 0.2 seconds.' });
    silent.close();
  });

  test('that does not come is not waited for when the hub stops', async () => {
    const stop = new AbortController();
    const { silent, port } = await silentServer(() => stop.abort());
    const outcome = await connectorTo(port).send(batch('k1', [told(1)]), stop.signal);
    expect(outcome).toEqual({ kind: 'retry', reason: 'The hub stops.' });
    silent.close();
  });
});
