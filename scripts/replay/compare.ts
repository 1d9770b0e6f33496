import type { MadeEvent } from '../../devices/till/till.ts';
import { type DayFigures, type Figures, figuresOf } from './figures.ts';
import { type KnownStock, SHOP, add, figureName } from './known-stock.ts';
import type { OracleFigures } from './oracle.ts';
import { type DestinationFacts, type HubFacts, keyOf } from './read-shop.ts';

/** Differences between what should be and what is; all of them are 0 when the hub keeps its promises. */
export interface Differences {
  /** Events that a till was told are safe and that the hub does not count. */
  readonly lost: number;
  /** Events that the hub counts more than once, or that nobody made. */
  readonly twice: number;
  readonly stockDifferences: number;
  readonly valueDifferences: number;
  /** Of sessions, the books, payments and payouts. */
  readonly moneyDifferences: number;
  readonly destinationLost: number;
  readonly destinationTwice: number;
}

export interface Compared {
  readonly made: readonly MadeEvent[];
  readonly oracle: Figures & Pick<OracleFigures, 'money'>;
  /** What the stockroom did besides. */
  readonly known: Pick<KnownStock, 'hub' | 'told'>;
  readonly hub: HubFacts;
  readonly destination: DestinationFacts;
}

/** Holds the hub and the destination against the oracle. The first few differences are named in `say`. */
export function compare(
  { made, oracle, known, hub, destination }: Compared,
  say: (line: string) => void,
): Differences {
  const expected = new Set(made.map(({ source, id }) => keyOf(source, id)));
  const counted = new Set(hub.counted);
  const delivered = figuresOf(destination.events.values());
  const phantoms = [...destination.events.keys()].filter((key) => !expected.has(key)).length;
  return {
    lost: missing(expected, counted),
    twice: hub.counted.length - counted.size + missing(counted, expected),
    stockDifferences:
      differing({ what: 'hub stock', say }, hub.stock, sumOf(atShop(oracle.stock), known.hub)) +
      differing({ what: 'destination stock', say }, delivered.stock, sumOf(oracle.stock, known.told)),
    valueDifferences:
      differingDays({ what: 'hub day', say }, hub.days, oracle.days) +
      differingDays({ what: 'destination day', say }, delivered.days, oracle.days),
    moneyDifferences: differing({ what: 'hub money', say }, hub.money, oracle.money),
    destinationLost: missing(expected, destination.events),
    destinationTwice: destination.changed + phantoms,
  };
}

/** Where all that the file tells of lies. */
function atShop(stock: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(stock).map(([sku, pieces]) => [figureName(sku, 'on hand', SHOP), pieces]),
  );
}

function sumOf(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> {
  const sums = { ...one };
  for (const [name, pieces] of Object.entries(other)) add(sums, name, pieces);
  return sums;
}

function missing(wanted: ReadonlySet<string>, there: { has(key: string): boolean }): number {
  return Array.from(wanted).filter((key) => !there.has(key)).length;
}

interface Voice {
  readonly what: string;
  readonly say: (line: string) => void;
}

const NAMED_MAX = 5;

function differing(
  voice: Voice,
  is: Readonly<Record<string, number>>,
  should: Readonly<Record<string, number>>,
): number {
  const keys = new Set([...Object.keys(is), ...Object.keys(should)]);
  const wrong = Array.from(keys).filter((key) => (is[key] ?? 0) !== (should[key] ?? 0));
  for (const key of wrong.slice(0, NAMED_MAX))
    voice.say(`${voice.what} ${key}: ${is[key] ?? 0} instead of ${should[key] ?? 0}`);
  return wrong.length;
}

function differingDays(
  voice: Voice,
  is: Readonly<Record<string, DayFigures>>,
  should: Readonly<Record<string, DayFigures>>,
): number {
  return differing(voice, flat(is), flat(should));
}

function flat(days: Readonly<Record<string, DayFigures>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(days).flatMap(([date, day]) =>
      Object.entries(day).map(([name, value]) => [`${date} ${name}`, value]),
    ),
  );
}
