import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { must } from '../../hub/kit/assert.ts';
import { WEB_LIMITS } from '../../hub/web/limits.ts';
import { EventStreamReader } from '../kit/event-stream.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder, TillIdentity } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import {
  ANSWER_MS,
  BATCH_AGE_MS,
  brokerWaits,
  destinationWaits,
  measured,
  MuteReceiver,
  PER_SECOND,
  RETRY_SECONDS,
  toldWait,
  webWaits,
} from '../kit/hub-waits.ts';
import type { HubWait } from '../kit/hub-waits.ts';
import { proven } from '../kit/proven.ts';
import { SellingTills } from '../kit/selling-tills.ts';
import { FAKETIME, SetClock } from '../kit/set-clock.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { WebhookReceiver } from '../kit/webhook-receiver.ts';

/** Those that sell, and those that something else is tried with. */
const SELLING = 2;
const TRIED = 4;
/** Below the rate at which a till's acknowledgements would have to wait. */
const REST_MS = 1_000;
const SOME = 30;
/** A busy machine; a timer that hangs on the time of day is late by minutes or days. */
const SLACK_MS = 4_000;

/** Each hub's clock is set twice: while tills sell, and again when all is quiet and only the live page waits. */
const JUMPS: Readonly<Record<string, readonly [string, string]>> = {
  'four minutes back': ['-4m', '-8m'],
  'three days back': ['-3d', '-6d'],
  '400 days ahead': ['+400d', '+800d'],
  'to 1970': ['@1970-01-01 00:00:10', '@1970-01-01 00:00:10'],
};

/** One hub for each jump, side by side: the longest of these waits are constants of half a minute. */
test(
  'every wait that one can see from outside is over within twice its delay, however the clock jumps',
  { timeout: 100_000 },
  async (context) => {
    if (FAKETIME === undefined) return context.skip('jumps were not tried: there is no libfaketime');
    using temp = tempFolder();
    const taken = await Promise.all(
      Object.values(JUMPS).map(async (times, index) => waitsOf(join(temp.path, `${index}`), times)),
    );
    const longest = [...Map.groupBy(taken.flat(), ({ name }) => name).values()].map((times) =>
      times.reduce((one, other) => (one.tookMs > other.tookMs ? one : other)),
    );
    for (const { name, delayMs, tookMs } of longest)
      expect(tookMs, name).toBeLessThan(patienceMs({ delayMs }));
    const figures = longest
      .map(({ name, delayMs, tookMs }) => `${name}: ${seconds(delayMs)}, longest ${seconds(tookMs)}`)
      .join('; ');
    proven(context.task, { promise: 'clock-timers', cases: taken.flat().length, figures });
  },
);

interface Taken {
  readonly name: string;
  readonly delayMs: number;
  readonly tookMs: number;
}

/** Starts a hub, begins every wait, sets the clock, and gives how long each took. */
async function waitsOf(folder: string, [first, second]: readonly [string, string]): Promise<Taken[]> {
  mkdirSync(folder);
  await using down = await WebhookReceiver.listen();
  await using gathered = await WebhookReceiver.listen();
  await using mute = new MuteReceiver();
  down.isDown = { retryAfterSeconds: RETRY_SECONDS };
  const urls = { down: down.url, gathered: gathered.url, mute: await mute.listen() };
  const shop = await hubFolder(folder, { tills: SELLING + TRIED, more: configOf(urls) });
  const clock = new SetClock(folder);
  await using hub = new HubProcess(shop.config, { env: clock.env });
  await hub.start();
  const tills = new SellingTills({ ...shop, tills: shop.tills.slice(0, SELLING) }, REST_MS);
  await tills.sell(SOME);

  const till = (index: number): TillIdentity => must(shop.tills[SELLING + index], 'a till of its own');
  const waits = [
    ...destinationWaits({ down, gathered, mute }),
    ...brokerWaits(shop, till(0), till(1)),
    ...webWaits(shop, till(2)),
  ];
  const begun = await Promise.all(
    waits.map(async (wait) => ({ wait, ...(await measured(wait, patienceMs(wait))) })),
  );
  const told = toldWait(shop, till(3));
  begun.push({ wait: told, ...(await measured(told, patienceMs(told))) });
  clock.set(first);
  const taken = Promise.all(begun.map(async ({ wait, tookMs }) => takenOf(wait, await tookMs)));
  await tills.sell(SOME);
  await tills.close();
  // Now that no commit is told, while those that do too little on the web are still waited for.
  const heartbeat = heartbeatOf(shop, () => clock.set(second));
  const { tookMs } = await measured(heartbeat, patienceMs(heartbeat));
  const all = [...(await taken), takenOf(heartbeat, await tookMs)];
  expect(await hub.stop()).toBe(0);
  return all;
}

/** Nothing happens any more, so that the page hears only that the hub is there. */
function heartbeatOf(shop: HubFolder, setClock: () => void): HubWait {
  return {
    name: 'a quiet live page hears that the hub is there',
    delayMs: WEB_LIMITS.liveHeartbeatMs,
    begin: async () => {
      const stream = new EventStreamReader(await fetch(`${shop.web}/live`));
      // The first is the greeting; the second is told to all, and the hub waits from then on.
      await stream.nextOf('status');
      await stream.nextOf('status');
      setClock();
      return { over: stream.nextOf('status').then(() => stream.cancel()) };
    },
  };
}

function patienceMs({ delayMs }: Pick<HubWait, 'delayMs'>): number {
  return 2 * delayMs + SLACK_MS;
}

function takenOf({ name, delayMs }: HubWait, tookMs: number): Taken {
  return { name, delayMs, tookMs };
}

function configOf(urls: Readonly<Record<'down' | 'gathered' | 'mute', string>>): string {
  const destination = (name: keyof typeof urls, ageMs: number): string =>
    `[[destination]]\nname = "${name}"\nkind = "webhook"\nurl = "${urls[name]}"\nsecret = "a-secret-of-a-test-shop"\nbatch_age_ms = ${ageMs}\nretry_max_ms = 1000\nbatch_items = 1000\ntimeout_ms = ${ANSWER_MS}`;
  return [
    `[limits]\nmessages_per_second = ${PER_SECOND}\nmessages_at_once = ${PER_SECOND}`,
    destination('down', 50),
    destination('gathered', BATCH_AGE_MS),
    destination('mute', 50),
  ].join('\n');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
