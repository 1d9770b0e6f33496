import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { expectWhole } from '../kit/assert-whole.ts';
import { readiness, stockOf, storedIds } from '../kit/ask-hub.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { proven } from '../kit/proven.ts';
import { SellingTills } from '../kit/selling-tills.ts';
import { stuckDisk } from '../kit/stuck-disk/stuck-disk.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { until } from '../kit/until.ts';

const PROGRAM = fileURLToPath(new URL('../kit/impatient-hub.ts', import.meta.url));
const PRELOAD = new URL('../kit/writer-fault.ts', import.meta.url).href;
const TILLS = 2;
const SOME = 40;
/** It killed itself: a thread that is stuck cannot be waited for. */
const KILLED = null;

interface Shop extends AsyncDisposable {
  readonly folder: HubFolder;
  readonly hub: HubProcess;
  readonly tills: SellingTills;
  /** Does this to the thread of the ledger's writer. */
  readonly does: (fault: string) => void;
  readonly heal: () => void;
}

/** A hub at work, with tills that sell whatever happens to it. */
async function shopAtWork(path: string, env: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const folder = await hubFolder(path, { tills: TILLS });
  const faultFile = join(path, 'writer-fault');
  const hub = new HubProcess(folder.config, {
    program: PROGRAM,
    preload: PRELOAD,
    env: { ...env, WRITER_FAULT_FILE: faultFile },
  });
  await hub.start();
  const tills = new SellingTills(folder);
  await tills.sell(SOME);
  return {
    folder,
    hub,
    tills,
    does: (fault) => writeFileSync(faultFile, fault),
    heal: () => rmSync(faultFile, { force: true }),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

/** After the hub ended by itself: what was acknowledged is stored, and the tills go on with the next start. */
async function expectSafe({ folder, hub, tills, heal }: Shop): Promise<void> {
  const stored = new Set(storedIds(folder.file));
  expect(tills.acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expectWhole(folder.file);
  heal();
  await hub.start();
  await tills.sell(SOME);
  await tills.close();
  expect(await hub.stop()).toBe(0);
  expect(storedIds(folder.file)).toEqual(tills.acknowledged);
  expectWhole(folder.file);
}

const DEATHS = [
  { fault: 'exit', how: 'stops running', says: /has stopped taking writes. Its writer ended/ },
  { fault: 'throw', how: 'meets a mistake', says: /has stopped taking writes.*the writer met a mistake/s },
  { fault: 'memory', how: 'runs out of memory', says: /has stopped taking writes.*memory/s },
];

test.for(DEATHS)(
  'a writer that $how ends the hub with code 74, and the next start has every acknowledged sale',
  { timeout: 30_000 },
  async ({ fault, says }, { task }) => {
    using temp = tempFolder();
    await using shop = await shopAtWork(temp.path);
    shop.does(fault);
    await shop.hub.gone;
    expect(await shop.hub.stop()).toBe(74);
    expect(shop.hub.complaints).toMatch(says);
    await expectSafe(shop);
    proven(task, { promise: 'worker-dies', cases: 1 });
  },
);

test(
  'a writer in a loop without an end is said, answers of stock go on, and the hub ends by itself',
  { timeout: 30_000 },
  async ({ task }) => {
    using temp = tempFolder();
    await using shop = await shopAtWork(temp.path);
    shop.does('loop');
    await saysSlow(shop);
    await afterStuck(shop);
    await expectSafe(shop);
    proven(task, { promise: 'worker-hangs', cases: 1 });
  },
);

test(
  'a write that the disk never finishes is said, and the hub ends although its thread cannot be ended',
  { timeout: 30_000 },
  async (context) => {
    using temp = tempFolder();
    const disk = stuckDisk(temp.path);
    if (typeof disk === 'string') {
      process.stdout.write(`${disk}\n`);
      return context.skip(disk);
    }
    await using shop = await shopAtWork(temp.path, disk.env);
    disk.stop();
    await saysSlow(shop);
    await afterStuck(shop);
    disk.goOn();
    await expectSafe(shop);
    proven(context.task, { promise: 'worker-hangs', cases: 1 });
  },
);

test(
  'a writer that gets no time for a while is said, acknowledges nothing meanwhile, and goes on',
  { timeout: 30_000 },
  async ({ task }) => {
    using temp = tempFolder();
    await using shop = await shopAtWork(temp.path);
    shop.does('stall');
    await saysSlow(shop);
    await until('the hub takes sales again', async () => (await readiness(shop.folder)).ready);
    expect(shop.hub.complaints).toMatch(/The disk is slow.*The disk answers again/s);
    await shop.tills.sell(SOME);
    await shop.tills.close();
    expect(await shop.hub.stop()).toBe(0);
    expect(storedIds(shop.folder.file)).toEqual(shop.tills.acknowledged);
    proven(task, { promise: 'worker-starves', cases: 1 });
  },
);

/** Says that sales wait, acknowledges none, and answers all the same. */
async function saysSlow({ folder, tills }: Shop): Promise<void> {
  const { problem } = await until('the hub says that the disk is slow', async () => {
    const now = await readiness(folder);
    return now.ready ? null : now;
  });
  expect(problem).toMatch(/takes very long to answer.*nothing is lost/);
  const acknowledged = tills.acknowledged.length;
  expect(await stockOf(folder, 'MUG')).toBe(-storedIds(folder.file).length);
  expect(tills.acknowledged.length).toBe(acknowledged);
}

async function afterStuck(shop: Shop): Promise<void> {
  await shop.hub.gone;
  expect(await shop.hub.stop()).toBe(KILLED);
  expect(shop.hub.complaints).toMatch(/The disk is slow.*has not answered for too long/s);
}
