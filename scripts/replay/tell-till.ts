import type { MadeEvent, Till } from '../../devices/till/till.ts';
import { must, unreachable } from '../../hub/kit/assert.ts';
import { hashOf } from './random.ts';
import { BACK_OFFICE, type TradingEvent } from './trading-event.ts';

/** Tells a till what happened at it. */
export function tellTill(till: Till, event: TradingEvent): MadeEvent {
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

/** At which of so many tills an event happened, from 0. */
function placeOf(event: TradingEvent, tills: number): number {
  return event.key === BACK_OFFICE ? 0 : hashOf(event.key) % tills;
}

export function tillFor<T>(event: TradingEvent, tills: readonly T[]): T {
  return must(tills[placeOf(event, tills.length)], 'a shop with tills');
}

export function timeOf(event: TradingEvent | undefined): number {
  return event === undefined ? 0 : Date.parse(`${event.at}Z`);
}
