import type { Database, Statement } from 'better-sqlite3';
import type { LiabilityKind } from '../../contract/payment-events.ts';
import { accountOfCustomer, customerOfAccount } from '../../domain/liability.ts';
import { FAMILY } from '../books/customer-book.ts';

export interface MemberRow {
  readonly customer: number;
  readonly customer_id: string;
  readonly merged_into: number | null;
  readonly because: 'email' | 'phone' | 'card' | 'person' | null;
  readonly erased_seq: number | null;
}

export interface PersonRow {
  readonly customer_id: string;
  readonly field: 'name' | 'email' | 'phone' | 'card';
  readonly value: string;
  readonly key: string | null;
  readonly verified: number;
  readonly at_ms: number;
  readonly seq: number;
}

/** Which customers are one, and who they are. */
export class CustomerFamilies {
  readonly #find: Statement<[string], MemberRow>;
  readonly #get: Statement<[number], MemberRow>;
  readonly #family: Statement<[number], MemberRow>;
  readonly #person: Statement<[string], PersonRow>;

  constructor(db: Database) {
    const columns = 'c.customer, c.customer_id, c.merged_into, c.because, c.erased_seq';
    this.#find = db.prepare(`SELECT ${columns} FROM customer c WHERE c.customer_id = ?`);
    this.#get = db.prepare(`SELECT ${columns} FROM customer c WHERE c.customer = ?`);
    this.#family = db.prepare(
      `${FAMILY} SELECT ${columns} FROM family f CROSS JOIN customer c ON c.customer = f.customer`,
    );
    this.#person = db.prepare(
      'SELECT customer_id, field, value, key, verified, at_ms, seq FROM person WHERE customer_id = ?',
    );
  }

  find(customerId: string): MemberRow | null {
    return this.#find.get(customerId) ?? null;
  }

  survivor(row: MemberRow): MemberRow {
    let at = row;
    while (at.merged_into !== null) at = this.#get.get(at.merged_into) ?? { ...at, merged_into: null };
    return at;
  }

  /** All that were merged into a survivor, itself first. */
  members(survivor: Pick<MemberRow, 'customer'>): MemberRow[] {
    return this.#family.all(survivor.customer);
  }

  /** The accounts that go with that one: of a customer's, those of all that are one with it. */
  accounts(of: { kind: LiabilityKind; account: string }): string[] {
    const customerId = customerOfAccount(of);
    const row = customerId === null ? null : this.find(customerId);
    if (row === null) return [of.account];
    return this.members(this.survivor(row)).map((member) => accountOfCustomer(member.customer_id));
  }

  /** What is known of who they are, each field the newest. */
  person(members: readonly MemberRow[]): Map<PersonRow['field'], PersonRow> {
    const rows = members.flatMap(({ customer_id: id }) => this.#person.all(id));
    const newest = new Map<PersonRow['field'], PersonRow>();
    for (const row of rows.toSorted((one, other) => one.at_ms - other.at_ms || one.seq - other.seq))
      newest.set(row.field, row);
    return newest;
  }
}
