import type { Database, Statement } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import { contactKey } from '../../domain/customer.ts';
import type { ExceptionCause } from '../../domain/decide.ts';
import { goodsPaid } from '../../domain/loyalty.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { CustomerBook, CustomerRow } from '../books/customer-book.ts';
import { CustomerHistory } from '../books/customer-history.ts';
import type { LiabilityBalance } from '../books/liability-balance.ts';
import { PersonBook } from '../books/person-book.ts';
import type { PersonFact } from '../books/person-book.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import { setClockMs } from '../event-time.ts';
import { ForgetDesk } from './forget-desk.ts';
import { LoyaltyDesk } from './loyalty-desk.ts';
import { ownOr } from './receipt-desk.ts';

type Captured = EventData<'backroom.customer.captured.v1'>;

/** What of an event tells who somebody is, as it comes beside the log. */
type Personal = Pick<Captured, 'name' | 'email' | 'phone' | 'loyaltyCard'>;

interface Parts {
  readonly customers: CustomerBook;
  /** Told which customers are one, whose store credit and deposits are together. */
  readonly balance: Pick<LiabilityBalance, 'regroup'>;
}

interface EmployeeFact {
  readonly id: string;
  readonly left: number | null;
  readonly erased: number | null;
  readonly seq: number;
}

/**
 * Who buys, what they bought and their points; and who works here. The log knows customers by opaque ids. What tells who
 * they are goes to tables of its own, and nothing else depends on it: a replay, which does not have it, makes the same.
 */
export class CustomerDesk {
  readonly #books: ShopBooks;
  readonly #customers: CustomerBook;
  readonly #balance: Parts['balance'];
  readonly #history: CustomerHistory;
  readonly #persons: PersonBook;
  readonly #loyalty: LoyaltyDesk;
  readonly #forget: ForgetDesk;
  readonly #setEmployee: Statement<[EmployeeFact], { erased_seq: number | null }>;

  constructor(db: Database, books: ShopBooks, { customers, balance }: Parts) {
    this.#books = books;
    this.#balance = balance;
    this.#customers = customers;
    this.#history = new CustomerHistory(db);
    this.#persons = new PersonBook(db);
    this.#loyalty = new LoyaltyDesk(db, books, this.#customers);
    this.#forget = new ForgetDesk(db, {
      customers: this.#customers,
      persons: this.#persons,
      entriesOf: (customer) => [...this.#history.entries(customer), ...this.#loyalty.entries(customer)],
    });
    this.#setEmployee = db.prepare(
      `INSERT INTO employee (employee_id, has_left, changed_seq, erased_seq) VALUES (@id, coalesce(@left, 0), @seq, @erased)
       ON CONFLICT DO UPDATE SET has_left = coalesce(@left, has_left), changed_seq = excluded.changed_seq,
         erased_seq = coalesce(erased_seq, excluded.erased_seq) RETURNING erased_seq`,
    );
  }

  settingsSet(data: EventData<'backroom.books-settings.set.v1'>, _at: Applying): void {
    this.#loyalty.settingsSet(data);
  }

  captured(data: Captured, at: Applying): void {
    const { seq, event } = at;
    const customer = this.#customers.take(data.customerId);
    this.#customers.captured(customer.customer, seq);
    if (customer.erased_seq !== null) return this.#capturedAgain(customer, seq);
    for (const { channel, given, at: when, source } of data.consents ?? [])
      this.#customers.setConsent(customer.customer, channel, { given, atMs: Date.parse(when), source });
    const atMs = setClockMs(event.body) ?? this.#books.receivedMs;
    const personal: Personal = event.personal === null ? {} : (JSON.parse(event.personal) as Personal);
    this.#persons.keep(data.customerId, personFacts(personal, data.verified ?? []), { seq, atMs });
    for (const field of data.verified ?? [])
      if (personal[field] === undefined) this.#persons.verify(data.customerId, field, seq);
  }

  merged(data: EventData<'backroom.customer.merged.v1'>, { seq }: Applying): void {
    const [from, into] = [this.#customers.find(data.customerId), this.#customers.find(data.into)];
    if (from === null || into === null) {
      const missing = from === null ? data.customerId : data.into;
      return this.#raise('customer.merge_unknown', missing, {
        seq,
        detail: `Nothing names a customer ${missing}.`,
      });
    }
    if (this.#customers.survivor(from).customer === this.#customers.survivor(into).customer) {
      const detail = `${data.customerId} and ${data.into} are the same customer already.`;
      return this.#raise('customer.merge_into_itself', data.customerId, { seq, detail });
    }
    if (from.merged_into !== null) {
      const other = this.#customers.get(from.merged_into).customer_id;
      const detail = `${data.customerId} is merged into ${other}. Undo that first, or merge ${other}.`;
      return this.#raise('customer.merge_repeated', data.customerId, { seq, detail });
    }
    const [own, others] = [this.#idsOf(from), this.#idsOf(into)];
    this.#customers.merge(from, into, { because: data.because, seq });
    this.#loyalty.tellMerged(from, into, seq);
    const survivor = this.#customers.survivor(into).customer_id;
    const together = { survivor, before: others, after: [...others, ...own] };
    this.#balance.regroup([{ survivor: from.customer_id, before: own, after: [] }, together], seq);
  }

  mergeUndone(data: EventData<'backroom.customer.merge-undone.v1'>, { seq }: Applying): void {
    const customer = this.#customers.find(data.customerId);
    const into = customer?.merged_into ?? null;
    if (customer === null || into === null) {
      const detail = `${data.customerId} is merged into no customer. Nothing was changed.`;
      return this.#raise('customer.not_merged', data.customerId, { seq, detail });
    }
    this.#customers.unmerge({ ...customer, merged_into: into });
    const [alone, other] = [this.#customers.get(customer.customer), this.#customers.get(into)];
    this.#loyalty.tell(alone, seq);
    this.#loyalty.tell(other, seq);
    const [own, others] = [this.#idsOf(alone), this.#idsOf(other)];
    const survivor = this.#customers.survivor(other).customer_id;
    const apart = { survivor, before: [...others, ...own], after: others };
    this.#balance.regroup([apart, { survivor: alone.customer_id, before: [], after: own }], seq);
  }

  /** Everybody that is one by now is forgotten. An id that nothing has named yet is forgotten in advance. */
  erased(data: EventData<'backroom.customer.erased.v1'>, { seq }: Applying): void {
    this.#forget.erased(this.#customers.family(this.#customers.take(data.customerId)), seq);
  }

  unknownCame(seq: number): void {
    this.#forget.unknownCame(seq);
  }

  loyaltyAdjusted(data: EventData<'backroom.loyalty.adjusted.v1'>, at: Applying): void {
    const customer = this.#customers.take(data.customerId);
    this.#loyalty.adjusted(data, customer, at);
    this.#forget.forgetExtraOf(customer, at.seq);
  }

  employeeSet(data: EventData<'backroom.employee.set.v1'>, { seq, event }: Applying): void {
    const left = data.left === undefined ? null : Number(data.left);
    const erased = data.erased === true ? seq : null;
    const row = this.#setEmployee.get({ id: data.employeeId, left, erased, seq });
    if (erased !== null) return this.#persons.forgetErasedEmployees();
    if (event.personal === null || row?.erased_seq !== null) return;
    const { name } = JSON.parse(event.personal) as Personal;
    if (name !== undefined) this.#persons.keepEmployee(data.employeeId, name);
  }

  receiptCame({ facts, at, departments }: MoneyReceipt): void {
    const { seq, event } = at;
    const named = facts.money.customer === null ? null : this.#customers.take(facts.money.customer);
    const customer = named ?? this.#customerOfOriginal(facts, at);
    if (customer !== null) {
      const from = facts.lines.flatMap((line, index) =>
        named !== null && facts.kind === 'sale' && line.amountMinor > 0 ? (departments[index] ?? []) : [],
      );
      this.#history.add({ seq, customer: customer.customer, departments: from });
      this.#forget.forgetExtraOf(customer, seq);
    }
    if (named !== null) this.#loyalty.receiptCame(facts, named, seq);
    this.#loyalty.tendered(facts, seq);
    if (facts.original !== null) this.#takeBack(facts, at);
    for (const waiting of this.#history.takeAwaiting({ source: event.source, id: event.id }))
      this.#followSale(waiting, at);
  }

  saleVoided({ facts, at }: MoneyReceipt, voidAt: Applying): void {
    const number = this.#history.void(at.seq);
    const customer = number === null ? null : this.#customers.get(number);
    if (customer !== null) this.#forget.forgetExtraOf(customer, voidAt.seq);
    this.#loyalty.voided({ facts, seq: at.seq }, customer, voidAt.seq);
    const original = this.#original(facts, { ...at, seq: voidAt.seq });
    if (original !== null) this.#loyalty.returned(original, -goodsPaid(facts).returnedMinor, voidAt.seq);
  }

  endBatch(): void {}

  /** Goods of another sale come back: at once, or when that sale is here. */
  #takeBack(facts: MoneyReceipt['facts'], at: Applying): void {
    const { returnedMinor } = goodsPaid(facts);
    const original = this.#original(facts, at);
    if (original !== null) return this.#loyalty.returned(original, returnedMinor, at.seq);
    if (facts.original === null) return;
    const sale = ownOr(facts.original, at.event.source);
    this.#history.await(sale, { seq: at.seq, returned_minor: returnedMinor });
  }

  /** The sale at `at` is here now, and the receipt that waited for it goes with it. */
  #followSale(
    { seq, returned_minor: returnedMinor }: { seq: number; returned_minor: number },
    at: Applying,
  ): void {
    const isVoided = this.#history.isVoided(seq);
    const customer = this.#history.customerNamedBy(at.seq);
    if (customer !== null && this.#history.customerOf(seq) === null) {
      this.#history.add({ seq, customer, departments: [] });
      if (isVoided) this.#history.void(seq);
      this.#forget.forgetExtraOf(this.#customers.get(customer), seq);
    }
    if (!isVoided) this.#loyalty.returned(at.seq, returnedMinor, at.seq);
  }

  #original({ original }: MoneyReceipt['facts'], at: Applying): number | null {
    return original === null ? null : this.#history.findSale(ownOr(original, at.event.source), at.seq);
  }

  #customerOfOriginal(facts: MoneyReceipt['facts'], at: Applying): CustomerRow | null {
    const original = this.#original(facts, at);
    const customer = original === null ? null : this.#history.customerNamedBy(original);
    return customer === null ? null : this.#customers.get(customer);
  }

  #idsOf(customer: CustomerRow): string[] {
    return this.#customers.family(customer).map((member) => member.customer_id);
  }

  #capturedAgain(customer: CustomerRow, seq: number): void {
    const { customer_id: subject } = customer;
    this.#forget.forgetExtraOf(customer, seq);
    if (this.#books.exceptions.isOpen('customer.erased_captured', subject)) return;
    const detail = `Customer ${subject} was erased, and is captured again under the same id. Nothing of it was kept.`;
    this.#raise('customer.erased_captured', subject, { seq, detail });
  }

  #raise(cause: ExceptionCause, subject: string, { seq, detail }: { seq: number; detail: string }): void {
    this.#books.raise(seq, { cause, subject, detail });
  }
}

function personFacts(personal: Personal, verified: readonly string[]): PersonFact[] {
  const { name, email, phone, loyaltyCard: card } = personal;
  const facts: PersonFact[] = [];
  if (name !== undefined) facts.push({ field: 'name', value: name, key: null, isVerified: false });
  for (const [field, value] of Object.entries({ email, phone, card }) as [
    'email' | 'phone' | 'card',
    string?,
  ][]) {
    if (value === undefined) continue;
    const isVerified = field === 'card' || verified.includes(field);
    facts.push({ field, value, key: contactKey(field, value), isVerified });
  }
  return facts;
}
