import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import {
  earnedPoints,
  goodsPaid,
  houseAccount,
  isExpired,
  isWorth,
  pointsLeft,
} from '../../domain/loyalty.ts';
import { moneyWords } from '../../domain/money-words.ts';
import type { ReceiptFacts } from '../../domain/ledger-event.ts';
import type { CustomerBook, CustomerRow } from '../books/customer-book.ts';
import { LoyaltyBook } from '../books/loyalty-book.ts';
import type { LoyaltySaleRow, PointsReason } from '../books/loyalty-book.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';

/** Points: earned by sales, used as a tender, given back with goods, changed by people. */
export class LoyaltyDesk {
  readonly #books: ShopBooks;
  readonly #customers: CustomerBook;
  readonly #loyalty: LoyaltyBook;

  constructor(db: Database, books: ShopBooks, customers: CustomerBook) {
    this.#books = books;
    this.#customers = customers;
    this.#loyalty = new LoyaltyBook(db);
  }

  settingsSet({ loyalty }: EventData<'backroom.books-settings.set.v1'>): void {
    if (loyalty === undefined) return this.#loyalty.setRule(null);
    const { pointsPerUnit, unitsPerPoint, expireAfterDays = null } = loyalty;
    this.#loyalty.setRule({ pointsPerUnit, unitsPerPoint, expireAfterDays });
  }

  adjusted(data: EventData<'backroom.loyalty.adjusted.v1'>, customer: CustomerRow, { seq }: Applying): void {
    const { points, reason, businessDate } = data;
    const house = houseAccount(reason);
    const earnedOn = house === 'issued' && points > 0 ? businessDate : null;
    this.#loyalty.add(customer, { seq, reason, points, house, earnedOn });
    this.tell(customer, seq);
  }

  /** A receipt has points among its tenders. */
  tendered(facts: ReceiptFacts, seq: number): void {
    const { currency, money } = facts;
    for (const [index, { kind, points, amountMinor }] of money.tenders.entries()) {
      if (kind !== 'loyalty') continue;
      const subject = `tender ${index + 1}`;
      const paid = `${moneyWords(amountMinor, currency)} were paid with ${points} points`;
      if (money.customer === null)
        this.#books.raise(seq, { cause: 'loyalty.nobody', subject, detail: `${paid}, of no customer.` });
      const { rule } = this.#loyalty;
      if (rule === null || isWorth(rule, { points, amountMinor }, currency)) continue;
      const detail = `${paid}, and a point is worth ${rule.unitsPerPoint} ${currency}.`;
      this.#books.raise(seq, { cause: 'loyalty.other_value', subject, detail });
    }
  }

  /** A receipt names the customer. */
  receiptCame(facts: ReceiptFacts, customer: CustomerRow, seq: number): void {
    const isRedeemed = this.#redeem(customer, { seq, reason: 'redeemed', points: -redeemed(facts) });
    const isEarned = facts.kind === 'sale' && this.#earn(facts, customer, seq);
    if (isRedeemed || isEarned) this.tell(customer, seq);
  }

  /** Goods of a sale came back, by the word of entry `seq`; below zero: they did not after all. */
  returned(sale: number, returnedMinor: number, seq: number): void {
    const row = this.#loyalty.sale(sale);
    if (row === null || returnedMinor === 0) return;
    this.#settle({ ...row, returned_minor: row.returned_minor + returnedMinor }, 'returned', seq);
  }

  voided(sale: { facts: ReceiptFacts; seq: number }, customer: CustomerRow | null, seq: number): void {
    const row = this.#loyalty.sale(sale.seq);
    if (row !== null) this.#settle({ ...row, voided: 1 }, 'voided', seq);
    if (customer === null || sale.facts.money.customer === null) return;
    if (this.#redeem(customer, { seq, reason: 'voided', points: redeemed(sale.facts) }))
      this.tell(customer, seq);
  }

  /** Below zero, all ids of the customer together, is told to a person, once. */
  tell(customer: CustomerRow, seq: number): void {
    const survivor = this.#customers.survivor(customer);
    const subject = survivor.customer_id;
    const family = this.#customers.family(survivor);
    const points = family.reduce((sum, member) => sum + this.#loyalty.points(member), 0);
    const isOpen = this.#books.exceptions.isOpen('loyalty.negative', subject);
    if (points >= 0 && isOpen) this.#books.resolve(seq, 'loyalty.negative', subject);
    if (points >= 0 || isOpen) return;
    const detail = `Customer ${subject} has ${points} points: more were used than were there, or goods came back after their points were used.`;
    this.#books.raise(seq, { cause: 'loyalty.negative', subject, detail });
  }

  /** The customer is one with another from now on, and has no points of its own any more. */
  tellMerged(from: CustomerRow, into: CustomerRow, seq: number): void {
    this.#books.resolve(seq, 'loyalty.negative', from.customer_id);
    this.tell(into, seq);
  }

  /** The entries of the log that moved points of a customer. */
  entries(customer: number): number[] {
    return this.#loyalty.entries(customer);
  }

  #earn(facts: ReceiptFacts, customer: CustomerRow, seq: number): boolean {
    const { rule } = this.#loyalty;
    if (rule === null) return false;
    const { soldMinor } = goodsPaid(facts);
    const points = earnedPoints(rule, soldMinor, facts.currency);
    if (points === 0) return false;
    const { businessDate } = facts;
    this.#loyalty.saveSale({
      seq,
      customer: customer.customer,
      business_date: businessDate,
      base_minor: soldMinor,
      points,
      returned_minor: 0,
      voided: 0,
      left_points: points,
    });
    const earned = { seq, points, house: 'issued', earnedOn: businessDate } as const;
    this.#loyalty.add(customer, { ...earned, reason: 'earned' });
    return true;
  }

  /** Points that expired with the day of that sale were taken already: goods that come back take none of them again. */
  #giveBackExpired(row: LoyaltySaleRow, fact: { seq: number; reason: PointsReason; points: number }): void {
    const { rule } = this.#loyalty;
    if (rule === null || !isExpired(rule, row.business_date, this.#books.receivedMs)) return;
    const points = Math.min(fact.points, Math.max(0, this.#loyalty.expired(row.customer)));
    this.#loyalty.add(this.#customers.get(row.customer), {
      ...fact,
      points,
      house: 'expired',
      earnedOn: null,
    });
  }

  #redeem(customer: CustomerRow, fact: { seq: number; reason: PointsReason; points: number }): boolean {
    this.#loyalty.add(customer, { ...fact, house: 'redeemed', earnedOn: null });
    return fact.points !== 0;
  }

  #settle(row: LoyaltySaleRow, reason: PointsReason, seq: number): void {
    const leftPoints = pointsLeft({
      points: row.points,
      baseMinor: row.base_minor,
      returnedMinor: row.returned_minor,
      isVoided: row.voided === 1,
    });
    const points = leftPoints - row.left_points;
    this.#loyalty.saveSale({ ...row, left_points: leftPoints });
    if (points === 0) return;
    const customer = this.#customers.get(row.customer);
    this.#loyalty.add(customer, { seq, reason, points, house: 'issued', earnedOn: row.business_date });
    if (points < 0) this.#giveBackExpired(row, { seq, reason, points: 0 - points });
    this.tell(customer, seq);
  }
}

function redeemed({ money }: ReceiptFacts): number {
  let points = 0;
  for (const tender of money.tenders) if (tender.kind === 'loyalty') points += tender.points;
  return points;
}
