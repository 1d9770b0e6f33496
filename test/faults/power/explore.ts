import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { must } from '../../../hub/kit/assert.ts';
import { randomFrom } from '../../../scripts/replay/random.ts';
import type { Random } from '../../../scripts/replay/random.ts';
import { tempFolder } from '../../kit/temp-folder.ts';
import { CUTS, DiskModel } from './disk-model.ts';
import type { Cut } from './disk-model.ts';
import { openImage } from './open-image.ts';
import type { ImageFindings } from './open-image.ts';
import type { RecordedDay } from './recorded-day.ts';
import { PubackReader } from './selling-till.ts';

export interface Exploration {
  readonly images: number;
  readonly cuts: Record<Cut, number>;
  /** Acknowledged sales that were missing, over all images. */
  readonly lost: number;
  /** Most sales that were acknowledged before one of the cuts. */
  readonly acknowledgedMax: number;
  /** What was wrong with which image. Empty when all was well. */
  readonly problems: readonly string[];
}

const PROBLEMS_SHOWN_MAX = 20;

/** Images live for some milliseconds, and what they prove is not about this computer's disk. */
const MEMORY_FOLDER = '/dev/shm';

/** Opens so many images of the day, each of a power cut at a random moment, and says what is wrong with them. */
export async function explore(
  day: RecordedDay,
  options: { images: number; seed: number },
): Promise<Exploration> {
  const random = randomFrom(options.seed);
  const moments = momentsOf(day, options.images, random);
  const disk = diskOf(day, { cut: random.pick(CUTS), random });
  const acknowledgements = new PubackReader(day.sent);
  const acknowledged: string[] = [];
  const cuts: Record<Cut, number> = { nothing: 0, prefix: 0, subset: 0, torn: 0, everything: 0 };
  const problems: string[] = [];
  let [lost, image, applied] = [0, 0, 0];
  for (const moment of moments) {
    for (; applied < moment; applied += 1) {
      const entry = must(day.entries[applied], 'an entry');
      disk.apply(entry);
      if (entry.kind === 'sent') acknowledged.push(...acknowledgements.read(entry.port, entry.data));
    }
    const cut = random.pick(CUTS);
    image += 1;
    cuts[cut] += 1;
    using folder = tempFolder(existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir());
    disk.cutPower(folder.path, cut, random);
    const found = await openImage(folder.path, { image, acknowledged, day });
    lost += found.lost;
    for (const problem of found.problems) {
      if (problems.length < PROBLEMS_SHOWN_MAX)
        problems.push(`image ${image} (entry ${moment}, ${cut}): ${problem}`);
    }
  }
  return { images: image, cuts, lost, acknowledgedMax: acknowledged.length, problems };
}

/**
 * When power is cut, as a number of entries that happened before; in order. Half of the moments are chosen at random,
 * the others lie where a mistake would show: right after bytes have left, and right before an fsync.
 */
function momentsOf({ entries }: RecordedDay, images: number, random: Random): number[] {
  const after = entries.flatMap(({ kind }, index) => (kind === 'sent' ? [index + 1] : []));
  const before = entries.flatMap(({ kind }, index) => (kind === 'sync' ? [index] : []));
  const moment = (): number => {
    if (random.chance(50)) return random.below(entries.length + 1);
    return random.pick(random.chance(60) ? after : before);
  };
  return Array.from({ length: images }, moment).toSorted((a, b) => a - b);
}

/** Power is cut when everything has happened, and nothing is left of what no fsync covers. */
export async function cutAtTheEnd(day: RecordedDay): Promise<ImageFindings> {
  const disk = diskOf(day);
  const acknowledgements = new PubackReader(day.sent);
  const acknowledged: string[] = [];
  for (const entry of day.entries) {
    disk.apply(entry);
    if (entry.kind === 'sent') acknowledged.push(...acknowledgements.read(entry.port, entry.data));
  }
  using folder = tempFolder();
  disk.cutPower(folder.path, 'nothing', randomFrom(0));
  return await openImage(folder.path, { image: 1, acknowledged, day });
}

function diskOf(day: RecordedDay, failedSync?: { cut: Cut; random: Random }): DiskModel {
  return new DiskModel(day.before, (name) => must(day.inodes.get(name), `the inode of ${name}`), failedSync);
}

/** Everything that was written, as if no power had been cut: must be what is really in the folder. */
export function wholeImage(day: RecordedDay, folder: string): void {
  const disk = diskOf(day);
  // What an fsync did not bring to the disk is still what everybody reads.
  for (const entry of day.entries) if (entry.kind !== 'failed') disk.apply(entry);
  mkdirSync(folder);
  disk.cutPower(folder, 'everything', randomFrom(0));
}
