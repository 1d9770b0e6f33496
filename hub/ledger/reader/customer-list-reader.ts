import type { Database, Statement } from 'better-sqlite3';
import type { ListedCustomer } from '../../contract/customer-views.ts';
import { isOnList } from '../../domain/customer.ts';
import type { CustomerRules } from '../../domain/customer.ts';
import { CustomerFamilies } from './customer-family.ts';
import type { MemberRow } from './customer-family.ts';
import { LAST_DATE } from './customer-reader.ts';

/** A part of a list; `next` is the `after` of the part that follows. */
export interface CustomerSlice {
  readonly customers: readonly ListedCustomer[];
  readonly next: number | null;
}

/** Lists of customers by rule, made in parts: who sells does not wait for who writes letters. */
export class CustomerListReader {
  readonly #families: CustomerFamilies;
  readonly #survivors: Statement<[number, number], MemberRow>;
  readonly #lastDate: Statement<[number], { business_date: string }>;
  readonly #bought: Statement<[number, string], { one: number }>;
  readonly #spent: Statement<[number, string, string], { spent_minor: number }>;
  readonly #consent: Statement<[number, string], { given: number; at_ms: number }>;

  constructor(db: Database) {
    this.#families = new CustomerFamilies(db);
    this.#survivors = db.prepare(
      `SELECT customer, customer_id, merged_into, because, erased_seq FROM customer WHERE customer > ?
       ORDER BY customer LIMIT ?`,
    );
    this.#lastDate = db.prepare(LAST_DATE);
    this.#bought = db.prepare(
      `SELECT 1 AS one FROM customer_department d JOIN receipt r ON r.seq = d.seq
       WHERE d.customer = ? AND d.department = ? AND r.voided_seq IS NULL LIMIT 1`,
    );
    this.#spent = db.prepare(
      'SELECT spent_minor FROM customer_total WHERE customer = ? AND currency = ? AND year = ?',
    );
    this.#consent = db.prepare(
      'SELECT given, at_ms FROM customer_consent WHERE customer = ? AND channel = ?',
    );
  }

  /** Looks at `limit` ids from behind `after` on. */
  customerList(rules: CustomerRules, { after, limit }: { after: number; limit: number }): CustomerSlice {
    const rows = this.#survivors.all(after, limit);
    const last = rows.at(-1);
    return {
      customers: rows.flatMap((row) => (row.merged_into === null ? this.#listed(row, rules) : [])),
      next: last === undefined || rows.length < limit ? null : last.customer,
    };
  }

  #listed(survivor: MemberRow, rules: CustomerRules): ListedCustomer[] {
    const members = this.#families.members(survivor);
    const lastDate = this.#lastDateOf(members);
    const spentMinor = this.#spentBy(members, rules);
    const facts = {
      lastDate,
      spentMinor,
      boughtThere: this.#boughtIn(members, rules.department),
      hasConsent: this.#consents(members, rules.consent),
      isErased: survivor.erased_seq !== null,
    };
    if (!isOnList(facts, rules) || lastDate === null) return [];
    const person = this.#families.person(members);
    const said = (field: 'name' | 'email' | 'phone'): string | null => person.get(field)?.value ?? null;
    const [name, email, phone] = [said('name'), said('email'), said('phone')];
    return [{ customerId: survivor.customer_id, name, email, phone, lastDate, spentMinor }];
  }

  #lastDateOf(members: readonly MemberRow[]): string | null {
    const dates = members.flatMap(({ customer }) => this.#lastDate.get(customer)?.business_date ?? []);
    return dates.toSorted().at(-1) ?? null;
  }

  #boughtIn(members: readonly MemberRow[], department: string | undefined): boolean {
    if (department === undefined) return false;
    return members.some(({ customer }) => this.#bought.get(customer, department) !== undefined);
  }

  #spentBy(members: readonly MemberRow[], { spentOver }: CustomerRules): number {
    if (spentOver === undefined) return 0;
    const { currency, year } = spentOver;
    const spent = members.map(({ customer }) => this.#spent.get(customer, currency, year)?.spent_minor ?? 0);
    return spent.reduce((sum, minor) => sum + minor, 0);
  }

  /** The newest word of all counts; of two at the same time, the one that says no. */
  #consents(members: readonly MemberRow[], channel: string | undefined): boolean {
    if (channel === undefined) return false;
    const words = members.flatMap(({ customer }) => this.#consent.get(customer, channel) ?? []);
    return (
      words.toSorted((one, other) => one.at_ms - other.at_ms || other.given - one.given).at(-1)?.given === 1
    );
  }
}
