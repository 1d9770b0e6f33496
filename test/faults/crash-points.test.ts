import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../hub/ledger/open.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import {
  Crash,
  nameOf,
  Outside,
  plantTrigger,
  powerCut,
  removeTrigger,
  Session,
} from '../kit/crash-session.ts';
import type { CrashPoint } from '../kit/crash-session.ts';
import { proven } from '../kit/proven.ts';
import { reservationMade, reservationPosted, reservationVoided } from '../kit/reservation-events.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { adjusted, ledgerEvent, received, refundOf, saleOf, tillSource, voidOf } from '../kit/till-events.ts';

/** Where a process can end on the way of a sale, by name. The triggers stand inside a transaction. */
const POINTS: readonly CrashPoint[] = [
  { name: 'before the commit', moment: 'before commit' },
  {
    name: 'inside the commit, when an event is appended',
    trigger: 'BEFORE INSERT ON event WHEN NEW.seq >= $n',
  },
  {
    name: 'inside the commit, when a key is written',
    trigger: 'AFTER INSERT ON event_key WHEN NEW.seq >= $n',
  },
  { name: 'inside the commit, when goods move', trigger: 'AFTER INSERT ON movement WHEN NEW.movement >= $n' },
  {
    name: 'inside the commit, when a day is added up',
    trigger: 'BEFORE INSERT ON day_total WHEN NEW.sales >= 0',
  },
  { name: 'inside the commit, at its outbox row', trigger: 'AFTER INSERT ON outbox WHEN NEW.seq >= $n' },
  {
    name: 'inside the commit, when balances are written',
    trigger: 'BEFORE INSERT ON stock WHEN NEW.last_movement >= $n',
  },
  {
    name: 'inside the commit, when goods are promised',
    trigger: 'AFTER INSERT ON reservation_line WHEN NEW.left_micro >= 0',
  },
  {
    name: 'inside the commit, when what is promised was handed over',
    trigger: 'AFTER UPDATE ON reservation WHEN NEW.changed_seq > OLD.made_seq',
  },
  {
    name: 'inside the commit, when goods get a cost',
    trigger: 'AFTER INSERT ON cost_point WHEN NEW.movement > 0',
  },
  {
    name: 'inside the commit, when a lot is put somewhere',
    trigger: 'AFTER INSERT ON lot_stock WHEN NEW.lot > 0',
  },
  {
    name: 'inside the commit, at its last row',
    trigger: 'BEFORE INSERT ON progress WHEN NEW.highest * 2 >= $n',
  },
  { name: 'after the commit, before the reply', moment: 'after commit' },
  {
    name: 'after the commit, and the power cut tears the end of the log off',
    moment: 'after commit',
    tornBytes: 5_000,
  },
  { name: 'after the PUBACK', moment: 'after reply' },
  { name: 'inside the claim of a batch', trigger: 'BEFORE UPDATE OF batch ON outbox WHEN NEW.seq >= $n' },
  { name: 'after the claim, before the send', moment: 'before send' },
  { name: 'mid-send, the destination has half of it', moment: 'mid send' },
  { name: 'after the send, before the settlement', moment: 'after send' },
  { name: 'inside the settlement', trigger: 'BEFORE DELETE ON outbox WHEN OLD.seq >= $n' },
  { name: 'after the settlement', moment: 'after settle' },
];

const HITS = [1, 2, 4, 7];
const CASES = POINTS.flatMap((point) => HITS.map((hit) => ({ point, hit, name: point.name })));

/** Three tills, each in its order; goods that come, go, come back and are voided. */
function workload() {
  const tills = [1, 2, 3].map((number) => tillSource(`till-${number}`, number));
  return Array.from({ length: 13 }, (_, index) =>
    tills.map((source) => {
      const [id, sequence] = [`event-${index}`, index + 1];
      return ledgerEvent({ ...(index < 10 ? story(index) : promise(index, source)), id, source, sequence });
    }),
  ).flat();
}

function story(index: number) {
  if (index === 0)
    return received(
      { sku: 'MUG', quantity: '20', unitCost: '1.20' },
      { sku: 'TEA', quantity: '5.5', lot: 'L-1' },
    );
  if (index === 4) return refundOf({ id: 'event-2' }, { sku: 'MUG' });
  if (index === 6) return voidOf({ id: 'event-3' });
  if (index === 8) return adjusted('theft', { sku: 'TEA', quantity: '-0.25' });
  return saleOf({ sku: 'MUG' }, { sku: 'TEA', quantity: '0.5' });
}

/** Three mugs are promised to a customer of each till; one is handed over, and she does not want the others. */
function promise(index: number, source: string) {
  const mugs = (quantity: string) => [{ sku: 'MUG', quantity }];
  if (index === 10) return reservationMade(source, mugs('3'));
  if (index === 11) return reservationPosted(source, { lines: mugs('1') });
  return reservationVoided(source);
}

test.for(CASES)(
  'nothing is lost or doubled when the process ends $name (visit $hit)',
  async ({ point, hit }, { task }) => {
    using folder = tempFolder();
    const outside = new Outside(workload());
    const expected = outside.unacknowledged.map(nameOf);
    const file = await crash(join(folder.path, 'ledger.db'), outside, { point, hit });
    expectAcknowledgedOnce(file, outside);
    {
      using session = new Session(file, outside, null);
      await session.run();
    }
    expect(outside.acknowledged.toSorted()).toEqual(expected.toSorted());
    expectAcknowledgedOnce(file, outside);
    expect([...outside.received.keys()].toSorted()).toEqual(expected.toSorted());
    for (const events of Map.groupBy(outside.order, ({ source }) => source).values()) {
      expect(events).toEqual(events.toSorted((a, b) => a.seq - b.seq));
    }
    expectFigures(file);
    expectWhole(file);
    proven(task, { promise: 'crash-points', cases: 1 });
  },
);

/** Lives until the point, ends there, and gives the file that is left. */
async function crash(
  file: string,
  outside: Outside,
  at: { point: CrashPoint; hit: number },
): Promise<string> {
  new Session(file, new Outside([]), null)[Symbol.dispose]();
  const { trigger, tornBytes } = at.point;
  if (trigger !== undefined) plantTrigger(file, trigger.replace('$n', String(at.hit * 2)));
  using session = new Session(file, outside, at);
  await expect(session.run()).rejects.toSatisfy(
    (error: Error) => error instanceof Crash || error.message === 'crash',
  );
  if (tornBytes !== undefined) return powerCut(file, tornBytes * at.hit);
  session[Symbol.dispose]();
  if (trigger !== undefined) removeTrigger(file);
  return file;
}

function expectAcknowledgedOnce(file: string, outside: Outside): void {
  const db = openReader(file);
  const rows = db.prepare<[], { said: string; count: number }>(
    `SELECT source || ' ' || json_extract(CAST(body AS TEXT), '$.id') AS said, count(*) AS count
     FROM event JOIN stream ON stream.stream = event.stream GROUP BY said`,
  );
  const counts = new Map(rows.all().map(({ said, count }) => [said, count]));
  db.close();
  expect(outside.acknowledged.filter((name) => counts.get(name) !== 1)).toEqual([]);
  expect([...counts.values()].filter((count) => count !== 1)).toEqual([]);
}

/** Counted on fingers: each till has 6 sales, one of them voided, one refund, and one promised mug handed over. */
function expectFigures(file: string): void {
  const db = openReader(file);
  const reader = createLedgerReader(db, '');
  const mugs = String(3 * (20 - 5 + 1 - 1));
  expect(reader.stock({ sku: 'MUG' })).toMatchObject({ onHand: mugs, reserved: '0', available: mugs });
  expect(reader.stock({ sku: 'TEA' })?.onHand).toBe(String(3 * (5.5 - 2.5 - 0.25)));
  expect(reader.dayTotals(5)).toMatchObject([
    { sales: 15, refunds: 3, voids: 3, salesMinor: 3_000, refundsMinor: -300 },
  ]);
  expect(reader.destinations()).toMatchObject([{ waiting: 0, parked: 0 }]);
  db.close();
}
