import { amountMinor } from '../../scripts/replay/classify.ts';
import { hashOf } from '../../scripts/replay/random.ts';
import type { TradingEvent } from '../../scripts/replay/trading-event.ts';
import type { EventInput } from './till-events.ts';
import { tillSource } from './till-events.ts';

type Receipt = Extract<TradingEvent, { kind: 'sale' | 'refund' }>;
type WireLine = Receipt['data']['lines'][number];
type Tender = Receipt['data']['tenders'][number];

/** A payment that its processor owes. */
export interface Owed {
  readonly reference: string;
  readonly account: string;
  readonly processor: string;
  readonly kind: 'payment' | 'refund';
  readonly minor: number;
}

export interface ToldDay {
  /** As the hub hears it: receipts, closings, the end of the day. */
  readonly events: readonly EventInput[];
  /** Receipts that come when the day is over. */
  readonly late: readonly EventInput[];
  readonly owed: readonly Owed[];
  /** What was found in drawers, less what should have been there. */
  readonly overMinor: number;
}

const TILLS = ['till-1', 'till-2', 'till-3'];
const HUB = tillSource('hub', 99);
const FLOAT = 10_000;
const RATES: Readonly<Record<string, readonly [string, string, number]>> = {
  '2': ['standard', '20', 20],
  '8': ['reduced', '5.00', 5],
};

/** The day of several tills out of real trading: with taxes, mixed tenders, tips, rounding, counted drawers, late receipts. */
export class ShopDays {
  readonly #sequences = new Map<string, number>();

  day(date: string, trading: readonly Receipt[]): ToldDay {
    const tills = TILLS.map((till) => {
      const own = trading.filter(({ key }) => TILLS[hashOf(key) % TILLS.length] === till);
      return this.#tillDay(till, date, own);
    });
    const closed = { type: 'backroom.day.closed.v1', data: { businessDate: date }, source: HUB };
    return {
      events: [...tills.flatMap(({ events }) => events), closed],
      late: tills.flatMap(({ late }) => late),
      owed: tills.flatMap(({ owed }) => owed),
      overMinor: tills.reduce((sum, { overMinor }) => sum + overMinor, 0),
    };
  }

  #tillDay(till: string, date: string, trading: readonly Receipt[]): ToldDay {
    const session = { registerSession: date, businessDate: date, currency: 'GBP' };
    const first = (this.#sequences.get(till) ?? 0) + 1;
    const say = (type: string, data: object): EventInput => {
      const sequence = (this.#sequences.get(till) ?? 0) + 1;
      this.#sequences.set(till, sequence);
      return {
        type,
        data,
        sequence,
        source: tillSource(till, TILLS.indexOf(till) + 1),
        id: `${till}-${sequence}`,
      };
    };
    const opened = say('backroom.session.opened.v1', { ...session, floatMinor: FLOAT });
    const receipts = trading.map((event) => ({ event, data: receiptOf(event) }));
    const told = receipts.map(({ event, data }) => ({
      input: say(`backroom.${event.kind}.completed.v1`, data),
      isLate: hashOf(`late ${event.key}`) % 50 === 0,
    }));
    const banked = say('backroom.cash.moved.v1', {
      ...session,
      direction: 'out',
      amountMinor: 2_500,
      reason: 'bank',
    });
    const cashMinor = receipts.reduce((sum, { data }) => sum + cashIn(data), 0);
    const countedMinor = Math.max(0, FLOAT - 2_500 + cashMinor + (hashOf(`${till} ${date}`) % 7) - 3);
    const last = this.#sequences.get(till) ?? 0;
    const closed = say('backroom.session.closed.v1', {
      ...session,
      firstSequence: String(first).padStart(12, '0'),
      lastSequence: String(last).padStart(12, '0'),
      countedMinor,
    });
    return {
      events: [opened, ...told.filter(({ isLate }) => !isLate).map(({ input }) => input), banked, closed],
      late: told.filter(({ isLate }) => isLate).map(({ input }) => input),
      overMinor: countedMinor - (FLOAT - 2_500 + cashMinor),
      owed: receipts.flatMap(({ event, data }) => owedOf(event, data.tenders)),
    };
  }
}

/** Payouts of each processor for what it owes, less a fee. */
export function payoutsFor(owed: readonly Owed[], date: string): EventInput[] {
  return Array.from(
    Map.groupBy(owed, ({ processor }) => processor),
    ([processor, payments]) => {
      const entries = payments.map(({ kind, reference, minor }) => {
        const feeMinor = kind === 'payment' ? 20 + Math.round(Math.abs(minor) * 0.014) : 0;
        return { kind, reference, grossMinor: minor, feeMinor, netMinor: minor - feeMinor };
      });
      const sum = (amounts: readonly number[]): number =>
        amounts.reduce((total, amount) => total + amount, 0);
      return {
        type: 'backroom.payout.recorded.v1',
        source: HUB,
        data: {
          payoutId: `${processor} ${date}`,
          processor,
          currency: 'GBP',
          arrivedOn: date,
          grossMinor: sum(entries.map(({ grossMinor }) => grossMinor)),
          feeMinor: sum(entries.map(({ feeMinor }) => feeMinor)),
          netMinor: sum(entries.map(({ netMinor }) => netMinor)),
          entries,
        },
      };
    },
  );
}

interface ReceiptData {
  readonly tenders: readonly Tender[];
  readonly changeMinor?: number | undefined;
  readonly cashBackMinor?: number | undefined;
  readonly roundingMinor?: number | undefined;
  readonly tipMinor?: number | undefined;
}

function receiptOf(event: Receipt): ReceiptData {
  const seed = hashOf(`paid ${event.key}`);
  const total = event.data.lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const lines = (event.data.lines as readonly WireLine[]).map(taxed);
  const frame = { ...event.data, lines };
  if (event.kind === 'refund')
    return { ...frame, tenders: total === 0 ? [] : [refundTender(event.key, seed, total)] };
  if (total === 0) return { ...frame, tenders: [] };
  return { ...frame, ...payment(event.key, seed, total) };
}

function taxed(line: WireLine): WireLine {
  if (line.kind === 'gift_card') return { ...line, taxes: [], giftCardId: `card ${line.sku}` };
  const [category, rate, percent] = RATES[line.sku?.slice(0, 1) ?? ''] ?? ['zero', '0', 0];
  const text = (line.amountMinor / 100).toFixed(2).replace('-', '');
  const exact = taxMinor(text, percent);
  return {
    ...line,
    taxes: [{ category, rate, amountMinor: line.amountMinor < 0 ? 0 - exact : exact, included: true }],
  };
}

/** `percent` of what is in an amount above zero, half a penny up. */
function taxMinor(amount: string, percent: number): number {
  const [numerator, denominator] = [BigInt(amountMinor(1, amount)) * BigInt(percent), BigInt(100 + percent)];
  return Number((2n * numerator + denominator) / (2n * denominator));
}

function payment(key: string, seed: number, total: number): ReceiptData {
  const card = (amount: number): Tender => ({
    kind: 'card',
    amountMinor: amount,
    processor: 'Acme',
    reference: `a-${key}`,
  });
  switch (seed % 8) {
    case 0: {
      const rounded = Math.round(total / 5) * 5;
      const given = rounded + 500;
      return {
        tenders: [{ kind: 'cash', amountMinor: given }],
        roundingMinor: rounded - total,
        changeMinor: 500,
      };
    }
    case 1:
      return { tenders: [{ kind: 'cash', amountMinor: total }] };
    case 2:
      return {
        tenders: [{ kind: 'mobile', amountMinor: total + 150, processor: 'Bolt', reference: `b-${key}` }],
        tipMinor: 150,
      };
    case 3:
      return {
        tenders: [{ kind: 'gift_card', amountMinor: 1, giftCardId: 'card GIFT_0001_20' }, card(total - 1)],
      };
    case 4:
      return { tenders: [{ kind: 'voucher', amountMinor: 100 }, card(total - 100)] };
    case 5:
      return { tenders: [card(total + 1_000)], cashBackMinor: 1_000 };
    default:
      return { tenders: [card(total)] };
  }
}

function refundTender(key: string, seed: number, total: number): Tender {
  if (seed % 3 === 0) return { kind: 'cash', amountMinor: total };
  if (seed % 3 === 1) return { kind: 'store_credit', amountMinor: total, storeCreditId: `credit ${key}` };
  return { kind: 'card', amountMinor: total, processor: 'Acme', reference: `a-${key}` };
}

function cashIn({ tenders, changeMinor = 0, cashBackMinor = 0 }: ReceiptData): number {
  const cash = tenders
    .filter(({ kind }) => kind === 'cash')
    .reduce((sum, { amountMinor: paid }) => sum + paid, 0);
  return cash - changeMinor - cashBackMinor;
}

function owedOf(event: Receipt, tenders: readonly Tender[]): Owed[] {
  return tenders.flatMap(({ kind, processor, reference, amountMinor: minor }) => {
    if (processor === undefined || reference === undefined || minor === 0) return [];
    const of = event.kind === 'sale' ? ('payment' as const) : ('refund' as const);
    return [{ reference, processor, account: `clearing:${kind}:${processor}`, kind: of, minor }];
  });
}
