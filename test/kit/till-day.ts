import { formatSequence } from '../../hub/contract/envelope.ts';
import { captured, pointsAdjusted, saying } from './customer-events.ts';
import { cardLine, cardTender, holdMade, soldFor } from './liability-events.ts';
import { payoutOf } from './payment-events.ts';
import { refundOf, saleOf, voidOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

type Told = Pick<EventInput, 'type' | 'data'>;

/** How many events a till tells from the opening of a session to its close. */
const SESSION_EVENTS = 30;

const DAY = '2026-11-23';
const FLOAT_MINOR = 5_000;
const SALE_MINOR = 125;
const CARD_MINOR = 5_000;
const SPENT_MINOR = 25;
const POINTS = 10;
const REDEEMED = 4;
const OVER_MINOR = -7;
const FEE_MINOR = 2;
const BANKED_MINOR = 2_000;

/** What stands at which place of a session; everything else is a sale for cash. */
const AT = {
  opened: 1,
  captured: 2,
  card: 3,
  points: 4,
  hold: 6,
  spent: 7,
  redeemed: 8,
  banked: 20,
} as const;
const LATER = { refund: 21, void: 22, payout: 29, closed: 30 } as const;
const [REFUNDED, VOIDED] = [9, 11];
const BY_CARD = [5, 10, 15, 25];
const PAID_OUT = BY_CARD.slice(0, -1);
const GOODS = [{ sku: 'MUG' }, { sku: 'TEA', quantity: '0.25', amountMinor: SALE_MINOR - 100 }] as const;
const OTHER_EVENTS = [
  AT.opened,
  AT.captured,
  AT.card,
  AT.points,
  AT.hold,
  AT.banked,
  ...Object.values(LATER),
];
const GOODS_SALES = SESSION_EVENTS - OTHER_EVENTS.length;

/** The id of what a till tells under that number. */
export function idOf(till: string, sequence: number): string {
  return `${till}-${sequence}`;
}

/** What a till tells under that number: one session after the other, in each of them everything that money can do. */
export function dayEvent(till: string, sequence: number): Told {
  const before = Math.floor((sequence - 1) / SESSION_EVENTS) * SESSION_EVENTS;
  const name = `s-${before / SESSION_EVENTS + 1}`;
  const of = { registerSession: name, businessDate: DAY, currency: 'EUR' };
  const at = sequence - before;
  const id = (place: number): string => idOf(till, before + place);
  const told = receiptAt(at, id) ?? officeAt(at, id);
  if (at === LATER.closed) return closed(of, before);
  const opened = { type: 'backroom.session.opened.v1', data: { floatMinor: FLOAT_MINOR } };
  const said = at === AT.opened ? opened : told;
  const isOfSession = /sale|refund|cash|session/.test(said.type);
  return isOfSession ? saying(said, of) : said;
}

type IdOf = (place: number) => string;

function receiptAt(at: number, id: IdOf): Told | null {
  const [customerId, card] = [`customer-${id(0)}`, `card-${id(0)}`];
  switch (at) {
    case AT.card:
      return soldFor({ lines: [cardLine(card, CARD_MINOR, { unitPrice: '50' })] });
    case AT.spent: {
      const tenders = [
        cardTender(card, SPENT_MINOR, { holdId: `hold-${id(0)}` }),
        cash(SALE_MINOR - SPENT_MINOR),
      ];
      return saying(saleOf(...GOODS), { tenders });
    }
    case AT.redeemed: {
      const points = { kind: 'loyalty', loyaltyPoints: REDEEMED, amountMinor: SPENT_MINOR };
      return saying(saleOf(...GOODS), { customerId, tenders: [points, cash(SALE_MINOR - SPENT_MINOR)] });
    }
    case LATER.refund:
      return refundOf({ id: id(REFUNDED) }, { sku: 'MUG' });
    case LATER.void:
      return voidOf({ id: id(VOIDED) });
    default: {
      if (OTHER_EVENTS.some((place) => place === at)) return null;
      const processed = { kind: 'card', amountMinor: SALE_MINOR, processor: 'Acme', reference: id(at) };
      const tender = BY_CARD.includes(at) ? processed : cash(SALE_MINOR);
      return saying(saleOf(...GOODS), { tenders: [tender], ...(at % 4 === 0 ? { customerId } : {}) });
    }
  }
}

function officeAt(at: number, id: IdOf): Told {
  const customerId = `customer-${id(0)}`;
  switch (at) {
    case AT.captured:
      return captured(customerId, { name: 'Ada', email: `${id(0)}@example.org`, verified: ['email'] });
    case AT.points:
      return pointsAdjusted(customerId, POINTS);
    case AT.hold:
      return holdMade(`hold-${id(0)}`, SPENT_MINOR, {
        account: `card-${id(0)}`,
        expiresAt: '2099-01-01T00:00:00Z',
      });
    case AT.banked: {
      const data = { direction: 'out', amountMinor: BANKED_MINOR, reason: 'bank' };
      return { type: 'backroom.cash.moved.v1', data };
    }
    default: {
      const entries = PAID_OUT.map((place) => ({
        reference: id(place),
        grossMinor: SALE_MINOR,
        feeMinor: FEE_MINOR,
      }));
      return payoutOf(`payout-${id(0)}`, entries);
    }
  }
}

function cash(amountMinor: number): object {
  return { kind: 'cash', amountMinor };
}

/** It is over or short by a little, and tells its own report, which is right. */
function closed(of: object, before: number): Told {
  const range = {
    firstSequence: formatSequence(before + 1),
    lastSequence: formatSequence(before + LATER.closed - 1),
  };
  const inCash = GOODS_SALES - BY_CARD.length - 1;
  const takenMinor = CARD_MINOR + inCash * SALE_MINOR - 2 * SPENT_MINOR - 100;
  const expectedCashMinor = FLOAT_MINOR + takenMinor - BANKED_MINOR;
  const salesMinor = (GOODS_SALES - 1) * SALE_MINOR + CARD_MINOR;
  const report = { salesMinor, saleCount: GOODS_SALES, refundsMinor: -100, expectedCashMinor };
  const data = { ...of, ...range, countedMinor: expectedCashMinor + OVER_MINOR, report };
  return { type: 'backroom.session.closed.v1', data };
}

/** What a till that told so many events has done, by nothing but counting them. */
export function dayFigures(made: number) {
  const whole = Math.floor(made / SESSION_EVENTS);
  const of = (place: number): number => whole + (made % SESSION_EVENTS >= place ? 1 : 0);
  const sum = (places: readonly number[]): number => places.reduce((total, place) => total + of(place), 0);
  const places = Array.from({ length: SESSION_EVENTS }, (_, index) => index + 1);
  const goods = sum(places.filter((place) => !OTHER_EVENTS.some((other) => other === place)));
  return {
    sales: goods + of(AT.card) - of(LATER.void),
    salesMinor: (goods - of(LATER.void)) * SALE_MINOR + of(AT.card) * CARD_MINOR,
    refunds: of(LATER.refund),
    voids: of(LATER.void),
    mugs: 0 - goods + of(LATER.void) + of(LATER.refund),
    sessions: whole,
    unsettledMinor: (sum(BY_CARD) - PAID_OUT.length * of(LATER.payout)) * SALE_MINOR,
    feesMinor: PAID_OUT.length * of(LATER.payout) * FEE_MINOR,
    owedMinor: of(AT.card) * CARD_MINOR - of(AT.spent) * SPENT_MINOR,
    points: of(AT.points) * POINTS - of(AT.redeemed) * REDEEMED,
    overMinor: whole * OVER_MINOR,
  };
}

export type DayFigures = ReturnType<typeof dayFigures>;
