import { expect, test } from 'vitest';
import { cardSale, payoutOf } from '../../test/kit/payment-events.ts';
import { MODEL_DAY, sessionEvents } from '../../test/kit/session-model.ts';
import type { SessionStep } from '../../test/kit/session-model.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../test/kit/till-events.ts';
import { VirtualClock } from '../../test/kit/virtual-clock.ts';
import type { DestinationSays } from '../contract/day-views.ts';
import type { EventData } from '../contract/events.ts';
import { silentLog } from '../kit/log.ts';
import { DayReconciler } from './day-reconciler.ts';

const running = new AbortController().signal;
const SALE: SessionStep = { kind: 'sale', tender: 'cash', minor: 700, tip: 0, rounding: 0, cashBack: 0 };
const PLAN = { till: 'till-1', name: 's-1', floatMinor: 0, steps: [SALE, SALE], countedMinor: 1_400 };

/** A shop whose till has told some of its session, and who compares its days. */
function shop(says: () => readonly DestinationSays[] = () => []) {
  const temp = tempLedger(() => 1_795_000_000_000);
  const events = sessionEvents([PLAN]).map(({ event }) => ledgerEvent(event));
  const told: EventData<'backroom.day.reconciled.v1'>[] = [];
  const clock = new VirtualClock();
  const start = (): DayReconciler =>
    new DayReconciler({
      clock,
      log: silentLog,
      reader: temp.reader,
      askDestinations: async () => says(),
      submitHub: async (type, data, { id }) => {
        const [reply] = temp.ledger.commit([
          ledgerEvent({ type, data, ...(id === undefined ? {} : { id }) }),
        ]).replies;
        if (reply?.outcome === 'accepted') told.push(data);
        return reply ?? { outcome: 'rejected' };
      },
    });
  const open = (): (string | undefined)[] =>
    temp.reader
      .exceptions({ limit: 10 })
      .filter(({ cause }) => cause === 'day.differs')
      .map(({ detail }) => detail);
  return { temp, events, told, clock, start, open };
}

test('a day is compared when its last session is closed, and told of once, also by a hub that starts anew', async () => {
  const { temp, events, told, start, open } = shop();
  using _ = temp;
  temp.ledger.commit(events.slice(0, -1));
  const reconciler = start();
  await reconciler.look(running);
  expect(told).toEqual([]);
  temp.ledger.commit(events.slice(-1));
  await reconciler.look(running);
  await reconciler.look(running);
  await start().look(running);
  expect(told).toEqual([{ businessDate: MODEL_DAY, differenceCount: 0, differences: [] }]);
  expect(open()).toEqual([]);
  expect(temp.reader.days({ limit: 1 }).days).toMatchObject([{ differences: 0 }]);
});

test('a day without a session is compared too: a payout arrives on it, or money is adjusted', async () => {
  const { temp, told, start, open } = shop();
  using _ = temp;
  const sunday = { arrivedOn: '2026-11-22' };
  temp.ledger.commit([ledgerEvent(payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500 }], sunday))]);
  const reconciler = start();
  await reconciler.look(running);
  const causes = told.map(({ businessDate, differences }) => [
    businessDate,
    differences.map(({ cause }) => cause),
  ]);
  expect(causes).toEqual([['2026-11-22', ['suspense.open', 'payout.unexplained']]]);
  expect(open()).toHaveLength(1);
  temp.ledger.commit([ledgerEvent(cardSale('r-1', 500))]);
  await reconciler.look(running);
  expect(told.at(-1)).toEqual({ businessDate: '2026-11-22', differenceCount: 0, differences: [] });
  expect(open()).toEqual([]);
});

test('what comes late is compared again, and what does not agree is an exception until it does', async () => {
  const { temp, events, told, start, open } = shop();
  using _ = temp;
  const late = events.slice(2, 3);
  temp.ledger.commit([
    ...events.toSpliced(2, 1),
    ledgerEvent({ type: 'backroom.day.closed.v1', data: { businessDate: MODEL_DAY } }),
  ]);
  const reconciler = start();
  await reconciler.look(running);
  expect(told).toMatchObject([
    { differenceCount: 2, differences: [{ cause: 'numbers.missing' }, { cause: 'cash.over' }] },
  ]);
  expect(open()).toEqual([expect.stringContaining('7.00 EUR expected, 14.00 EUR counted')]);
  temp.ledger.commit(late);
  await reconciler.look(running);
  expect(told.map(({ differenceCount }) => differenceCount)).toEqual([2, 0]);
  expect(open()).toEqual([]);
});

test('a destination that holds something else is an exception when everything is delivered, and no sooner', async () => {
  const pair = { about: 'cash:till', currency: 'EUR', oursMinor: 1_400, theirsMinor: 0 };
  const { temp, events, told, clock, start, open } = shop(() => [
    { name: 'books', kind: 'says', pairs: [pair] },
  ]);
  using _ = temp;
  temp.ledger.commit(events);
  temp.db.exec(`INSERT INTO destination (name, kind) VALUES ('books', 'hledger');
    INSERT INTO outbox (destination, seq, partition_key, state) VALUES (1, 1, 1, 'waiting')`);
  const reconciler = start();
  await reconciler.look(running);
  expect(told.map(({ differenceCount }) => differenceCount)).toEqual([0]);
  temp.db.exec('DELETE FROM outbox');
  await reconciler.look(running);
  expect(open()).toEqual([]);
  clock.advance(60_000);
  await reconciler.look(running);
  expect(open()).toEqual([expect.stringContaining('books: cash:till: 14.00 EUR here, 0.00 EUR there.')]);
});
