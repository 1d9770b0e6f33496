import { expect, test } from 'vitest';
import { VirtualClock } from '../../test/kit/virtual-clock.ts';
import { silentLog } from '../kit/log.ts';
import { Expiry } from './expiry.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** Two reservations, until one and two hours from now. */
function reserved() {
  const clock = new VirtualClock();
  const until = new Map([1, 2].map((hours) => [`r-${hours}`, clock.nowMs() + hours * HOUR_MS]));
  const expired: string[] = [];
  const state = { isUnsure: false, isDiskFull: false };
  const expiry = new Expiry({
    clock,
    log: silentLog,
    isClockUnsure: () => state.isUnsure,
    due: (nowMs, limit) =>
      [...until].flatMap(([id, untilMs]) => (untilMs <= nowMs ? [id] : [])).slice(0, limit),
    expire: (id) => {
      if (state.isDiskFull) return new Promise(() => undefined);
      until.delete(id);
      expired.push(id);
      return Promise.resolve();
    },
  });
  return { clock, expiry, expired, state };
}

test('a reservation expires when its time is over, and once', async () => {
  const { clock, expiry, expired } = reserved();
  await expiry.look();
  clock.advance(HOUR_MS - 1);
  await expiry.look();
  expect(expired).toEqual([]);
  clock.advance(1);
  await expiry.look();
  await expiry.look();
  expect(expired).toEqual(['r-1']);
  clock.advance(HOUR_MS);
  await expiry.look();
  expect(expired).toEqual(['r-1', 'r-2']);
});

test('the first look expires nothing: it does not know yet how the clock runs', async () => {
  const { clock, expiry, expired } = reserved();
  clock.jump(YEAR_MS);
  await expiry.look();
  expect(expired).toEqual([]);
});

test('a clock that is set ahead by a year expires nothing until it is set again', async () => {
  const { clock, expiry, expired, state } = reserved();
  await expiry.look();
  clock.jump(YEAR_MS);
  await expiry.look();
  expect(expired).toEqual([]);
  state.isUnsure = true;
  for (let minute = 0; minute < 10; minute += 1) {
    clock.advance(60_000);
    await expiry.look();
  }
  expect(expired).toEqual([]);
  clock.jump(-YEAR_MS);
  state.isUnsure = false;
  await expiry.look();
  clock.advance(HOUR_MS);
  await expiry.look();
  expect(expired).toEqual(['r-1']);
});

test('it stops although the disk is full and what is expired waits for room', async () => {
  const { clock, expiry, expired, state } = reserved();
  await expiry.look();
  state.isDiskFull = true;
  clock.advance(HOUR_MS);
  const looking = expiry.look();
  await expiry[Symbol.asyncDispose]();
  await looking;
  expect(expired).toEqual([]);
});

test('it looks by itself until it is disposed of', async () => {
  const { clock, expiry, expired } = reserved();
  await using running = expiry.start();
  while (expired.length < 2) {
    clock.advance(60_000);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  expect(running).toBe(expiry);
});
