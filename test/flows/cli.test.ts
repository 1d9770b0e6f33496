import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLine } from '../kit/command-line.ts';
import type { Told } from '../kit/command-line.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { bytesOf, saleOf, tillEvent } from '../kit/till-events.ts';
import { until } from '../kit/until.ts';
import { WebhookReceiver } from '../kit/webhook-receiver.ts';

/** A technician's day: nobody reads the source, so every message must say what to do next. */
const stack = new AsyncDisposableStack();
let folder: string;
let shop: HubFolder;
let receiver: WebhookReceiver;
let run: (...args: string[]) => Promise<Told>;

beforeAll(async () => {
  folder = stack.use(tempFolder()).path;
  receiver = stack.use(await WebhookReceiver.listen());
  const destination = `[[destination]]
name = "cloud"
kind = "webhook"
url = "${receiver.url}"
secret = "a secret of sixteen characters"
batch_age_ms = 0
retry_max_ms = 100`;
  shop = await hubFolder(folder, { tills: 1, more: destination });
  run = commandLine(shop.config);
});

afterAll(() => stack.disposeAsync());

async function done(...args: string[]): Promise<string> {
  const told = await run(...args);
  expect(told, `backroom ${args.join(' ')}`).toMatchObject({ exitCode: 0, err: '' });
  return told.out;
}

/** A command that does not do what it was asked says what to do, on standard error, and with its exit code. */
async function refused(words: RegExp, ...args: string[]): Promise<void> {
  const told = await run(...args);
  expect(told.err, `backroom ${args.join(' ')}`).toMatch(words);
  expect(told.err, 'words, and no stack').not.toMatch(/^\s+at /m);
  expect(told.exitCode).toBeGreaterThan(0);
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function send(body: Uint8Array): Promise<unknown> {
  const [till] = shop.tills;
  const headers = {
    authorization: `Bearer ${till?.name}:${till?.secret}`,
    'content-type': 'application/json',
  };
  const response = await fetch(`${shop.web}/api/v1/events`, {
    method: 'POST',
    headers,
    body: Buffer.from(body),
  });
  return response.json();
}

function sale(sequence: number): Record<string, unknown> {
  const source = shop.tills[0]?.source ?? '';
  return tillEvent({ ...saleOf({ sku: 'MUG' }), source, sequence, id: `sale-${sequence}` });
}

function parkedOnes(): Promise<{ seq: number; reason: string }[]> {
  return run('outbox', 'parked', '--json').then(
    ({ out }) => JSON.parse(out) as { seq: number; reason: string }[],
  );
}

function tillsAndProducts(): void {
  test('a till is added, listed and removed, and its secret is shown once', async () => {
    const added = await done('till', 'add', 'front');
    expect(added).toMatch(/The till front may connect now/);
    const secret = /secret\)\s+(\S+)/.exec(added)?.[1] ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(added).toMatch(/shown this once/);
    const listed = await done('till', 'list');
    expect(listed).toMatch(/^NAME\nfront\n/);
    expect(listed).not.toContain(secret);
    await refused(/taken[^]*another name/, 'till', 'add', 'front');
    expect(await done('till', 'remove', 'front')).toMatch(/cannot connect any more/);
    await refused(/no such till[^]*till list/i, 'till', 'remove', 'front');
    await refused(/letters/, 'till', 'add', 'a b');
  });

  test('a product list with errors names each line and imports nothing; repaired, all of it', async () => {
    const before = await done('status');
    const wrong = file(
      'wrong.csv',
      'sku,name,price,currency\nMUG,Mug,2.50,EUR\n,Tea,1,EUR\nCUP,Cup,cheap,EUR\n',
    );
    const told = await run('product', 'import', wrong);
    expect(told.exitCode).toBe(65);
    expect(told.out).toMatch(/^line 3: sku is missing\.\nline 4: price "cheap" is not/);
    expect(told.err).toMatch(/Nothing was imported\.\n {2}Repair these lines/);
    expect(await done('status')).toBe(before);
    const right = file('right.csv', 'sku,name,price,currency\nMUG,Mug,2.50,EUR\nCUP,Cup,3,EUR\n');
    expect(await done('product', 'import', right)).toBe('2 products were imported.\n');
    expect(await done('status')).toMatch(/ 2 products, 0 of them unlisted/);
    await refused(/There is no file/, 'product', 'import', join(folder, 'none.csv'));
  });
}

describe('where no hub runs', () => {
  tillsAndProducts();

  test('the contract is written as files that a program can read', async () => {
    const out = join(folder, 'contract');
    await done('contract', '--out', out);
    const names = readdirSync(out);
    expect(names).toEqual(expect.arrayContaining(['asyncapi.json', 'event.schema.json', 'openapi.json']));
    for (const name of names) expect(JSON.parse(readFileSync(join(out, name), 'utf8'))).toBeTypeOf('object');
  });

  test('a word that nobody knows is answered with where help is', async () => {
    const told = await run('ledgre');
    expect(told.exitCode).not.toBe(0);
    expect(told.err).toMatch(/unknown command 'ledgre'[^]*--help/);
  });
});

describe('with a running hub', () => {
  let hub: HubProcess;
  beforeAll(async () => {
    hub = new HubProcess(shop.config);
    await hub.start();
  });
  afterAll(() => hub.stop());
  tillsAndProducts();

  test('a payload that cannot be read is listed, shown, repaired and admitted', async () => {
    const broken = { ...sale(1), time: 'yesterday' };
    expect(await send(bytesOf(broken))).toMatchObject({ outcome: 'rejected' });
    const listed = JSON.parse(await done('rejected', 'list', '--json')) as {
      rejected: number;
      reason: string;
    }[];
    expect(listed).toMatchObject([{ reason: expect.stringContaining('time'), timesSeen: 1 }]);
    const number = String(listed[0]?.rejected);
    expect(JSON.parse(await done('rejected', 'show', number))).toEqual(broken);
    const still = file('still-broken.json', JSON.stringify({ ...broken, time: 'today' }));
    await refused(/still cannot be read: time[^]*Repair the file/, 'rejected', 'admit', number, still);
    const repaired = file('repaired.json', JSON.stringify(sale(1)));
    expect(await done('rejected', 'admit', number, repaired)).toMatch(/in the ledger: accepted, entry \d+/);
    expect(await done('rejected', 'list')).toBe('Nothing was rejected.\n');
    await refused(/no such/, 'rejected', 'show', '999');
    await refused(/admitted before/, 'rejected', 'admit', number, repaired);
  });

  test('a payload that nobody needs is closed, and opens again when it comes again', async () => {
    const noise = Buffer.from('{"nonsense":1}');
    await send(noise);
    const [row] = JSON.parse(await done('rejected', 'list', '--json')) as { rejected: number }[];
    expect(await done('rejected', 'close', String(row?.rejected), '--note', 'a test')).toBe(
      'It is off the list.\n',
    );
    expect(await done('rejected', 'list')).toBe('Nothing was rejected.\n');
    await refused(/rejected list/, 'rejected', 'close', String(row?.rejected));
    await send(noise);
    expect(await done('rejected', 'list')).toContain('till/');
  });

  test('an exception is listed and closed, once', async () => {
    await send(bytesOf({ ...sale(1), type: 'acme.unknown.v1', id: 'nobody-knows' }));
    const [open] = JSON.parse(await done('exception', 'list', '--json')) as {
      exception: number;
      cause: string;
    }[];
    const number = String(open?.exception);
    expect(await done('exception', 'close', number, '--note', 'seen')).toBe(
      `Exception ${number} is closed.\n`,
    );
    await refused(/closed already/, 'exception', 'close', number);
    await refused(/No exception has this number/, 'exception', 'close', '99999');
  });

  test('a parked item is listed with its reason, sent again or skipped', async () => {
    receiver.refuses = 'The tax category is not known here.';
    expect(await send(bytesOf(sale(2)))).toMatchObject({ outcome: 'accepted' });
    const [first] = await until(
      'the item is parked',
      async () => (await parkedOnes()).length > 0 && (await parkedOnes()),
    );
    expect(await done('outbox', 'parked')).toContain('The tax category is not known here.');
    await refused(/outbox parked/, 'outbox', 'retry', 'cloud', '99999');
    await refused(/no such destination/, 'outbox', 'retry', 'clout', 'all');
    receiver.refuses = null;
    expect(await done('outbox', 'retry', 'cloud', String(first?.seq))).toBe('1 item is waiting again.\n');
    await until('it is delivered', () => receiver.ids.has('sale-2'));
    receiver.refuses = 'No.';
    await send(bytesOf(sale(3)));
    const [second] = await until(
      'the next is parked',
      async () => (await parkedOnes()).length > 0 && (await parkedOnes()),
    );
    expect(await done('outbox', 'skip', 'cloud', String(second?.seq), '--who', 'Ada')).toBe(
      '1 item is skipped.\n',
    );
    expect(await done('outbox', 'parked')).toBe('Nothing is parked.\n');
    expect(await done('outbox', 'list')).toMatch(/^NAME +KIND +WAITING[^]*cloud +webhook/);
    receiver.refuses = null;
  });

  test('the ledger proves itself while the hub runs, and is not rebuilt under its feet', async () => {
    expect(await done('ledger', 'verify')).toMatch(
      /The ledger is whole: \d+ entries[^]*Newest hash: [0-9a-f]{64}/,
    );
    const told = await run('ledger', 'rebuild');
    expect(told).toMatchObject({
      exitCode: 75,
      err: expect.stringMatching(/Another process[^]*Stop it first/),
    });
  });
});

describe('with a damaged ledger', () => {
  function damage(sql: string): void {
    const db = new Database(shop.file);
    expect(db.prepare(sql).run().changes).toBe(1);
    db.close();
  }

  test('a projection that was changed by hand is found, and rebuilt from the log', async () => {
    const before = await done('ledger', 'verify');
    damage(
      "UPDATE stock SET on_hand_micro = 77000000 WHERE product = (SELECT product FROM product WHERE sku = 'MUG')",
    );
    const told = await run('ledger', 'verify');
    expect(told.exitCode).toBe(65);
    expect(told.out).toMatch(/stock/);
    expect(told.err).toMatch(/does not prove itself[^]*ledger rebuild/);
    expect(await done('ledger', 'rebuild')).toMatch(/made anew[^]*ledger verify/);
    expect(await done('ledger', 'verify')).toBe(before);
  });

  test('a log that was changed by hand is found, named, and not healed by a rebuild', async () => {
    damage(`UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '"amountMinor":100', '"amountMinor":900') AS BLOB)
      WHERE seq = (SELECT min(seq) FROM receipt)`);
    const told = await run('ledger', 'verify');
    expect(told.exitCode).toBe(65);
    expect(told.out).toMatch(/The chain is broken: entry \d+ does not match its hash/);
    await run('ledger', 'rebuild');
    expect(await run('ledger', 'verify')).toMatchObject({ exitCode: 65 });
  });

  test('a folder without a ledger is told as such', async () => {
    await refused(
      /no ledger at[^]*--data or --config/,
      'ledger',
      'verify',
      '--data',
      join(folder, 'nothing'),
    );
  });
});
