import fc from 'fast-check';
import { formatSequence } from '../../hub/contract/envelope.ts';
import { captured, customerErased, customersMerged, pointsAdjusted, pointsRule } from './customer-events.ts';
import {
  cardLine,
  cardTender,
  holdExpired,
  holdMade,
  holdReleased,
  liabilityAdjusted,
  refundedFor,
  soldFor,
} from './liability-events.ts';
import { paymentIdentified, payoutOf } from './payment-events.ts';
import { productSet, tillSource, voidOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

/**
 * What happens to the money and the customers of a shop, as far as its order does not matter. What is left out, and why the
 * order matters there:
 * - a hold that may be refused: of two that race for the last of a card the first one has it;
 * - what is said twice in other words (a session that is opened again, a payout of the same id): the first one counts;
 * - the settings of the books and the rule for points: they hold for what comes after them;
 * - merges of customers: which of two ids is the one that stays is told by the first of them; they come at the end;
 * - what the till itself adds up to: a void that its next session tells is in the report or is not;
 * - the currency of a session that neither opens nor closes: sessions here have one each.
 */
type Told = Pick<EventInput, 'type' | 'data'>;

interface SessionOf {
  readonly till: string;
  readonly registerSession: string;
  readonly businessDate: string;
  readonly currency: string;
}

/** An event of a till: what it says depends on the session in which it happens, and a sale is not its own original. */
type Making = (of: Omit<SessionOf, 'till'>, self: string) => Told;

const MONDAY = '2026-11-23';
const SESSIONS: readonly SessionOf[] = [
  { till: 'till-1', registerSession: 's-1', businessDate: MONDAY, currency: 'EUR' },
  { till: 'till-1', registerSession: 's-2', businessDate: '2026-11-24', currency: 'EUR' },
  { till: 'till-2', registerSession: 's-1', businessDate: MONDAY, currency: 'EUR' },
  { till: 'till-2', registerSession: 's-2', businessDate: '2026-11-24', currency: 'USD' },
];
const STEPS_MAX = 7;
const CUSTOMERS = ['c-1', 'c-2', 'c-3'] as const;
const HOLDS = ['h-1', 'h-2', 'h-3'] as const;
/** A card with more on it than all holds ask for: none of them is refused. */
const PLENTY = 'card-9';

const minor = fc.integer({ min: 1, max: 9 }).map((units) => units * 100);
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { nil: null });
const till = fc.constantFrom('till-1', 'till-2');
/** Any event of a till: a sale, something else, or one that never comes. */
const original = fc
  .tuple(till, fc.integer({ min: 1, max: 2 * STEPS_MAX + 4 }))
  .map(([name, number]) => ({ source: tillSource(name), id: `${name}-${number}` }));

const goods = fc.record({
  sku: fc.constantFrom('MUG', 'TEA'),
  amountMinor: minor,
  tax: fc.constantFrom(0, 7),
});
const goodsLine = goods.map(({ tax, ...line }) =>
  tax === 0 ? line : { ...line, taxes: [{ category: 'food', rate: '7', amountMinor: tax, included: true }] },
);
const giftCard = fc
  .tuple(fc.constantFrom('card-1', 'card-2'), minor)
  .map(([card, amount]) => cardLine(card, amount));
const deposit = minor.map((amountMinor) => ({
  kind: 'deposit',
  sku: 'TABLE',
  depositId: 'd-1',
  amountMinor,
}));
const soldLine = fc.oneof(
  { weight: 4, arbitrary: goodsLine },
  { weight: 2, arbitrary: giftCard },
  { weight: 1, arbitrary: deposit },
);
const backLine = fc
  .tuple(fc.constantFrom('MUG', 'TEA'), minor, fc.integer({ min: 0, max: 2 }))
  .map(([sku, amount, originalLine]) => ({
    sku,
    quantity: '-1',
    amountMinor: -amount,
    ...(originalLine === 0 ? {} : { originalLine }),
  }));

/** Of one reference all payments are of one kind. */
const byProcessor = fc
  .tuple(fc.constantFrom('p-1', 'p-2', 'p-3', null), minor)
  .map(([reference, amountMinor]) => ({
    kind: reference === 'p-3' ? 'mobile' : 'card',
    amountMinor,
    ...(reference === null ? {} : { processor: 'Acme', reference }),
  }));
const byCard = fc
  .tuple(fc.constantFrom('card-1', 'card-2'), minor, maybe(fc.constantFrom(...HOLDS)))
  .map(([card, amount, holdId]) =>
    holdId === null ? cardTender(card, amount) : cardTender(PLENTY, amount, { holdId }),
  );
const byOther = fc.constantFrom(
  { kind: 'deposit', depositId: 'd-1', amountMinor: 200 },
  { kind: 'loyalty', loyaltyPoints: 3, amountMinor: 100 },
  { kind: 'store_credit', storeCreditId: 'credit-1', amountMinor: 300 },
);
const tender = fc.oneof(
  { weight: 4, arbitrary: byProcessor },
  { weight: 3, arbitrary: byCard },
  { weight: 2, arbitrary: byOther },
);
const tenders = fc.array(tender, { maxLength: 2 });
const customer = maybe(fc.constantFrom(...CUSTOMERS));
const named = customer.map((customerId) => (customerId === null ? {} : { customerId }));

const sale: fc.Arbitrary<Making> = fc
  .record({
    lines: fc.array(soldLine, { minLength: 1, maxLength: 3 }),
    tenders,
    named,
    exchange: fc.option(fc.tuple(original, backLine), { nil: null, freq: 3 }),
    tipMinor: fc.constantFrom(0, 0, 0, 50),
  })
  .map(({ exchange, lines, named: who, ...rest }) => (of, self) => {
    const isExchange = exchange !== null && exchange[0].id !== self;
    const back = isExchange ? { exchangeFor: exchange[0] } : {};
    const all = isExchange ? [...lines, exchange[1]] : lines;
    return soldFor({ ...rest, ...who, ...back, ...of, lines: all });
  });

const refund: fc.Arbitrary<Making> = fc
  .record({ lines: fc.array(backLine, { minLength: 1, maxLength: 2 }), of: maybe(original), tenders, named })
  .map(({ of: from, named: who, lines, tenders: given }) => (of) => {
    const back = given.map((each) => ({
      ...each,
      amountMinor: 0 - ('amountMinor' in each ? each.amountMinor : 0),
    }));
    const source = from === null ? {} : { original: from };
    return refundedFor({ lines, tenders: back, ...who, ...source, ...of });
  });

const cash: fc.Arbitrary<Making> = fc
  .tuple(fc.constantFrom('in', 'out'), fc.constantFrom('bank', 'change', 'expense'), minor)
  .map(([direction, reason, amountMinor]) => (of) => ({
    type: 'backroom.cash.moved.v1',
    data: { ...of, direction, reason, amountMinor },
  }));

const step: fc.Arbitrary<Making> = fc.oneof(
  { weight: 6, arbitrary: sale },
  { weight: 3, arbitrary: refund },
  { weight: 2, arbitrary: original.map((sold) => () => voidOf(sold)) },
  { weight: 1, arbitrary: cash },
);

const session = fc.record({
  steps: fc.array(step, { maxLength: STEPS_MAX }),
  floatMinor: minor,
  countedMinor: maybe(minor),
  /** One that never comes leaves a gap. */
  isOpened: fc.constantFrom(true, true, true, false),
  isClosed: fc.constantFrom(true, true, true, false),
});

/** Every session of every till, each event with its number. */
const trading: fc.Arbitrary<EventInput[]> = fc.tuple(...SESSIONS.map(() => session)).map((sessions) => {
  const numbers = new Map<string, number>();
  return sessions.flatMap(({ steps, isOpened, isClosed, ...drawer }, index) => {
    const place = SESSIONS[index];
    if (place === undefined) return [];
    const { till: name, ...of } = place;
    const first = (numbers.get(name) ?? 0) + 1;
    const last = first + steps.length;
    numbers.set(name, last + 1);
    const { floatMinor, countedMinor } = drawer;
    const range = { firstSequence: formatSequence(first), lastSequence: formatSequence(last) };
    const counted = countedMinor === null ? {} : { countedMinor };
    const makings: Making[] = [
      () => ({ type: 'backroom.session.opened.v1', data: { ...of, floatMinor } }),
      ...steps,
      () => ({ type: 'backroom.session.closed.v1', data: { ...of, ...range, ...counted } }),
    ];
    const all = makings.map((make, offset) => {
      const id = `${name}-${first + offset}`;
      return { ...make(of, id), id, source: tillSource(name), sequence: first + offset };
    });
    return all.slice(isOpened ? 0 : 1, isClosed ? all.length : -1);
  });
});

const entry = fc
  .tuple(
    fc.constantFrom('p-1', 'p-2', 'p-3', 'p-4'),
    minor,
    fc.constantFrom(1, 1, 1, -1),
    fc.constantFrom(0, 3),
  )
  .map(([reference, amount, sign, feeMinor]) => ({
    kind: sign === 1 ? 'payment' : 'refund',
    reference,
    grossMinor: sign * amount,
    feeMinor,
  }));
const payout = (id: string): fc.Arbitrary<Told> =>
  fc.array(entry, { minLength: 1, maxLength: 4 }).map((entries) => payoutOf(id, entries));

const consentAt = (minute: number, given: boolean): object => ({
  consents: [{ channel: 'email', given, at: `2026-11-23T10:0${minute}:00Z`, source: 'till-1' }],
});

/** What there is one of: each at any moment, or never. */
const office: fc.Arbitrary<Told[]> = fc
  .tuple(
    payout('payout-1'),
    payout('payout-2'),
    original.map((sold) => paymentIdentified(sold.id, 'p-4', { original: sold })),
    ...HOLDS.map((id) => minor.map((asked) => holdMade(id, asked, { account: PLENTY }))),
    fc.constant(holdReleased('h-2')),
    fc.constant(holdExpired('h-3')),
    minor.map((amount) => liabilityAdjusted('card-1', amount)),
    minor.map((amount) => liabilityAdjusted('card-2', -amount, { reason: 'expired' })),
    minor.map((amount) =>
      liabilityAdjusted('credit-1', amount, { kind: 'store_credit', reason: 'goodwill' }),
    ),
    fc.integer({ min: 1, max: 9 }).map((points) => pointsAdjusted('c-1', points)),
    fc.integer({ min: 1, max: 9 }).map((points) => pointsAdjusted('c-2', -points)),
    fc.boolean().map((given) => captured('c-1', { name: 'Ada', ...consentAt(1, given) })),
    fc.boolean().map((given) => captured('c-1', { email: 'ada@example.org', ...consentAt(2, given) })),
    fc.constant(captured('c-3', { name: 'Grace' })),
    fc.constant(customerErased('c-3')),
    fc.constant({ type: 'backroom.day.closed.v1', data: { businessDate: MONDAY } }),
  )
  .chain((all) => fc.subarray(all, { minLength: all.length - 5 }));

/** What is known before anything happens. */
export const MONEY_OPENING: readonly EventInput[] = [
  ...['MUG', 'TEA'].map((sku) => {
    const { type, data } = productSet({ sku });
    return { type, data: { ...data, department: `Shelf of ${sku}` }, id: `set ${sku}` };
  }),
  { ...pointsRule({ pointsPerUnit: '1.5', unitsPerPoint: '0.01' }), id: 'the rule' },
  { ...liabilityAdjusted(PLENTY, 1_000_000), id: 'plenty' },
];

/** What ends it: two customers turn out to be one. */
export const MONEY_CLOSING: readonly EventInput[] = [{ ...customersMerged('c-2', 'c-1'), id: 'merge' }];

/** The money of two days over two tills, in one order of the many that come to the same. */
export function commutingMoney(): fc.Arbitrary<EventInput[]> {
  return fc
    .tuple(trading, office)
    .map(([told, said]) => [
      ...told,
      ...said.map((event, index) => ({ ...event, id: `office-${index}`, source: tillSource('office', 9) })),
    ]);
}
