import fc from 'fast-check';
import { formatSequence, formatSource } from '../../hub/contract/envelope.ts';
import {
  event,
  INSTALLATION,
  instant,
  original,
  price,
  reference,
  STORE,
  TILL,
  words,
} from './arbitrary-parts.ts';
import type { Sender, TillEvent } from './arbitrary-parts.ts';

/**
 * Events of money and people, of every shape that the contract allows. What they name comes from a few names, so that
 * sessions, cards, payments and customers meet the receipts that are about them (arbitraries.ts).
 */
export const session = (): fc.Arbitrary<string> => named('s-1', 's-2');
export const card = (): fc.Arbitrary<string> => named('g-1', 'g-2');
export const customer = (): fc.Arbitrary<string> => named('c-1', 'c-2', 'c-3');
export const hold = (): fc.Arbitrary<string> => named('h-1', 'h-2');
export const payment = (): fc.Arbitrary<string> => named('p-1', 'p-2', 'p-3');
export const processor = (): fc.Arbitrary<string> => fc.constantFrom('Acme', 'ACME', 'Bolt');
export const day = (): fc.Arbitrary<string> => fc.constantFrom('2026-11-22', '2026-11-23', '2026-11-24');
const currency = (): fc.Arbitrary<string> => fc.constantFrom('EUR', 'EUR', 'EUR', 'JPY');
const minor = (): fc.Arbitrary<number> => fc.integer({ min: 1, max: 5_000 });
const signed = (): fc.Arbitrary<number> => fc.integer({ min: -5_000, max: 5_000 });
const number = (): fc.Arbitrary<string> => fc.integer({ min: 1, max: 60 }).map(formatSequence);

/** Mostly one of few. */
function named(...pool: string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pool) }, { weight: 1, arbitrary: reference() });
}

const ofSession = { registerSession: session(), businessDate: day(), currency: currency() };
const employee = { employeeId: reference() };
const doneBy = { ...employee, note: words() };

/** Some fields always, the others now and then. */
function data(
  required: Record<string, fc.Arbitrary<unknown>>,
  more: Record<string, fc.Arbitrary<unknown>> = {},
) {
  const requiredKeys = Object.keys(required);
  return fc.record<Record<string, unknown>>(
    { ...required, ...more },
    { requiredKeys },
  ) as fc.Arbitrary<object>;
}

function amounts(key: fc.Arbitrary<string>) {
  return fc.array(fc.record({ key, amountMinor: signed() }), { maxLength: 3 });
}

function report() {
  const count = fc.nat(9);
  return data(
    {},
    {
      salesMinor: signed(),
      refundsMinor: signed(),
      saleCount: count,
      refundCount: count,
      tenders: amounts(fc.constantFrom('cash', 'card', 'gift_card')),
      taxes: amounts(fc.constantFrom('food', 'standard')),
      expectedCashMinor: signed(),
    },
  );
}

function sessionClosed() {
  const denomination = fc.record({ valueMinor: minor(), count: fc.nat(9) });
  return data(
    { ...ofSession, firstSequence: number(), lastSequence: number() },
    {
      countedMinor: minor(),
      denominations: fc.array(denomination, { maxLength: 3 }),
      report: report(),
      ...doneBy,
    },
  );
}

function payout() {
  const entry = data(
    {
      kind: fc.constantFrom('payment', 'payment', 'refund', 'chargeback', 'fee', 'adjustment'),
      grossMinor: signed(),
      feeMinor: fc.nat(20),
      netMinor: signed(),
    },
    { reference: payment() },
  );
  return data(
    {
      payoutId: named('out-1', 'out-2', 'out-3'),
      processor: processor(),
      currency: currency(),
      arrivedOn: day(),
      grossMinor: signed(),
      feeMinor: fc.nat(50),
      netMinor: signed(),
      entries: fc.array(entry, { maxLength: 4 }),
    },
    { bankReference: reference(), ...employee },
  );
}

function captured() {
  const consent = fc.record({
    channel: fc.constantFrom('email', 'sms', 'phone', 'post'),
    given: fc.boolean(),
    at: instant(),
    source: words(),
  });
  return data(
    { customerId: customer() },
    {
      name: words(),
      email: fc.constantFrom('ada@example.org', 'grace@example.org'),
      phone: fc.constantFrom('+49 151 1', '0151-1'),
      loyaltyCard: named('L-1', 'L-2'),
      verified: fc.uniqueArray(fc.constantFrom('email', 'phone')),
      consents: fc.array(consent, { maxLength: 2 }),
      ...employee,
    },
  );
}

/** What a till may send about money and people, apart from receipts. */
export function moneyEvent(sender: Sender = {}): fc.Arbitrary<TillEvent> {
  const cash = { direction: fc.constantFrom('in', 'out'), amountMinor: minor() };
  const reasons = fc.constantFrom('float', 'change', 'bank', 'expense', 'tips', 'correction', 'other');
  const kinds = fc.constantFrom('gift_card', 'gift_card', 'store_credit', 'deposit');
  const held = { holdId: hold(), kind: fc.oneof(kinds, fc.constant('refund')), currency: currency() };
  const adjusted = { kind: kinds, account: card(), currency: currency(), amountMinor: signed() };
  const why = fc.constantFrom('opening', 'goodwill', 'correction', 'expired');
  const points = fc.constantFrom('opening', 'goodwill', 'correction', 'redeemed', 'expired');
  return fc.oneof<fc.MaybeWeightedArbitrary<TillEvent>[]>(
    {
      weight: 3,
      arbitrary: event('backroom.session.opened.v1', {
        sender,
        data: data({ ...ofSession, floatMinor: minor() }, doneBy),
      }),
    },
    { weight: 3, arbitrary: event('backroom.session.closed.v1', { sender, data: sessionClosed() }) },
    {
      weight: 2,
      arbitrary: event('backroom.cash.moved.v1', {
        sender,
        data: data({ ...ofSession, ...cash, reason: reasons }, doneBy),
      }),
    },
    {
      weight: 3,
      arbitrary: event('backroom.hold.made.v1', {
        sender,
        data: data(
          { ...held, amountMinor: minor() },
          { account: card(), original: original(), expiresAt: instant() },
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: event('backroom.hold.released.v1', { sender, data: data({ holdId: hold() }, employee) }),
    },
    {
      weight: 2,
      arbitrary: event('backroom.liability.adjusted.v1', {
        sender,
        data: data({ ...adjusted, reason: why, businessDate: day() }, { customerId: customer(), ...doneBy }),
      }),
    },
    { weight: 3, arbitrary: event('backroom.payout.recorded.v1', { sender, data: payout() }) },
    { weight: 3, arbitrary: event('backroom.customer.captured.v1', { sender, data: captured() }) },
    {
      weight: 1,
      arbitrary: event('backroom.loyalty.adjusted.v1', {
        sender,
        data: data({ customerId: customer(), points: signed(), reason: points, businessDate: day() }, doneBy),
      }),
    },
  );
}

/** What only the hub says of them. */
export function hubMoneyEvent(): fc.Arbitrary<TillEvent> {
  const sender = {};
  const by = words();
  const because = fc.constantFrom('email', 'phone', 'card', 'person');
  const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
  const source = fc.constant(
    formatSource({ store: STORE, kind: 'tills', name: TILL, installation: INSTALLATION }),
  );
  const sealed = data({
    source,
    registerSession: session(),
    zSha256: sha256,
    headSeq: fc.integer({ min: 1, max: 40 }),
    headHash: sha256,
    publicKey: fc.constant('A'.repeat(43)),
    signature: fc.constant('A'.repeat(86)),
  });
  const loyalty = data(
    { pointsPerUnit: fc.constantFrom('1', '0.5', '1.25'), unitsPerPoint: fc.constant('0.01') },
    { expireAfterDays: fc.integer({ min: 1, max: 400 }) },
  );
  const settings = data(
    {
      currency: currency(),
      timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York'),
      dayStartsAt: fc.constantFrom('00:00', '04:00'),
      journalPer: fc.constantFrom('session', 'sale'),
      costOfGoods: fc.boolean(),
    },
    { loyalty },
  );
  const mapping = data(
    {
      system: fc.constant('books'),
      kind: fc.constantFrom('account', 'tax'),
      ours: fc.constantFrom('bank', 'rounding'),
    },
    { theirs: price(), by },
  );
  const told: [Parameters<typeof event>[0], fc.Arbitrary<object>][] = [
    ['backroom.session.sealed.v1', sealed],
    ['backroom.day.closed.v1', data({ businessDate: day() }, { by })],
    ['backroom.hold.expired.v1', data({ holdId: hold() })],
    ['backroom.customer.merged.v1', data({ customerId: customer(), into: customer(), because }, { by })],
    ['backroom.customer.merge-undone.v1', data({ customerId: customer() }, { by })],
    ['backroom.customer.erased.v1', data({ customerId: customer() }, { by, reason: words() })],
    [
      'backroom.employee.set.v1',
      data(
        { employeeId: named('e-1', 'e-2') },
        { name: words(), left: fc.boolean(), erased: fc.constant(true) },
      ),
    ],
    ['backroom.books-settings.set.v1', settings],
    ['backroom.mapping.set.v1', mapping],
  ];
  return fc.oneof(...told.map(([type, said]) => event(type, { sender, data: said })));
}
