import fc from 'fast-check';
import { proven } from '../../../test/kit/proven.ts';
import { expect, test } from 'vitest';
import { DAY, journalDesks } from '../../../test/kit/journal-desk.ts';
import type { TestedDesk } from '../../../test/kit/journal-desk.ts';
import { bookedReceipts } from '../../../test/kit/journal-model.ts';
import type { BookedReceipt } from '../../../test/kit/journal-model.ts';
import { cashOf } from '../../domain/journal.ts';
import { voided } from '../../domain/money-amounts.ts';
import type { MoneyAmount } from '../../domain/money-amounts.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import { JOURNAL_INVARIANTS } from '../verify/journal-invariants.ts';

const SEED = Number(process.env['JOURNAL_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['JOURNAL_RUNS'] ?? 100);
const PATIENT = { timeout: 30_000 + RUNS * 1_000 };
const SESSIONS = 3;

const minor = fc.integer({ min: 0, max: 5_000 });
const some = fc.constantFrom(0, 0, 0, 5, 250);
const tax = fc.record({
  category: fc.constantFrom('food', 'zero rated', 'A'),
  rate: fc.constantFrom('7', '7.00', '19', '0', '0.50'),
  amountMinor: fc.integer({ min: 0, max: 400 }),
});
const line = fc.record({
  department: fc.constantFrom(null, 'Tea', 'Hot: drinks  & more'),
  kind: fc.constantFrom('goods' as const, 'service' as const, 'gift_card' as const, 'deposit' as const),
  netMinor: fc.integer({ min: -900, max: 5_000 }),
  taxes: fc.array(tax, { maxLength: 2 }),
});
const how = fc.constantFrom(
  { kind: 'cash' },
  { kind: 'card' },
  { kind: 'card', processor: 'Stripe' },
  { kind: 'card', processor: 'sum up' },
  { kind: 'mobile', processor: 'Stripe' },
  { kind: 'voucher' },
  { kind: 'gift_card' },
  { kind: 'store_credit' },
  { kind: 'deposit' },
  { kind: 'loyalty' },
  { kind: 'other' },
);
const anyReceipt: fc.Arbitrary<BookedReceipt> = fc.record({
  kind: fc.constantFrom('sale' as const, 'sale' as const, 'refund' as const),
  session: fc.nat(SESSIONS - 1),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  tipMinor: some,
  roundingMinor: fc.integer({ min: -4, max: 4 }),
  cashBackMinor: some,
  changeMinor: some,
  offMinor: fc.constantFrom(0, 0, 0, 1, -30),
  tenders: fc.array(fc.record({ how, amountMinor: minor }), { minLength: 1, maxLength: 3 }),
  isVoided: fc.constantFrom(false, false, false, true),
});

interface Cash {
  readonly session: number;
  readonly direction: 'in' | 'out';
  readonly reason: string;
  readonly minor: number;
}

const anyCash: fc.Arbitrary<Cash> = fc.record({
  session: fc.nat(SESSIONS - 1),
  direction: fc.constantFrom('in' as const, 'out' as const),
  reason: fc.constantFrom('float', 'change', 'bank', 'expense', 'tips', 'correction', 'other'),
  minor: fc.integer({ min: 1, max: 9_000 }),
});

const AGAINST: Readonly<Record<string, string>> = {
  float: 'cash:safe',
  change: 'cash:safe',
  bank: 'cash:transit',
  expense: 'expenses:petty',
  tips: 'liability:tips',
  correction: 'cash-over-short',
  other: 'cash:other',
};

/** What happens in some sessions, and in which order the hub hears of it. */
const story = fc.record({
  receipts: fc.array(anyReceipt, { maxLength: 14 }),
  cash: fc.array(anyCash, { maxLength: 4 }),
  /** What was in each drawer; null where nobody counted. */
  counted: fc.array(fc.option(minor, { nil: null }), { minLength: SESSIONS, maxLength: SESSIONS }),
  order: fc.array(fc.nat(1_000), { minLength: 60, maxLength: 60 }),
});

interface Story {
  readonly receipts: readonly BookedReceipt[];
  readonly cash: readonly Cash[];
  readonly counted: readonly (number | null)[];
  readonly order: readonly number[];
}

type Step = (tills: Tills) => void;

/** Sessions as the desk of sessions would keep them. */
class Tills {
  readonly shop: TestedDesk;
  readonly #amounts = new Map<number, MoneyAmount[]>();
  readonly #posted = new Set<number>();
  readonly #came = new Map<number, MoneyReceipt>();
  readonly #voids = new Set<number>();
  readonly #counted: readonly (number | null)[];

  constructor(shop: TestedDesk, counted: readonly (number | null)[]) {
    this.shop = shop;
    this.#counted = counted;
  }

  receipt(told: BookedReceipt, number: number): void {
    const receipt = this.shop.receipt(told);
    this.#came.set(number, receipt);
    this.#add(told.session, receipt.amounts);
    this.shop.desk.receiptCame(receipt, this.#standing(told.session));
    if (this.#voids.has(number)) this.void(told, number);
  }

  void(told: BookedReceipt, number: number): void {
    const receipt = this.#came.get(number);
    this.#voids.add(number);
    if (receipt === undefined) return;
    this.#add(told.session, voided(receipt.amounts));
    this.shop.desk.saleVoided(receipt, this.shop.next(), this.#standing(told.session));
  }

  cash(told: Cash): void {
    const aspect = told.direction === 'in' ? ('cash-in' as const) : ('cash-out' as const);
    const amounts = [{ aspect, of: 'drawer' as const, key: told.reason, minor: told.minor, count: 1 }];
    this.#add(told.session, amounts);
    if (!this.#posted.has(told.session)) return;
    const counted = this.#counted[told.session] ?? null;
    const overMinor = counted === null ? 0 : -cashOf(amounts);
    const adjusted = { ...this.#of(told.session), amounts, overMinor, counted: counted !== null };
    this.shop.desk.sessionAdjusted(adjusted, this.shop.next());
  }

  post(session: number): void {
    const amounts = this.#amounts.get(session) ?? [];
    const counted = this.#counted[session] ?? null;
    const overMinor = counted === null ? null : counted - cashOf(amounts);
    const at = this.shop.next();
    this.shop.desk.sessionPosted({ ...this.#of(session), closedSeq: at.seq, amounts, overMinor }, at);
    this.#posted.add(session);
  }

  settings(journalPer: 'session' | 'sale'): void {
    const data = {
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      dayStartsAt: '04:00',
      journalPer,
      costOfGoods: false,
    };
    this.shop.desk.settingsSet(data, this.shop.next());
  }

  #standing(session: number): 'in-session' | 'late' {
    return this.#posted.has(session) ? 'late' : 'in-session';
  }

  #add(session: number, amounts: readonly MoneyAmount[]): void {
    this.#amounts.set(session, [...(this.#amounts.get(session) ?? []), ...amounts]);
  }

  #of(session: number) {
    return { stream: 1, registerSession: `s-${session}`, businessDate: DAY, currency: 'EUR' };
  }
}

/** `order` null: as things happen, each session posted when everything of it is there. */
function stepsOf(told: Story, order: readonly number[] | null): Step[] {
  const steps: Step[] = [
    ...told.receipts.map(
      (receipt, number): Step =>
        (tills) =>
          tills.receipt(receipt, number),
    ),
    ...told.receipts.flatMap((receipt, number): Step[] =>
      receipt.isVoided ? [(tills) => tills.void(receipt, number)] : [],
    ),
    ...told.cash.map(
      (moved): Step =>
        (tills) =>
          tills.cash(moved),
    ),
    ...told.counted.map(
      (_, session): Step =>
        (tills) =>
          tills.post(session),
    ),
  ];
  if (order === null) return steps;
  const keyed = steps.map((step, index) => ({ step, key: order[index % order.length] ?? 0 }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ step }) => step);
}

function expected(told: Story): Map<string, number> {
  const balances = bookedReceipts(told.receipts);
  const debit = (account: string, sum: number): void => {
    balances.set(account, (balances.get(account) ?? 0) + sum);
  };
  for (const moved of told.cash) {
    const sum = moved.direction === 'in' ? moved.minor : -moved.minor;
    debit('cash:till', sum);
    debit(AGAINST[moved.reason] ?? '', -sum);
  }
  told.counted.forEach((counted, session) => {
    if (counted === null) return;
    const own = told.receipts.filter((each) => each.session === session);
    const drawer = told.cash.filter((each) => each.session === session);
    const cashMinor =
      (bookedReceipts(own).get('cash:till') ?? 0) +
      drawer.reduce((sum, moved) => sum + (moved.direction === 'in' ? moved.minor : -moved.minor), 0);
    debit('cash:till', counted - cashMinor);
    debit('cash-over-short', cashMinor - counted);
  });
  const rows = [...balances].filter(([, sum]) => sum !== 0);
  return new Map(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function journalOf(
  shop: TestedDesk,

  told: Story,
  options: { order: readonly number[] | null; per: readonly ('session' | 'sale')[] },
) {
  const tills = new Tills(shop, told.counted);
  const steps = stepsOf(told, options.order);
  steps.forEach((step, index) => {
    const every = Math.max(1, Math.ceil(steps.length / options.per.length));
    if (index % every === 0) tills.settings(options.per[index / every] ?? 'session');
    step(tills);
  });
  shop.desk.endBatch();
  const broken = JOURNAL_INVARIANTS.filter(({ name }) => !name.includes('event that counts')).flatMap(
    ({ name, sql }) => (shop.db.prepare(sql).all().length === 0 ? [] : [name]),
  );
  expect(broken).toEqual([]);
  return shop.balances();
}

test(
  'per session, per sale and with a change of mind, in order or not, the journal comes to what was sold',
  PATIENT,
  ({ task }) => {
    const ways = [
      { order: false, per: ['session'] },
      { order: false, per: ['sale'] },
      { order: true, per: ['session'] },
      { order: true, per: ['sale'] },
      { order: true, per: ['sale', 'session', 'sale'] },
    ] as const;
    using desks = journalDesks();
    fc.assert(
      fc.property(story, (told) => {
        const wanted = expected(told);
        for (const { order, per } of ways)
          expect(journalOf(desks.fresh(), told, { order: order ? told.order : null, per })).toEqual(wanted);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'money-models', cases: RUNS });
  },
);
