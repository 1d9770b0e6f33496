import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { DEMO_PRODUCTS } from '../../scripts/demo/products.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { type DemoAddresses, DemoProcess } from '../kit/demo-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';

const FAST = ['--pace', '50'];
const PATIENCE = { timeout: 60_000, interval: 50 };

interface Entry {
  readonly seq: number;
  readonly type: string;
  readonly by: string;
}
interface Way {
  readonly name: string;
  readonly waiting: number;
  readonly failingSince: string | null;
}
interface Raised {
  readonly cause: string;
  readonly detail: string;
}
interface Delivered {
  readonly ledgerSeq: number;
  readonly source: string;
  readonly id: string;
}

async function get<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

/** The whole log, newest first. */
async function log({ web }: DemoAddresses): Promise<Entry[]> {
  const entries: Entry[] = [];
  let before: number | null = Number.MAX_SAFE_INTEGER;
  while (before !== null) {
    const page: { activity: Entry[]; next: number | null } = await get(
      `${web}/api/v1/activity?limit=200&before=${before}`,
    );
    entries.push(...page.activity);
    before = page.next;
  }
  return entries;
}

async function delivered({ sandbox }: DemoAddresses): Promise<Delivered[]> {
  const all: Delivered[] = [];
  for (;;) {
    const page: Delivered[] = await get(`${sandbox}/events?after=${all.length}`);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

async function sandboxWay({ web }: DemoAddresses): Promise<Way> {
  const { destinations } = await get<{ destinations: Way[] }>(`${web}/api/v1/destinations`);
  const way = destinations.find(({ name }) => name === 'sandbox');
  if (way === undefined) throw new Error('the hub knows no sandbox');
  return way;
}

async function setMode({ sandbox }: DemoAddresses, mode: 'on' | 'off'): Promise<void> {
  await fetch(`${sandbox}/mode`, { method: 'POST', body: JSON.stringify({ mode }) });
}

const salesOf = (entries: readonly Entry[]): Entry[] =>
  entries.filter(({ type }) => type === 'backroom.sale.completed.v1');

async function opened(demo: DemoProcess): Promise<DemoAddresses> {
  return vi.waitFor(() => {
    if (demo.hasExited) throw new Error(`the demo ended: ${demo.said}`);
    if (demo.addresses === undefined) throw new Error('the shop is not open yet');
    return demo.addresses;
  }, PATIENCE);
}

/** The first start's work was done, and done once. */
async function expectOneShop(addresses: DemoAddresses): Promise<void> {
  const entries = await log(addresses);
  const count = (type: string): number => entries.filter((entry) => entry.type === type).length;
  expect(count('backroom.import.completed.v1'), 'imports').toBe(1);
  expect(count('backroom.stock.adjusted.v1'), 'opening stocks').toBe(1);
  const { products } = await get<{ products: { badge: string; listed: boolean }[] }>(
    `${addresses.web}/api/v1/products?query=&limit=200`,
  );
  expect(products).toHaveLength(DEMO_PRODUCTS.length);
  expect(products.every(({ listed }) => listed)).toBe(true);
  // One is out from the start; what runs low may be sold out for a while too.
  expect(products.filter(({ badge }) => badge === 'out').length).toBeGreaterThan(0);
  const { exceptions } = await get<{ exceptions: Raised[] }>(`${addresses.web}/api/v1/exceptions`);
  expect(exceptions.filter((raised) => !isMiscount(raised))).toEqual([]);
}

/** The demo's staff count a drawer wrong now and then, and the hub says so: nothing else may be out. */
function isMiscount({ cause, detail }: Raised): boolean {
  const [, ...differences] = detail.split(' Session ');
  return (
    cause === 'day.differs' &&
    differences.length > 0 &&
    differences.every((difference) =>
      /^\S+ of till-\d, cash in the drawer: \S+ EUR expected, \S+ EUR counted\.$/.test(difference),
    )
  );
}

test('the shop sells, the sandbox gets all of it, and a second start goes on where the first one stopped', async () => {
  using folder = tempFolder();
  const first = new DemoProcess(folder.path, FAST);
  await using _first = first;
  const shop = await opened(first);
  await expect.poll(async () => new Set(salesOf(await log(shop)).map(({ by }) => by)).size, PATIENCE).toBe(3);
  await expectOneShop(shop);
  await setMode(shop, 'off');
  await expect.poll(async () => (await sandboxWay(shop)).failingSince, PATIENCE).not.toBeNull();
  await expect.poll(async () => (await sandboxWay(shop)).waiting, PATIENCE).toBeGreaterThan(3);
  const { events } = await get<{ events: number }>(`${shop.sandbox}/state`);
  await setMode(shop, 'on');
  await expect.poll(async () => (await delivered(shop)).length, PATIENCE).toBeGreaterThan(events + 3);
  // What tills tell while they close is for the second sandbox: nobody can ask the first one any more.
  await setMode(shop, 'off');
  const before = await delivered(shop);
  const tills = readFileSync(join(folder.path, 'demo', 'tills.json'), 'utf8');
  expect(await first.end('SIGINT')).toBe(0);
  await expect.poll(() => first.children(), PATIENCE).toEqual([]);

  const second = new DemoProcess(folder.path, FAST);
  await using _second = second;
  const again = await opened(second);
  const known = (await log(again)).length;
  await expect.poll(async () => (await log(again)).length, PATIENCE).toBeGreaterThan(known + 5);
  await expectOneShop(again);
  expect(readFileSync(join(folder.path, 'demo', 'tills.json'), 'utf8')).toBe(tills);
  await expectAllDelivered(again, before);
  expect(await second.end('SIGINT')).toBe(0);
  expectWhole(join(folder.path, 'ledger.db'));
}, 180_000);

/** Everything in the ledger reaches the sandbox, under one id each, and each till is one installation for ever. */
async function expectAllDelivered(shop: DemoAddresses, before: readonly Delivered[]): Promise<void> {
  const last = (await log(shop))[0]?.seq ?? 0;
  const upToLast = async (): Promise<Map<number, string>> => {
    const all = [...before, ...(await delivered(shop))].filter(({ ledgerSeq }) => ledgerSeq <= last);
    return new Map(all.map(({ ledgerSeq, source, id }) => [ledgerSeq, `${source} ${id}`]));
  };
  await expect.poll(async () => (await upToLast()).size, PATIENCE).toBe(last);
  const bySeq = await upToLast();
  expect(new Set(bySeq.values()).size, 'nothing twice').toBe(last);
  const sources = new Set([...bySeq.values()].map((key) => key.split(' ')[0]));
  expect([...sources].filter((source) => source?.includes('/tills/'))).toHaveLength(3);
}

test.each(['hub.toml', 'tills.json', 'till-1.db'])(
  'a first start that is killed when %s is there heals at the next start',
  async (file) => {
    using folder = tempFolder();
    const killed = new DemoProcess(folder.path);
    await expect.poll(() => existsSync(join(folder.path, 'demo', file)), PATIENCE).toBe(true);
    await killed.end('SIGKILL');
    await expect.poll(() => killed.children(), PATIENCE).toEqual([]);
    await using demo = new DemoProcess(folder.path, FAST);
    const shop = await opened(demo);
    await expect.poll(async () => salesOf(await log(shop)).length, PATIENCE).toBeGreaterThan(2);
    await expectOneShop(shop);
    expect(await demo.end('SIGINT')).toBe(0);
    expectWhole(join(folder.path, 'ledger.db'));
  },
  120_000,
);

test('Ctrl-C during the start ends everything that was started', async () => {
  using folder = tempFolder();
  const demo = new DemoProcess(folder.path);
  await expect.poll(() => existsSync(join(folder.path, 'demo', 'hub.toml')), PATIENCE).toBe(true);
  expect(await demo.end('SIGINT')).toBe(0);
  expect(demo.children()).toEqual([]);
}, 60_000);

test('a port that is taken is named, with how to choose another', async () => {
  using folder = tempFolder();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const demo = new DemoProcess(join(folder.path, 'data'), ['--mqtt-port', String(port)]);
  expect(await demo.exitCode()).toBe(69);
  expect(demo.said).toContain(`Port ${port} is used by another program already.`);
  expect(demo.said).toContain(`npm start -- --mqtt-port ${port + 1}`);
  expect(existsSync(join(folder.path, 'data'))).toBe(false);
  server.close();
});

test("a real shop's ledger is left alone", async () => {
  using folder = tempFolder();
  writeFileSync(join(folder.path, 'ledger.db'), '');
  mkdirSync(join(folder.path, 'demo'));
  const demo = new DemoProcess(folder.path);
  expect(await demo.exitCode()).toBe(78);
  expect(demo.said).toContain('holds the ledger of a shop');
});

test('a wrong option is named', async () => {
  using folder = tempFolder();
  const demo = new DemoProcess(folder.path, ['--web-port', 'http']);
  expect(await demo.exitCode()).toBe(65);
  expect(demo.said).toContain('--web-port is a number from 0 to 65535, and not http.');
});
