import type { ReceiptFacts } from './ledger-event.ts';
import { minorDigits } from './receipt-sums.ts';

/**
 * What a sum of money is of. `department`: net of tax, of goods and services. `tax`, `tax-base`: by category and rate.
 * `liability`: gift cards and deposits sold, tax included. `tender`: by kind, of cash less the change. `off`: what the
 * lines lack of the tenders, or have too much. `cash-in`, `cash-out`: by reason, above zero. `processor`: what of `tender`
 * names a processor, by `kind processor`. `cost`: what the goods cost that left, less those that came back.
 */
export type Aspect =
  | 'total'
  | 'department'
  | 'tax'
  | 'tax-base'
  | 'liability'
  | 'tender'
  | 'processor'
  | 'tip'
  | 'rounding'
  | 'cash-back'
  | 'discount'
  | 'off'
  | 'cost'
  | 'cash-in'
  | 'cash-out';

/** One sum of a receipt, a session or a day. `count`: how many receipts (of `total`) or tenders (of `tender`) it is of. */
export interface MoneyAmount {
  readonly aspect: Aspect;
  /** Of sales, of refunds, or of neither. A voided sale is taken out of the sales, and counted as `void`. */
  readonly of: 'sale' | 'refund' | 'void' | 'drawer';
  /** The department (empty: none), `category rate`, kind of tender, kind of liability, or reason; else empty. */
  readonly key: string;
  readonly minor: number;
  readonly count: number;
}

/**
 * The sums of one receipt. They balance:
 *
 *   Σ department + Σ tax + Σ liability + tip + rounding + cash-back + off = Σ tender
 *
 * `departments`: of each line's product, in the order of the lines.
 */
export function amountsOf(facts: ReceiptFacts, departments: readonly (string | null)[]): MoneyAmount[] {
  const { kind: of, money } = facts;
  const sums = new Sums(of);
  sums.add(['total', ''], facts.totalMinor);
  facts.lines.forEach((line, index) => {
    const isOwed = line.lineKind === 'gift_card' || line.lineKind === 'deposit';
    // Taxes are booked as taxes whatever the line is of.
    const netMinor = line.amountMinor - line.taxMinor;
    if (isOwed) sums.add(['liability', line.lineKind], netMinor);
    else sums.add(['department', departments[index] ?? ''], netMinor);
  });
  for (const { category, rate, amountMinor, baseMinor } of money.taxes) {
    sums.add(['tax', `${category} ${rate}`], amountMinor);
    sums.add(['tax-base', `${category} ${rate}`], baseMinor);
  }
  for (const { kind, amountMinor, processor } of money.tenders) {
    sums.add(['tender', kind], amountMinor);
    if (processor !== null) sums.add(['processor', `${kind} ${processor}`], amountMinor);
  }
  if (money.changeMinor !== 0) sums.add(['tender', 'cash'], -money.changeMinor, 0);
  sums.addIfAny('tip', money.tipMinor);
  sums.addIfAny('rounding', money.roundingMinor);
  sums.addIfAny('cash-back', money.cashBackMinor);
  sums.addIfAny('discount', money.discountMinor);
  sums.addIfAny('off', facts.offByMinor);
  return sums.all();
}

/** What goods cost is known in millionths of the major unit, and is booked in whole minor units, receipt by receipt. */
export function costAmount({ kind, currency }: ReceiptFacts, soldMicro: number): MoneyAmount[] {
  const unitMicro = 10 ** (6 - minorDigits(currency));
  const minor = Math.sign(soldMicro) * Math.round(Math.abs(soldMicro) / unitMicro);
  return minor === 0 ? [] : [{ aspect: 'cost', of: kind, key: '', minor, count: 1 }];
}

/** What takes a sale out of its session again, and counts it as voided. */
export function voided(amounts: readonly MoneyAmount[]): MoneyAmount[] {
  const taken = amounts.map((amount) => ({ ...amount, minor: 0 - amount.minor, count: 0 - amount.count }));
  const total = amounts.find(({ aspect }) => aspect === 'total');
  return total === undefined ? taken : [...taken, { ...total, of: 'void' }];
}

class Sums {
  readonly #of: MoneyAmount['of'];
  readonly #sums = new Map<string, { aspect: Aspect; key: string; minor: number; count: number }>();

  constructor(of: MoneyAmount['of']) {
    this.#of = of;
  }

  add([aspect, key]: readonly [Aspect, string], minor: number, count = 1): void {
    const name = `${aspect} ${key}`;
    const known = this.#sums.get(name);
    if (known === undefined) {
      this.#sums.set(name, { aspect, key, minor, count });
      return;
    }
    known.minor += minor;
    known.count += count;
  }

  addIfAny(aspect: Aspect, minor: number): void {
    if (minor !== 0) this.add([aspect, ''], minor);
  }

  all(): MoneyAmount[] {
    return Array.from(this.#sums.values(), (sum) => ({ ...sum, of: this.#of }));
  }
}
