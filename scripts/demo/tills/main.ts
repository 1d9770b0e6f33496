import '../../../hub/kit/node-version.ts';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Till } from '../../../devices/till/till.ts';
import { must } from '../../../hub/kit/assert.ts';
import { systemClock } from '../../../hub/kit/clock.ts';
import { createLog } from '../../../hub/ops/log.ts';
import { randomFrom } from '../../replay/random.ts';
import { readCredentials } from '../credentials.ts';
import { tellRegulars } from './regulars.ts';
import { ShelfBook } from './shelf-book.ts';
import { countShelves, keepSupplied, tellOpeningStock } from './supply.ts';
import { trade } from './trade.ts';

/** How long the counted drawers may take to reach the hub; what is left is told at the next start. */
const LAST_WORDS_MS = 1_000;

/**
 * `main.ts --folder DIR --web URL --mqtt URL [--pace N]`: the demo's tills, until a signal ends them. The folder holds
 * their credentials and a queue for each, so that they are the same tills after a restart.
 */
async function main(): Promise<void> {
  const { folder, web, mqtt, pace } = settingsOf();
  const stop = stopSignal();
  await using stack = new AsyncDisposableStack();
  const log = createLog('warn');
  const tills = readCredentials(folder).map((credential) => {
    const file = join(folder, `${credential.name}.db`);
    const till = stack.use(new Till({ ...credential, url: mqtt, file, clock: systemClock, log }));
    return { name: credential.name, till };
  });
  const first = must(tills[0], 'a till').till;
  tellOpeningStock(first);
  tellRegulars(must(tills[1], 'a second till').till);
  for (const { till } of tills) till.start();
  const shelves = new ShelfBook();
  const hasOpened = await Promise.race([
    openShop(first, shelves, web),
    once(stop, 'abort').then(() => false),
  ]);
  if (!hasOpened) return;
  process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid })}\n`);
  const parts = { shelves, random: randomFrom(Date.now()), clock: systemClock, web, pace, signal: stop };
  await Promise.all([...tills.map(({ till, name }) => trade(till, name, parts)), keepSupplied(first, parts)]);
  const told = Promise.all(tills.map(({ till }) => till.idle()));
  await Promise.race([told, systemClock.sleep(LAST_WORDS_MS, new AbortController().signal)]);
}

/** Nobody sells before the opening stock is in the ledger: the first sales would take what is not there. */
async function openShop(till: Till, shelves: ShelfBook, web: string): Promise<boolean> {
  await till.idle();
  await countShelves(shelves, web);
  return true;
}

function settingsOf() {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      web: { type: 'string' },
      mqtt: { type: 'string' },
      pace: { type: 'string', default: '1' },
    },
  });
  const { folder = '', web = '', mqtt = '', pace } = values;
  return { folder, web, mqtt, pace: Number(pace) };
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

await main();
