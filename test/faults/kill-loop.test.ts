import { expect, test } from 'vitest';
import { randomFrom } from '../../scripts/replay/random.ts';
import type { Random } from '../../scripts/replay/random.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { backroom, HubProcess } from '../kit/hub-process.ts';
import { proven } from '../kit/proven.ts';
import { StubbornTill, Tally } from '../kit/stubborn-till.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { dayEvent, dayFigures } from '../kit/till-day.ts';
import type { DayFigures } from '../kit/till-day.ts';

/**
 * A real hub under load, killed again and again. A kill comes after a random number of events were sent or acknowledged
 * since the last start, so that it meets every part of the way of a sale; nobody waits for a quiet moment.
 */
const SEED = Number(process.env['KILL_SEED'] ?? 20_261_123);
const KILLS = Number(process.env['KILLS'] ?? 20);
const TILLS = 4;
/** A look at the whole ledger takes its time, so not after every kill. */
const LOOK_EVERY = 5;

test(
  `nothing that was acknowledged is lost or counted twice in ${KILLS} kills under load (seed ${SEED})`,
  { timeout: KILLS * 15_000 },
  async ({ task }) => {
    using folder = tempFolder();
    const shop = await hubFolder(folder.path, { tills: TILLS });
    const tallies = { sent: new Tally(), acknowledged: new Tally() };
    const tills = shop.tills.map(
      (identity) => new StubbornTill(shop, identity, { ...tallies, tell: dayEvent }),
    );
    const closing = new AbortController();
    const work = tills.map((till) => till.run(closing.signal));
    await using hub = new HubProcess(shop.config);
    await Promise.race([killAgainAndAgain(hub, tallies, shop.file), Promise.all(work)]);
    await hub.start();
    closing.abort();
    await Promise.all(work);
    expect(await hub.stop()).toBe(0);

    const acknowledged = tills.flatMap((till) => [...till.acknowledged]);
    const made = tills.reduce((sum, till) => sum + till.made, 0);
    expectFigures(
      shop.file,
      tills.map((till) => dayFigures(till.made)),
    );
    const { lost, twice, report } = await compare(shop, acknowledged, made);
    process.stdout.write(`killed ${KILLS} times, seed ${SEED}: ${JSON.stringify(report)}\n`);
    expect({ lost, twice }).toEqual({ lost: [], twice: [] });
    expect(acknowledged.length).toBe(made);
    proven(task, { promise: 'kill-loop', cases: KILLS, figures: `${made} events of sessions, seed ${SEED}` });
  },
);

async function killAgainAndAgain(
  hub: HubProcess,
  tallies: { sent: Tally; acknowledged: Tally },
  file: string,
): Promise<void> {
  const random = randomFrom(SEED);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await hub.start();
    await anyMoment(tallies, random);
    await hub.kill();
    if (kill % LOOK_EVERY === 0) expectWhole(file);
  }
}

/** Right after a send, right after an acknowledgement, or at once. */
function anyMoment(tallies: { sent: Tally; acknowledged: Tally }, random: Random): Promise<void> {
  const tally = random.chance(50) ? tallies.sent : tallies.acknowledged;
  return tally.more(random.chance(20) ? random.below(3) : random.below(400));
}

async function compare(
  shop: { config: string; file: string },
  acknowledged: readonly string[],
  made: number,
) {
  const db = openReader(shop.file);
  const rows = db.prepare<[], { id: string; times: number }>(
    `SELECT json_extract(CAST(body AS TEXT), '$.id') AS id, count(*) AS times FROM event
     JOIN stream USING (stream) WHERE kind = 'tills' GROUP BY 1`,
  );
  const times = new Map(rows.all().map((row) => [row.id, row.times]));
  const lost = acknowledged.filter((id) => !times.has(id));
  const twice = [...times].filter(([, count]) => count !== 1);
  expect(times.size).toBe(made);
  db.close();
  const verdict = await backroom(['ledger', 'verify', '--config', shop.config]);
  expect(verdict).toMatchObject({ isWhole: true, conflicts: 0 });
  return {
    lost,
    twice,
    report: { acknowledged: acknowledged.length, LOST: lost.length, TWICE: twice.length },
  };
}

/** What the tills did by counting their events, and what the ledger says of it: money and people included. */
function expectFigures(file: string, tills: readonly DayFigures[]): void {
  const sum = (figure: keyof DayFigures): number => tills.reduce((total, each) => total + each[figure], 0);
  const db = openReader(file);
  const one = (sql: string): number | null | undefined => db.prepare<[], number | null>(sql).pluck().get();
  const balance = (account: string): number | null | undefined =>
    one(
      `SELECT coalesce(sum(debit_minor - credit_minor), 0) FROM journal_total WHERE account = '${account}'`,
    );
  const reader = createLedgerReader(db, '');
  const [day] = reader.dayTotals(1);
  expect({
    sales: day?.sales,
    salesMinor: day?.salesMinor,
    refunds: day?.refunds,
    voids: day?.voids,
    mugs: Number(reader.stock({ sku: 'MUG' })?.onHand),
    sessions: one('SELECT count(*) FROM register_session WHERE complete = 1 AND z_number IS NOT NULL'),
    unsettledMinor: one('SELECT sum(open_minor) FROM payment'),
    feesMinor: balance('fees:Acme'),
    owedMinor: one('SELECT sum(balance_minor) FROM liability'),
    points: one('SELECT sum(points) FROM loyalty_account WHERE customer IS NOT NULL'),
    overMinor: 0 - (balance('cash-over-short') ?? 0),
  }).toEqual(Object.fromEntries(FIGURES.map((figure) => [figure, sum(figure)])));
  expect(one('SELECT sum(points) FROM loyalty_account')).toBe(0);
  expect(one('SELECT count(*) FROM day_adjustment')).toBe(0);
  expect(one('SELECT count(*) FROM session_difference')).toBe(0);
  const open = reader.exceptions({ limit: 1_000 }).map(({ cause }) => cause);
  expect(new Set(open)).toEqual(new Set(['product.unlisted', 'stock.negative']));
  db.close();
}

const FIGURES = Object.keys(dayFigures(0)) as (keyof DayFigures)[];
