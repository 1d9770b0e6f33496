import type { DayTotalAnswer, DestinationAnswer } from '../../contract/views.ts';
import { unreachable } from '../../kit/assert.ts';
import type { HealthReport, WebPorts } from '../ports.ts';
import type { Format } from './format.ts';

/** good: nothing to do. busy: it takes its time, and nothing is lost. bad: a person should look. */
export type Tone = 'good' | 'busy' | 'bad';

export interface StatusWords {
  readonly tone: Tone;
  readonly text: string;
}

export interface HeaderStatus {
  readonly hub: StatusWords;
  readonly cloud: StatusWords;
}

/** The two lines in every page's header: how this box is, and how the way out of the shop is. */
export function headerStatus(ports: WebPorts, format: Format): HeaderStatus {
  const today = format.day(ports.clock.nowMs());
  const sales = salesOf(ports.reader.dayTotals(DAYS_LOOKED_AT), today);
  return {
    hub: hubWords(ports.health(), `${format.count(sales)} ${sales === 1 ? 'sale' : 'sales'} today`),
    cloud: cloudWords(ports.reader.destinations(), format, ports.clock.nowMs()),
  };
}

/** A till whose clock is wrong may have opened a day ahead of today, and a day has a row for each currency. */
const DAYS_LOOKED_AT = 10;

function salesOf(totals: readonly DayTotalAnswer[], businessDate: string): number {
  return totals
    .filter((total) => total.businessDate === businessDate)
    .reduce((sum, total) => sum + total.sales, 0);
}

function hubWords(health: HealthReport, sales: string): StatusWords {
  switch (health.state) {
    case 'running':
      return health.problem === null
        ? { tone: 'good', text: `running, ${sales}` }
        : { tone: 'bad', text: health.problem };
    case 'starting':
      return { tone: 'busy', text: 'starting' };
    case 'waiting':
      return { tone: 'bad', text: health.problem ?? 'the disk takes no writes, sales wait at the tills' };
    case 'stopping':
      return { tone: 'bad', text: 'stopping, sales wait at the tills' };
    default:
      return unreachable(health.state);
  }
}

function cloudWords(destinations: readonly DestinationAnswer[], format: Format, nowMs: number): StatusWords {
  if (destinations.length === 0) return { tone: 'good', text: 'not set up, everything stays here' };
  const waiting = destinations.reduce((sum, destination) => sum + destination.waiting, 0);
  const parked = destinations.reduce((sum, destination) => sum + destination.parked, 0);
  const failing = destinations.flatMap((destination) => destination.failingSince ?? []).toSorted();
  const aside = parked === 0 ? '' : `, ${format.count(parked)} set aside`;
  const [since] = failing;
  if (since !== undefined) {
    const text = `offline since ${format.time(since, nowMs)}, ${format.count(waiting)} waiting safely here${aside}`;
    return { tone: parked > 0 ? 'bad' : 'busy', text };
  }
  if (waiting > WAITING_IS_NORMAL)
    return { tone: 'busy', text: `sending, ${format.count(waiting)} waiting${aside}` };
  return parked > 0 ? { tone: 'bad', text: `up to date${aside}` } : { tone: 'good', text: 'up to date' };
}

/** A destination takes its items in batches: a few that wait for the next one are no news. */
const WAITING_IS_NORMAL = 25;

/** One destination in a sentence, such as `Offline since 10:42. Sales are safe here, 37 waiting, next try 10:47.` */
export function destinationSentence(
  destination: DestinationAnswer,
  format: Format,
  nowMs: number,
): StatusWords {
  const { failingSince, nextAttemptAt, waiting, lastDeliveredAt } = destination;
  const count = format.count(waiting);
  if (failingSince !== null) {
    const next = nextAttemptAt === null ? '' : `, next try ${format.time(nextAttemptAt, nowMs)}`;
    const text = `Offline since ${format.time(failingSince, nowMs)}. Sales are safe here, ${count} waiting${next}.`;
    return { tone: 'busy', text };
  }
  if (waiting > 0) return { tone: 'busy', text: `Sending, ${count} waiting.` };
  if (lastDeliveredAt === null) return { tone: 'good', text: 'Ready, nothing sent yet.' };
  return { tone: 'good', text: `Up to date, last sent ${format.time(lastDeliveredAt, nowMs)}.` };
}
