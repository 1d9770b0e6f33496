import type { Database, Statement } from 'better-sqlite3';
import type { ConsentFact } from '../../domain/customer.ts';
import { isNewerConsent } from '../../domain/customer.ts';
import { must } from '../../kit/assert.ts';

export interface CustomerRow {
  readonly customer: number;
  readonly customer_id: string;
  readonly captured_seq: number | null;
  readonly merged_into: number | null;
  readonly erased_seq: number | null;
}

export type Because = 'email' | 'phone' | 'card' | 'person';

interface ConsentRow {
  readonly given: number;
  readonly at_ms: number;
  readonly source: string;
}

const COLUMNS = 'customer, customer_id, captured_seq, merged_into, erased_seq';

/** A customer with all that were merged into it, found along the links. */
export const FAMILY = `WITH RECURSIVE family (customer) AS (
    SELECT ? UNION ALL SELECT c.customer FROM family f CROSS JOIN customer c ON c.merged_into = f.customer)`;

/** Customers as ids, and which of them are one. */
export class CustomerBook {
  readonly #find: Statement<[string], CustomerRow>;
  readonly #get: Statement<[number], CustomerRow>;
  readonly #add: Statement<[string]>;
  readonly #setCaptured: Statement<[number, number]>;
  readonly #addCapture: Statement<[number, number]>;
  readonly #captures: Statement<[number], { seq: number }>;
  readonly #merge: Statement<[number, number, Because, number]>;
  readonly #unmerge: Statement<[number]>;
  readonly #family: Statement<[number], CustomerRow>;
  readonly #setErased: Statement<[number, number]>;
  readonly #tellApart: Statement<[number, number]>;
  readonly #tellTogether: Statement<[number, number]>;
  readonly #consent: Statement<[number, string], ConsentRow>;
  readonly #setConsent: Statement<[number, string, number, number, string]>;

  constructor(db: Database) {
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM customer WHERE customer_id = ?`);
    this.#get = db.prepare(`SELECT ${COLUMNS} FROM customer WHERE customer = ?`);
    this.#add = db.prepare('INSERT INTO customer (customer_id) VALUES (?)');
    this.#setCaptured = db.prepare(
      'UPDATE customer SET captured_seq = ? WHERE customer = ? AND captured_seq IS NULL',
    );
    this.#addCapture = db.prepare('INSERT INTO customer_capture (customer, seq) VALUES (?, ?)');
    this.#captures = db.prepare('SELECT seq FROM customer_capture WHERE customer = ?');
    this.#merge = db.prepare(
      'UPDATE customer SET merged_into = ?, merged_seq = ?, because = ? WHERE customer = ?',
    );
    this.#unmerge = db.prepare(
      'UPDATE customer SET merged_into = NULL, merged_seq = NULL, because = NULL WHERE customer = ?',
    );
    this.#family = db.prepare(
      `${FAMILY} SELECT c.customer, c.customer_id, c.captured_seq, c.merged_into, c.erased_seq
       FROM family f CROSS JOIN customer c ON c.customer = f.customer`,
    );
    this.#setErased = db.prepare(
      'UPDATE customer SET erased_seq = ? WHERE customer = ? AND erased_seq IS NULL',
    );
    this.#tellApart = db.prepare('INSERT OR IGNORE INTO customer_apart (customer, other) VALUES (?, ?)');
    this.#tellTogether = db.prepare('DELETE FROM customer_apart WHERE customer = ? AND other = ?');
    this.#consent = db.prepare(
      'SELECT given, at_ms, source FROM customer_consent WHERE customer = ? AND channel = ?',
    );
    this.#setConsent = db.prepare(
      `INSERT INTO customer_consent (customer, channel, given, at_ms, source) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET given = excluded.given, at_ms = excluded.at_ms, source = excluded.source`,
    );
  }

  find(customerId: string): CustomerRow | null {
    return this.#find.get(customerId) ?? null;
  }

  get(customer: number): CustomerRow {
    return must(this.#get.get(customer), `customer ${customer}`);
  }

  /** The customer of that id; one that nothing has named before is made now. */
  take(customerId: string): CustomerRow {
    const known = this.find(customerId);
    if (known !== null) return known;
    this.#add.run(customerId);
    return must(this.find(customerId), `the customer ${customerId}`);
  }

  captured(customer: number, seq: number): void {
    this.#setCaptured.run(seq, customer);
    this.#addCapture.run(customer, seq);
  }

  captures(customer: number): number[] {
    return this.#captures.all(customer).map(({ seq }) => seq);
  }

  /** Who it is by now. */
  survivor(row: CustomerRow): CustomerRow {
    let at = row;
    while (at.merged_into !== null) at = this.get(at.merged_into);
    return at;
  }

  /** All that are one with it by now, itself among them. */
  family(row: CustomerRow): CustomerRow[] {
    return this.#family.all(this.survivor(row).customer);
  }

  merge(from: CustomerRow, into: CustomerRow, by: { because: Because; seq: number }): void {
    this.#merge.run(into.customer, by.seq, by.because, from.customer);
    this.#tellTogether.run(from.customer, into.customer);
  }

  unmerge(row: CustomerRow & { readonly merged_into: number }): void {
    this.#unmerge.run(row.customer);
    this.#tellApart.run(row.customer, row.merged_into);
  }

  setErased(customer: number, seq: number): void {
    this.#setErased.run(seq, customer);
  }

  setConsent(customer: number, channel: string, consent: ConsentFact): void {
    const known = this.#consent.get(customer, channel);
    if (known !== undefined) {
      const before = { given: known.given === 1, atMs: known.at_ms, source: known.source };
      if (!isNewerConsent(consent, before)) return;
    }
    this.#setConsent.run(customer, channel, consent.given ? 1 : 0, consent.atMs, consent.source);
  }
}
