import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../hub/ledger/open.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { StubbornTill, Tally } from '../kit/stubborn-till.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { until } from '../kit/until.ts';

const DISK_MIB = 8;
/** What is left for the hub when somebody else has filled the disk. */
const ROOM_BYTES = 300_000;
const TILLS = 3;

/** A real disk of a few megabytes, or the reason why this process may not make one. */
function smallDisk(path: string): ({ readonly path: string } & Disposable) | string {
  mkdirSync(path);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', path], {
    encoding: 'utf8',
  });
  if (mounted.status !== 0) {
    const reason = mounted.error?.message ?? mounted.stderr.trim();
    return `a full disk was not tried: no small disk can be made here (${reason})`;
  }
  return { path, [Symbol.dispose]: () => void spawnSync('umount', ['--lazy', path]) };
}

/** Somebody else's file that takes the space. */
function fillDisk(disk: string): string {
  const file = join(disk, 'holiday-pictures');
  const free = (): number => statfsSync(disk).bavail * statfsSync(disk).bsize;
  while (free() > ROOM_BYTES)
    appendFileSync(file, Buffer.alloc(Math.min(free() - ROOM_BYTES + 4_096, 262_144)));
  return file;
}

async function readiness(shop: HubFolder): Promise<{ ready: boolean; problem: string | null }> {
  const response = await fetch(`${shop.web}/readyz`);
  expect(response.ok).toBe(response.status === 200);
  return (await response.json()) as { ready: boolean; problem: string | null };
}

async function stockOf(shop: HubFolder, sku: string): Promise<number> {
  const [till] = shop.tills;
  const headers = { authorization: `Bearer ${till?.name}:${till?.secret}` };
  const response = await fetch(`${shop.web}/api/v1/stock/${sku}`, { headers });
  expect(response.status).toBe(200);
  return Number(((await response.json()) as { onHand: string }).onHand);
}

test(
  'a full disk holds up the tills and nothing else, and the hub goes on by itself',
  { timeout: 90_000 },
  async (context) => {
    using folder = tempFolder();
    const made = smallDisk(join(folder.path, 'disk'));
    if (typeof made === 'string') {
      process.stdout.write(`${made}\n`);
      return context.skip(made);
    }
    using disk = made;
    const shop = await hubFolder(folder.path, { tills: TILLS, dataDir: join(disk.path, 'data') });
    await using hub = new HubProcess(shop.config);
    await hub.start();
    const pictures = fillDisk(disk.path);
    const tallies = { sent: new Tally(), acknowledged: new Tally() };
    const tills = shop.tills.map((identity) => new StubbornTill(shop, identity, tallies));
    const closing = new AbortController();
    const work = Promise.all(tills.map((till) => till.run(closing.signal)));

    await Promise.race([
      work,
      hub.death,
      until('the hub is held up', async () => !(await readiness(shop)).ready),
    ]);
    const acknowledgedWhenFull = tallies.acknowledged.count;
    const { problem } = await readiness(shop);
    expect(problem).toMatch(/disk is full.*nothing is lost.*goes on by itself/i);
    expect(await stockOf(shop, 'MUG')).toBe(-tallies.acknowledged.count);
    expect(tallies.acknowledged.count).toBe(acknowledgedWhenFull);

    rmSync(pictures);
    await until('the hub goes on', async () => (await readiness(shop)).ready);
    await tallies.acknowledged.more(50);
    closing.abort();
    await work;
    expect(await hub.stop()).toBe(0);

    const acknowledged = tills.flatMap((till) => [...till.acknowledged]);
    expect(idsOf(shop.file)).toEqual(acknowledged.toSorted());
    process.stdout.write(
      `full after ${acknowledgedWhenFull} sales, ${acknowledged.length} in all, none lost\n`,
    );
    expectWhole(shop.file);
  },
);

function idsOf(file: string): string[] {
  const db = openReader(file);
  const rows = db.prepare<[], { id: string }>(
    "SELECT json_extract(CAST(body AS TEXT), '$.id') AS id FROM event",
  );
  const ids = rows.all().map(({ id }) => id);
  db.close();
  return ids.toSorted();
}
