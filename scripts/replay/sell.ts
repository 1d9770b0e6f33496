import { setTimeout as pause } from 'node:timers/promises';
import type { MadeEvent, Till } from '../../devices/till/till.ts';
import { unreachable } from '../../hub/kit/assert.ts';
import { hashOf } from './random.ts';
import { BACK_OFFICE, type TradingEvent } from './trading-event.ts';

export interface SellOptions {
  readonly tills: readonly Till[];
  /** How many times faster than it happened; `max` is as fast as the hub takes it. */
  readonly speed: number | 'max';
  /** True when somebody else sees to an event. */
  readonly isTaken: (event: TradingEvent) => boolean;
  /** Called after each event with how many have been told. */
  readonly told: (count: number) => Promise<void>;
}

/** Events that all tills together may be ahead of the hub. More would only fill their files. */
const AHEAD_MAX = 300;
/** Looking at the tills costs a query each, so it is not done after each event. */
const LOOK_EVERY = 10;
const PAUSE_MS = 5;

/** Tells the tills everything that happened, in the order of time. Returns what they made of it. */
export async function sellAll(events: readonly TradingEvent[], options: SellOptions): Promise<MadeEvent[]> {
  const startedMs = performance.now();
  const firstMs = timeOf(events[0]);
  const made: MadeEvent[] = [];
  for (const [index, event] of events.entries()) {
    if (options.speed !== 'max') await untilDue(startedMs + (timeOf(event) - firstMs) / options.speed);
    if (!options.isTaken(event)) made.push(tell(tillFor(event, options.tills), event));
    await options.told(index + 1);
    if (index % LOOK_EVERY === 0) await untilHubFollows(options.tills);
  }
  return made;
}

function tell(till: Till, event: TradingEvent): MadeEvent {
  const atMs = timeOf(event);
  switch (event.kind) {
    case 'sale':
      return till.sell(event.data, atMs);
    case 'refund':
      return till.refund(event.data, atMs);
    case 'adjustment':
      return till.adjust(event.data, atMs);
    case 'delivery':
      return till.receive(event.data, atMs);
    default:
      return unreachable(event);
  }
}

function tillFor(event: TradingEvent, tills: readonly Till[]): Till {
  const index = event.key === BACK_OFFICE ? 0 : hashOf(event.key) % tills.length;
  const till = tills[index];
  if (till === undefined) throw new Error('the shop has no till');
  return till;
}

function timeOf(event: TradingEvent | undefined): number {
  return event === undefined ? 0 : Date.parse(`${event.at}Z`);
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
