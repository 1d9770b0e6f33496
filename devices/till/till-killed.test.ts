import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { proven } from '../../test/kit/proven.ts';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { EventQueue } from '../link/queue.ts';

const PROGRAM = fileURLToPath(new URL('../../test/kit/till-program.ts', import.meta.url));
const store = '0198a1c2-0000-7000-8000-000000000001';
/** Nobody listens there: the till sells into its queue. */
const NO_HUB = '1';
const LIVES = Number(process.env['TILL_LIVES'] ?? 4);
const SALES_A_LIFE = 25;
const TIME_LIMIT_MS = 30_000 + LIVES * 5_000;

/** Lets the till sell for one life, kills it in the middle, and returns the ids that it called safe. */
async function sellUntilKilled(file: string, sales: number): Promise<string[]> {
  const child = spawn(process.execPath, [PROGRAM, file, store, NO_HUB], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ids: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) ids.push(line);
    if (ids.length === sales) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return ids;
}

test(
  'a till that is killed while it sells has every sale that it called safe, and no number is missing',
  { timeout: TIME_LIMIT_MS },
  async ({ task }) => {
    using folder = tempFolder();
    const file = join(folder.path, 'till.db');
    const safe: string[] = [];
    for (let life = 1; life <= LIVES; life += 1)
      safe.push(...(await sellUntilKilled(file, SALES_A_LIFE * life)));
    const queue = new EventQueue({ file, store, kind: 'tills', name: 'till-1', durability: 'full' });
    const kept = queue.waiting(0, 100_000);
    queue.close();
    expect(safe.length).toBeGreaterThanOrEqual(SALES_A_LIFE * LIVES);
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(safe));
    expect(kept.map(({ sequence }) => sequence)).toEqual(kept.map((_, index) => index + 1));
    proven(task, { promise: 'till-killed', cases: LIVES, figures: `${safe.length} sales` });
  },
);
