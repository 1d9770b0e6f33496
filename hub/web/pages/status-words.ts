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
  const destinations = ports.reader.destinations();
  const nowMs = ports.clock.nowMs();
  const hub = hubWords(ports.health(), `${format.count(sales)} ${sales === 1 ? 'sale' : 'sales'} today`);
  return {
    hub: withFolders(hub, destinations, (since) => format.time(since, nowMs)),
    cloud: cloudWords(destinations, format, nowMs),
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

/** A folder for the archive is a part of this box: that it fails is told here, unless something worse is. */
function withFolders(
  hub: StatusWords,
  destinations: readonly DestinationAnswer[],
  timeOf: (instant: string) => string,
): StatusWords {
  if (hub.tone !== 'good') return hub;
  const failing = destinations.find(
    (destination) => isFolder(destination) && destination.failingSince !== null,
  );
  if (failing === undefined || failing.failingSince === null) return hub;
  const text = `${hub.text}, ${failing.name} cannot be written since ${timeOf(failing.failingSince)}`;
  return { tone: 'bad', text };
}

function cloudWords(all: readonly DestinationAnswer[], format: Format, nowMs: number): StatusWords {
  const destinations = all.filter((destination) => !isFolder(destination));
  if (destinations.length === 0) return { tone: 'good', text: 'not set up, everything stays here' };
  const waiting = waitingOf(destinations);
  const parked = destinations.reduce((sum, destination) => sum + destination.parked, 0);
  const aside = parked === 0 ? '' : `, ${format.count(parked)} set aside`;
  const failing = worstOf(destinations);
  if (failing !== null) {
    const text = `${failing.words} since ${format.time(failing.since, nowMs)}, ${countWords(waiting, format)} waiting safely here${aside}`;
    return { tone: parked > 0 ? 'bad' : 'busy', text };
  }
  if (waiting.count > WAITING_IS_NORMAL)
    return { tone: 'busy', text: `sending, ${countWords(waiting, format)} waiting${aside}` };
  return parked > 0 ? { tone: 'bad', text: `up to date${aside}` } : { tone: 'good', text: 'up to date' };
}

interface Waiting {
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

function waitingOf(destinations: readonly DestinationAnswer[]): Waiting {
  const count = destinations.reduce((sum, { waiting }) => sum + waiting, 0);
  return { count, more: destinations.some(({ moreWaiting }) => moreWaiting) };
}

function countWords({ count, more }: Waiting, format: Format): string {
  return `${more ? 'more than ' : ''}${format.count(count)}`;
}

/** A destination takes its items in batches: a few that wait for the next one are no news. */
const WAITING_IS_NORMAL = 25;
/** A folder collects for longer, and its batches are larger. */
const WAITING_FOR_A_FOLDER_IS_NORMAL = 5_000;

function isFolder({ kind }: DestinationAnswer): boolean {
  return kind === 'archive-file';
}

interface Failing {
  readonly words: string;
  readonly since: string;
}

function failingOf(destination: DestinationAnswer): Failing | null {
  const { failingSince: since } = destination;
  if (since === null) return null;
  if (isFolder(destination)) return { words: 'cannot be written', since };
  return { words: destination.answersWithErrors ? 'answers with errors' : OFFLINE, since };
}

const OFFLINE = 'offline';

/** One that is out of reach goes before those that answer, then the one that has failed for longest. */
function worstOf(destinations: readonly DestinationAnswer[]): Failing | null {
  const failing = destinations
    .map(failingOf)
    .filter((one) => one !== null)
    .toSorted((a, b) => (a.since < b.since ? -1 : 1));
  return failing.find(({ words }) => words === OFFLINE) ?? failing[0] ?? null;
}

/** One destination in a sentence, such as `Offline since 10:42. Sales are safe here, 37 waiting, next try 10:47.` */
export function destinationSentence(
  destination: DestinationAnswer,
  format: Format,
  nowMs: number,
): StatusWords {
  const { nextAttemptAt, waiting, lastDeliveredAt } = destination;
  const count = countWords(waitingOf([destination]), format);
  const failing = failingOf(destination);
  if (failing !== null) {
    const next = nextAttemptAt === null ? '' : `, next try ${format.time(nextAttemptAt, nowMs)}`;
    const how = `${failing.words} since ${format.time(failing.since, nowMs)}`;
    const text = `${how.charAt(0).toUpperCase()}${how.slice(1)}. Sales are safe here, ${count} waiting${next}.`;
    return { tone: 'busy', text };
  }
  const isBehind = waiting > (isFolder(destination) ? WAITING_FOR_A_FOLDER_IS_NORMAL : WAITING_IS_NORMAL);
  if (isBehind) return { tone: 'busy', text: `Sending, ${count} waiting.` };
  if (waiting > 0) return { tone: 'good', text: `Up to date, the next batch has ${count} so far.` };
  if (lastDeliveredAt === null) return { tone: 'good', text: 'Ready, nothing sent yet.' };
  return { tone: 'good', text: `Up to date, last sent ${format.time(lastDeliveredAt, nowMs)}.` };
}
