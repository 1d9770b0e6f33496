/**
 * How much is tried. In `npm test` each proving test takes the number in its own source, so that all of them together
 * fit in ten minutes; `npm run proof` gives them time and sets these, unless the caller has set one.
 */
export const KNOBS: Readonly<Record<string, number>> = {
  ANY_RUNS: 1_000,
  CUSTOMER_RUNS: 300,
  CONTROL_IMAGES: 200,
  COST_RUNS: 300,
  COUNT_RUNS: 400,
  FLIPS: 1_000,
  FSYNC_FAULTS: 40,
  FUZZ_PACKETS: 500_000,
  GOODS_RUNS: 400,
  IMAGES: 5_000,
  // More than there are calls to fail: every one of them.
  IO_FAULTS: 2_000,
  JOURNAL_MONTHS: 9,
  JOURNAL_RUNS: 1_000,
  KILLS: 100,
  LIABILITY_RUNS: 400,
  LOT_RUNS: 400,
  MERGE_RUNS: 300,
  MODEL_RUNS: 600,
  MONEY_RUNS: 400,
  NEIGHBOUR_FLOOD: 4_000,
  NEIGHBOUR_SALES: 300,
  // The promise is about this many, and a process may have only so many open files.
  NEIGHBOUR_SOCKETS: 2_000,
  NEIGHBOUR_WILLS: 3_000,
  ORDER_RUNS: 400,
  RACES: 50,
  REPLAY_KILLS: 20,
  REPLAY_LINES: 30_000,
  PAYMENT_RUNS: 400,
  RESERVATION_RUNS: 400,
  SESSION_RUNS: 400,
  SIM_EVENTS: 3_000,
  SIM_SEEDS: 40,
  TILL_LIVES: 12,
};

/** The environment for the tests: what the caller has set counts, and the rest of the table unless it is to be quick. */
export function knobsFor(
  environment: Readonly<Record<string, string | undefined>>,
  quick: boolean,
): Record<string, string> {
  if (quick) return {};
  const unset = Object.entries(KNOBS).filter(([name]) => (environment[name] ?? '') === '');
  return Object.fromEntries(unset.map(([name, value]) => [name, String(value)]));
}
