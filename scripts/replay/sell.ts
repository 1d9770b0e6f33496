import { setTimeout as pause } from 'node:timers/promises';
import type { Till } from '../../devices/till/till.ts';
import { type ShopEvent, timeOf } from './trading-event.ts';

export interface SellOptions {
  readonly tills: readonly Till[];
  /** How many times faster than it happened; `max` is as fast as the hub takes it. */
  readonly speed: number | 'max';
  /** Tells a till of it, or somebody else; what comes next waits for that. */
  readonly tell: (event: ShopEvent) => Promise<void>;
  /** Called after each event with how many have been told. */
  readonly told: (count: number) => Promise<void>;
}

/** Events that all tills together may be ahead of the hub. More would only fill their files. */
const AHEAD_MAX = 300;
/** Looking at the tills costs a query each, so it is not done after each event. */
const LOOK_EVERY = 10;
const PAUSE_MS = 5;

/** Tells everything that happened, in the order of time. */
export async function sellAll(events: readonly ShopEvent[], options: SellOptions): Promise<void> {
  const startedMs = performance.now();
  const firstMs = timeOf(events[0]);
  for (const [index, event] of events.entries()) {
    if (options.speed !== 'max') await untilDue(startedMs + (timeOf(event) - firstMs) / options.speed);
    await options.tell(event);
    await options.told(index + 1);
    if (index % LOOK_EVERY === 0) await untilHubFollows(options.tills);
  }
}

async function untilDue(dueMs: number): Promise<void> {
  const delayMs = dueMs - performance.now();
  if (delayMs > 0) await pause(delayMs);
}

/** Also lets the tills' connections have their turn. */
async function untilHubFollows(tills: readonly Till[]): Promise<void> {
  do await pause(0);
  while (tills.reduce((sum, till) => sum + till.waiting, 0) > AHEAD_MAX && (await longer()));
}

async function longer(): Promise<true> {
  await pause(PAUSE_MS);
  return true;
}
