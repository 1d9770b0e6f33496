import { systemClock } from '../../hub/kit/clock.ts';

const LOOK_EVERY_MS = 10;
const WITHIN_MS = 20_000;

/** Resolves with the first value that is not null or false. Fails with `what` when none comes in time. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = WITHIN_MS,
): Promise<Exclude<T, null | false | undefined>> {
  const endMs = systemClock.monotonicMs() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== null && value !== false && value !== undefined) {
      return value as Exclude<T, null | false | undefined>;
    }
    if (systemClock.monotonicMs() > endMs) throw new Error(`waited in vain until ${what}`);
    await systemClock.sleep(LOOK_EVERY_MS, new AbortController().signal);
  }
}
