import type { Database, Statement } from 'better-sqlite3';
import type { OtherFields } from '../../contract/customer-views.ts';
import { CustomerFamilies } from './customer-family.ts';

type Extras = Statement<[number, number], { seq: number; extra: string }>;

/** What was told of customers beyond the contract: it is theirs too. */
export class OtherFieldsReader {
  readonly #families: CustomerFamilies;
  readonly #ofCaptures: Extras;
  readonly #ofReceipts: Extras;

  constructor(db: Database) {
    this.#families = new CustomerFamilies(db);
    const extras = (table: string): Extras =>
      db.prepare(
        `SELECT x.seq, x.extra FROM ${table} c CROSS JOIN event_extra x ON x.seq = c.seq
         WHERE c.customer = +? AND trim(x.extra) <> '' LIMIT ?`,
      );
    this.#ofCaptures = extras('customer_capture');
    this.#ofReceipts = extras('customer_receipt');
  }

  customerOtherFields(customerId: string, limit: number): OtherFields[] {
    const row = this.#families.find(customerId);
    if (row === null) return [];
    return this.#families
      .members(this.#families.survivor(row))
      .flatMap(({ customer }) => [
        ...this.#ofCaptures.all(customer, limit),
        ...this.#ofReceipts.all(customer, limit),
      ])
      .map(({ seq, extra }) => ({ seq, fields: JSON.parse(extra) as unknown }));
  }
}
