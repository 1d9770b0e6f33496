import { expect, test } from 'vitest';
import { systemClock } from '../../hub/kit/clock.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { readiness, storedIds } from '../kit/ask-hub.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { proven } from '../kit/proven.ts';
import { SellingTills } from '../kit/selling-tills.ts';
import { FAKETIME, SetClock } from '../kit/set-clock.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { until } from '../kit/until.ts';
import { WebhookReceiver } from '../kit/webhook-receiver.ts';

const TILLS = 2;
/** Jumps are what is tried here, not many sales. */
const REST_MS = 200;
const SOME = 30;
/** What the destination asks for between two attempts, and the hub therefore waits. */
const DELAY_SECONDS = 2;
/** A busy machine; a timer that hangs on the time of day is late by minutes or days. */
const SLACK_MS = 4_000;

/** The first lies within what a destination may ask for, so that no wait after it looks too long. */
const JUMPS = {
  'four minutes back': '-4m',
  'three days back': '-3d',
  '400 days ahead': '+400d',
  'to 1970': '@1970-01-01 00:00:10',
};

test(
  'sales keep their order and every timer fires in time, however the clock jumps while tills sell',
  { timeout: 90_000 },
  async (context) => {
    if (FAKETIME === undefined)
      return context.skip('clocks that jump were not tried: there is no libfaketime');
    using temp = tempFolder();
    await using cloud = await WebhookReceiver.listen();
    cloud.isDown = { retryAfterSeconds: DELAY_SECONDS };
    const shop = await hubFolder(temp.path, { tills: TILLS, more: destinationAt(cloud.url) });
    const clock = new SetClock(temp.path);
    await using hub = new HubProcess(shop.config, { env: clock.env });
    await hub.start();
    const tills = new SellingTills(shop, REST_MS);
    await tills.sell(SOME);
    await cloud.asked.more(1);

    const lateMs: number[] = [];
    for (const time of Object.values(JUMPS)) {
      await cloud.asked.more(1);
      const triedAtMs = systemClock.monotonicMs();
      // By then the hub has written down until when it waits.
      await tills.sell(SOME);
      clock.set(time);
      const triedAgain = cloud.asked.more(1);
      await tills.sell(SOME);
      await triedAgain;
      lateMs.push(systemClock.monotonicMs() - triedAtMs);
      await until('people are told', async () =>
        /clock.*is not right/.test((await readiness(shop)).problem ?? ''),
      );
    }
    cloud.isDown = null;
    await tills.sell(SOME);
    await tills.close();
    await until('the cloud takes sales again', () => cloud.ids.size > 0);
    expect(await hub.stop()).toBe(0);

    expect(Math.max(...lateMs)).toBeLessThan(2 * DELAY_SECONDS * 1_000 + SLACK_MS);
    expect(storedIds(shop.file)).toEqual(tills.acknowledged);
    expectInOrder(shop);
    expect(yearsOf(shop)).toEqual(
      expect.arrayContaining([1970, new Date(systemClock.nowMs() + 400 * 86_400_000).getUTCFullYear()]),
    );
    expect(qualitiesOf(shop).at(-1)).toBe('unsynced');
    expectWhole(shop.file);
    const figures = `longest wait of a ${DELAY_SECONDS} s timer ${(Math.max(...lateMs) / 1_000).toFixed(1)} s`;
    const cases = lateMs.length;
    proven(context.task, { promise: 'clock-order', cases });
    proven(context.task, { promise: 'clock-timers', cases, figures });
    proven(context.task, { promise: 'clock-quality', cases });
  },
);

test(
  'a computer that starts in 1970 sells, and says that its clock is not right',
  { timeout: 60_000 },
  async (context) => {
    if (FAKETIME === undefined) return context.skip('a start in 1970 was not tried: there is no libfaketime');
    using temp = tempFolder();
    const shop = await hubFolder(temp.path, { tills: TILLS });
    const clock = new SetClock(temp.path);
    clock.set('@1970-01-01 00:00:10');
    await using hub = new HubProcess(shop.config, { env: clock.env });
    await hub.start();
    const tills = new SellingTills(shop, REST_MS);
    await tills.sell(SOME);
    await until('people are told', async () =>
      /clock.*is not right/.test((await readiness(shop)).problem ?? ''),
    );
    await hub.kill();
    clock.set('+0');
    await hub.start();
    await tills.sell(SOME);
    await tills.close();
    await until('the time is known again', async () => (await readiness(shop)).problem === null);
    expect(await hub.stop()).toBe(0);
    expectInOrder(shop);
    expect(qualitiesOf(shop)[0]).toBe('unsynced');
    expect(qualitiesOf(shop).at(-1)).not.toBe('unsynced');
    proven(context.task, { promise: 'clock-order', cases: 1 });
    proven(context.task, { promise: 'clock-quality', cases: 1 });
  },
);

function destinationAt(url: string): string {
  return `[[destination]]\nname = "cloud"\nkind = "webhook"\nurl = "${url}"\nsecret = "a-secret-of-a-test-shop"\nbatch_age_ms = 50\nretry_max_ms = 1000\nbatch_items = 1000`;
}

interface Received {
  readonly seq: number;
  readonly stream: number;
  readonly sequence: number;
  readonly receivedMs: number;
  readonly clock: string;
  readonly quality: string;
}

/** Every event as the ledger has it: what its till says of its clock, and how well this hub knew the time. */
function received(shop: HubFolder): Received[] {
  const db = openReader(shop.file);
  const rows = db.prepare<[], Received>(
    `SELECT seq, stream, received_ms AS receivedMs,
       CAST(json_extract(CAST(body AS TEXT), '$.sequence') AS INTEGER) AS sequence,
       json_extract(CAST(body AS TEXT), '$.clock') AS clock,
       (SELECT quality FROM receive_clock WHERE from_seq <= event.seq ORDER BY from_seq DESC LIMIT 1) AS quality
     FROM event ORDER BY seq`,
  );
  const all = rows.all();
  db.close();
  return all;
}

/** By entry, each till's events are in the order of their sequence, none missing; and each says whose clock it carries. */
function expectInOrder(shop: HubFolder): void {
  const all = received(shop);
  for (const rows of Map.groupBy(all, ({ stream }) => stream).values()) {
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index + 1));
  }
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
  expect(all.every(({ clock, quality }) => clock === 'synced' && quality !== null)).toBe(true);
}

function yearsOf(shop: HubFolder): number[] {
  return [...new Set(received(shop).map(({ receivedMs }) => new Date(receivedMs).getUTCFullYear()))];
}

function qualitiesOf(shop: HubFolder): string[] {
  return received(shop).map(({ quality }) => quality);
}
