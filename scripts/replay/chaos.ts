import { type Random, hashOf, randomFrom } from './random.ts';

/**
 * Everything that goes wrong, decided before it starts: the same seed makes the same things go wrong at the same
 * events. Only how far the hub has got at that moment is left to chance, as it is in a shop.
 */
export interface ChaosPlan {
  readonly kills: readonly PlannedKill[];
  readonly outages: readonly PlannedMode[];
  fateOf(till: string, sequence: number): Fate;
}

/** Ends the hub when this many events have been told, after a moment; now and then again while it comes up. */
export interface PlannedKill {
  readonly atEvent: number;
  readonly afterMs: number;
  readonly againAfterMs: number | null;
}

export type DestinationMode = 'on' | 'off' | 'slow' | 'error' | 'die';

export interface PlannedMode {
  readonly atEvent: number;
  readonly mode: DestinationMode;
}

/**
 * What happens to an event on its way. `cutBefore`: the connection breaks right after it was sent; `cutAfter`: its
 * PUBACK is lost with the connection; `conflict`: something else comes under the same id.
 */
export type Fate = 'plain' | 'twice' | 'cutBefore' | 'cutAfter' | 'conflict';

export const CALM: ChaosPlan = { kills: [], outages: [], fateOf: () => 'plain' };

/** Of a thousand events. */
const FATES: readonly (readonly [Fate, number])[] = [
  ['twice', 40],
  ['cutBefore', 15],
  ['cutAfter', 15],
  ['conflict', 20],
];
const BAD_MODES: readonly DestinationMode[] = ['off', 'slow', 'error', 'die'];
const OUTAGE_EVERY_EVENTS_MAX = 1_000;
const KILL_DELAY_MAX_MS = 60;
const AGAIN_DELAY_MAX_MS = 400;
const AGAIN_PERCENT = 15;

export interface ChaosSize {
  readonly events: number;
  readonly kills: number;
  /** How many events have been told when the office begins something: every other kill waits for such a moment. */
  readonly office?: readonly number[];
}

export function planChaos(seed: number, size: ChaosSize): ChaosPlan {
  const random = randomFrom(seed);
  return {
    kills: planKills(random, size),
    outages: planOutages(random, size.events),
    fateOf: (till, sequence) => fateFrom(hashOf(`${seed}/${till}/${sequence}`) % 1000),
  };
}

/** One in each of as many equal stretches of the events. */
function planKills(random: Random, { events, kills, office = [] }: ChaosSize): PlannedKill[] {
  return Array.from({ length: kills }, (_, index) => {
    const from = Math.floor((index * events) / kills);
    const to = Math.floor(((index + 1) * events) / kills);
    const anywhere = from + random.below(Math.max(1, to - from));
    const moments = office.filter((told) => told >= from && told < to);
    const atEvent = index % 2 === 0 && moments.length > 0 ? random.pick(moments) : anywhere;
    const isAgain = random.chance(AGAIN_PERCENT);
    return {
      atEvent,
      afterMs: random.below(KILL_DELAY_MAX_MS),
      againAfterMs: isAgain ? random.below(AGAIN_DELAY_MAX_MS) : null,
    };
  });
}

/** Each kind of trouble at least once, well again after each. */
function planOutages(random: Random, events: number): PlannedMode[] {
  const count = Math.max(BAD_MODES.length, Math.ceil(events / OUTAGE_EVERY_EVENTS_MAX));
  const stretch = Math.max(2, Math.floor(events / count));
  return Array.from({ length: count }, (_, index): PlannedMode[] => {
    const begins = index * stretch + random.below(Math.ceil(stretch / 2));
    const ends = begins + 1 + random.below(Math.ceil(stretch / 2));
    return [
      { atEvent: begins, mode: BAD_MODES[index % BAD_MODES.length] ?? 'off' },
      { atEvent: ends, mode: 'on' },
    ];
  }).flat();
}

function fateFrom(dice: number): Fate {
  let edge = 0;
  for (const [fate, share] of FATES) {
    edge += share;
    if (dice < edge) return fate;
  }
  return 'plain';
}
