import { expect, test } from 'vitest';
import { generateRows } from './generate.ts';
import { shopDaysOf } from './shop-days.ts';
import { placeOf } from './tell-till.ts';
import { sessionName } from './till-day-rules.ts';
import { type Receipt, type ShopEvent, isReceipt } from './trading-event.ts';
import { tradingOf } from './trading.ts';

const TILLS = 3;
const TRADING = tradingOf(generateRows({ seed: 5, lines: 6_000 })).events;
const EVENTS = shopDaysOf(TRADING, TILLS);

function sessionOf(event: ShopEvent): string | null {
  if ('till' in event) return sessionName(event.till, event.date);
  return isReceipt(event) ? sessionName(placeOf(event, TILLS), event.data.businessDate) : null;
}

function sessions(): ShopEvent[][] {
  const named = EVENTS.filter((event) => sessionOf(event) !== null);
  return [...Map.groupBy(named, sessionOf).values()];
}

function isLate(receipt: Receipt): boolean {
  const closing = EVENTS.findIndex(
    (event) => event.kind === 'closed' && sessionOf(event) === sessionOf(receipt),
  );
  return EVENTS.indexOf(receipt) > closing;
}

test('everything that was traded is told once', () => {
  const told = EVENTS.filter((event) => TRADING.some((traded) => traded === event));
  expect(told).toHaveLength(TRADING.length);
  expect(new Set(told).size).toBe(TRADING.length);
});

test('each session is opened first, and closed once', () => {
  for (const [first, ...rest] of sessions()) {
    expect(first?.kind).toBe('opened');
    expect(rest.filter(({ kind }) => kind === 'opened')).toEqual([]);
    expect(rest.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
  }
});

test('at each till a session is closed before the next is opened', () => {
  for (let till = 0; till < TILLS; till += 1) {
    const turns = EVENTS.filter(
      (event) => 'till' in event && event.till === till && event.kind !== 'cashMoved',
    );
    const kinds = turns.map(({ kind }) => kind);
    expect(kinds).toEqual(kinds.map((_, index) => (index % 2 === 0 ? 'opened' : 'closed')));
  }
});

test('some receipts come when their session is closed, some when their day is, and nothing else', () => {
  const late = EVENTS.filter(isReceipt).filter(isLate);
  const afterDay = late.filter((receipt) => {
    const over = EVENTS.findIndex(
      (event) => event.kind === 'dayClosed' && event.date === receipt.data.businessDate,
    );
    return EVENTS.indexOf(receipt) > over;
  });
  expect(afterDay.length).toBeGreaterThan(0);
  expect(late.length).toBeGreaterThan(afterDay.length);
  expect(late.length).toBeLessThan(TRADING.length / 10);
});

test('each processor pays for no payment twice, and some payments stay open', () => {
  const paid = EVENTS.flatMap((event) => (event.kind === 'payout' ? event.data.entries : []));
  const references = paid.map(({ reference }) => reference);
  expect(new Set(references).size).toBe(references.length);
  const cards = TRADING.filter(isReceipt).filter(({ data }) => data.tenders[0]?.kind === 'card');
  expect(references.length).toBeGreaterThan(0);
  expect(cards.length).toBeGreaterThan(references.length);
});
