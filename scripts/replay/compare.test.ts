import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { type CountedEvent, figuresOf } from './figures.ts';
import type { DestinationFacts, HubFacts } from './read-shop.ts';

const SOURCE = '/stores/s/tills/till-1/i';
const DAY = '2024-01-03';

function sale(quantity: string, amountMinor: number): CountedEvent {
  const lines = [{ sku: '20001A', quantity, amountMinor }];
  return { type: 'backroom.sale.completed.v1', data: { businessDate: DAY, lines } };
}

const EVENTS = new Map([
  [`${SOURCE} a`, sale('2', 300)],
  [`${SOURCE} b`, sale('1', 150)],
]);
const MONEY = { 'account revenue': -450, 'till-1 2024-01-03 Z sale': 450 };
const ORACLE = { ...figuresOf(EVENTS.values()), money: MONEY };
const MADE = ['a', 'b'].map((id, index) => ({ id, source: SOURCE, sequence: index + 1 }));
const HUB: HubFacts = {
  counted: [...EVENTS.keys()],
  conflicts: 0,
  rejected: 0,
  stock: { '20001A on hand at shop': -3 },
  days: { [DAY]: { sales: 2, salesMinor: 450, refunds: 0, refundsMinor: 0 } },
  money: MONEY,
};
const DESTINATION: DestinationFacts = { events: EVENTS, redeliveries: 0, changed: 0 };

const NOTHING = {
  lost: 0,
  twice: 0,
  stockDifferences: 0,
  valueDifferences: 0,
  moneyDifferences: 0,
  destinationLost: 0,
  destinationTwice: 0,
};

const NOTHING_ELSE = { hub: {}, told: {} };

function compared(facts: {
  hub?: Partial<HubFacts>;
  destination?: Partial<DestinationFacts>;
  known?: { hub: Record<string, number>; told: Record<string, number> };
}) {
  const said: string[] = [];
  const hub = { ...HUB, ...facts.hub };
  const destination = { ...DESTINATION, ...facts.destination };
  return {
    ...compare({ made: MADE, oracle: ORACLE, known: facts.known ?? NOTHING_ELSE, hub, destination }, (line) =>
      said.push(line),
    ),
    said,
  };
}

test('what is the same has no differences', () => {
  expect(compared({})).toEqual({ ...NOTHING, said: [] });
});

test.each([
  ['an event that the hub lacks', { hub: { counted: [`${SOURCE} a`] } }, { lost: 1 }],
  ['an event that counts twice', { hub: { counted: [...HUB.counted, `${SOURCE} a`] } }, { twice: 1 }],
  ['an event that nobody made', { hub: { counted: [...HUB.counted, `${SOURCE} x`] } }, { twice: 1 }],
  ['another stock', { hub: { stock: { '20001A on hand at shop': -2 } } }, { stockDifferences: 1 }],
  ['stock of what was never sold', { hub: { stock: { ...HUB.stock, X: 1 } } }, { stockDifferences: 1 }],
  [
    'a promise that nobody made',
    { hub: { stock: { ...HUB.stock, '20001A reserved at shop': 1 } } },
    { stockDifferences: 1 },
  ],
  [
    'work of the stockroom that the hub does not know of',
    { known: { hub: { '20001A on hand at shop': -1, '20001A on hand at depot': 1 }, told: {} } },
    { stockDifferences: 2 },
  ],
  [
    'another value of a day',
    { hub: { days: { [DAY]: { sales: 2, salesMinor: 451, refunds: 0, refundsMinor: 0 } } } },
    { valueDifferences: 1 },
  ],
  [
    'another sum of an account',
    { hub: { money: { ...MONEY, 'account revenue': -449 } } },
    { moneyDifferences: 1 },
  ],
  ['a session that the hub lacks', { hub: { money: { 'account revenue': -450 } } }, { moneyDifferences: 1 }],
  [
    'an entry that does not balance',
    { hub: { money: { ...MONEY, 'entry 7 does not balance': 1 } } },
    { moneyDifferences: 1 },
  ],
  ['another content at the destination', { destination: { changed: 1 } }, { destinationTwice: 1 }],
  [
    'an event at the destination that nobody made',
    { destination: { events: new Map([...EVENTS, [`${SOURCE} x`, sale('0', 0)]]) } },
    { destinationTwice: 1, valueDifferences: 1 },
  ],
  [
    'an event that the destination lacks',
    { destination: { events: new Map([[`${SOURCE} a`, sale('2', 300)]]) } },
    { destinationLost: 1, stockDifferences: 1, valueDifferences: 2 },
  ],
])('%s is seen', (_name, facts, expected) => {
  expect(compared(facts)).toMatchObject({ ...NOTHING, ...expected });
});
