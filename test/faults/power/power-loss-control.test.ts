import { expect, test } from 'vitest';
import { proven } from '../../kit/proven.ts';
import { tempFolder } from '../../kit/temp-folder.ts';
import { explore } from './explore.ts';
import { recordDay } from './recorded-day.ts';

/**
 * A test that finds nothing may be blind. The same day is recorded of a hub whose SQLite is told synchronous=NORMAL
 * behind its back (`test/kit/disk-shim/changed-pragmas.ts`: the hub refuses to run so when it knows); everything else is
 * the hub as it is. The same search must then find sales that were acknowledged and are gone.
 */
const IMAGES = Number(process.env['CONTROL_IMAGES'] ?? 40);
const SEED = Number(process.env['IMAGE_SEED'] ?? 20_261_123);

test(
  `the power cut test finds lost sales in ${IMAGES} images when synchronous is NORMAL (seed ${SEED})`,
  { timeout: 60_000 + IMAGES * 1_000 },
  async ({ task }) => {
    using folder = tempFolder();
    const day = await recordDay(folder.path, { synchronous: 'NORMAL' });
    const found = await explore(day, { images: IMAGES, seed: SEED });
    const { problems, ...figures } = found;
    process.stdout.write(`power cuts with synchronous=NORMAL, seed ${SEED}: ${JSON.stringify(figures)}\n`);
    expect(found.lost).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(/acknowledged sales are lost/);
    const figure = `${found.lost} lost sales found`;
    proven(task, { promise: 'power-loss-control', cases: IMAGES, figures: figure });
  },
);
