import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BALLAST_BYTES } from '../../hub/ops/ballast.ts';
import { readiness, stockOf, storedIds } from '../kit/ask-hub.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { proven } from '../kit/proven.ts';
import { SellingTills } from '../kit/selling-tills.ts';
import { SMALL_DISKS, smallDisk } from '../kit/small-disk.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { until } from '../kit/until.ts';

/** What is left for the hub when somebody else has filled the disk. */
const ROOM_BYTES = 300_000;
const TILLS = 3;
const SOME = 50;

test.for(SMALL_DISKS)(
  'a full disk (%s) holds up the tills and nothing else, and the hub goes on by itself',
  { timeout: 60_000 },
  async (kind, context) => {
    using folder = tempFolder();
    const disk = smallDisk(folder.path, kind);
    if (typeof disk === 'string') {
      process.stdout.write(`${disk}\n`);
      return context.skip(disk);
    }
    using _ = disk;
    const shop = await hubFolder(folder.path, { tills: TILLS, dataDir: join(disk.path, 'data') });
    await using hub = new HubProcess(shop.config);
    await hub.start();
    await roomIsKeptBack(shop);
    const pictures = disk.fill(ROOM_BYTES);
    const tills = new SellingTills(shop);

    await Promise.race([hub.death, tills.sell(Infinity), until('people are told', () => isAlmostFull(shop))]);
    expect(existsSync(ballastOf(shop))).toBe(false);
    const whenTold = tills.acknowledged.length;
    await Promise.race([hub.death, tills.sell(Infinity), until('it is held up', () => isHeldUp(shop))]);
    const whenFull = tills.acknowledged.length;
    expect(whenFull, 'the room that was kept back is for sales').toBeGreaterThan(whenTold + SOME);
    expect(await stockOf(shop, 'MUG')).toBe(-storedIds(shop.file).length);
    expect(tills.acknowledged.length).toBe(whenFull);

    await hub.kill();
    await hub.start();
    expect(await stockOf(shop, 'MUG')).toBe(-storedIds(shop.file).length);

    rmSync(pictures);
    await until('the hub goes on', async () => (await readiness(shop)).ready);
    await tills.sell(SOME);
    await tills.close();
    await roomIsKeptBack(shop);
    await until('all is well', async () => (await readiness(shop)).problem === null);
    expect(await hub.stop()).toBe(0);

    expect(storedIds(shop.file)).toEqual(tills.acknowledged);
    expectWhole(shop.file);
    const figures = `${kind}: told after ${whenTold} sales, full after ${whenFull}, none of ${tills.acknowledged.length} lost`;
    process.stdout.write(`${figures}\n`);
    proven(context.task, { promise: 'disk-full', cases: 1, figures });
  },
);

function ballastOf(shop: HubFolder): string {
  return join(shop.dataDir, 'ballast');
}

/** In blocks, not in a length. */
async function roomIsKeptBack(shop: HubFolder): Promise<void> {
  const blocks = (): number => statSync(ballastOf(shop), { throwIfNoEntry: false })?.blocks ?? 0;
  await until('room is kept back', () => blocks() * 512 >= BALLAST_BYTES);
}

async function isAlmostFull(shop: HubFolder): Promise<boolean> {
  const { ready, problem } = await readiness(shop);
  return ready && /almost full: free some space.*Sales go on/.test(problem ?? '');
}

async function isHeldUp(shop: HubFolder): Promise<boolean> {
  const { ready, problem } = await readiness(shop);
  return !ready && !existsSync(ballastOf(shop)) && SAYS_FULL.test(problem ?? '');
}

const SAYS_FULL = /disk is full.*nothing is lost.*goes on by itself/i;
