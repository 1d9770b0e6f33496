import type { Database, Statement } from 'better-sqlite3';

/** Somebody who was forgotten, by the id that the log has. */
export type ErasedPerson = { readonly customerId: string } | { readonly employeeId: string };

/** A place in the order in which people were forgotten. */
export interface ErasurePlace {
  readonly seq: number;
  readonly customerId: string;
}

export interface ErasureSlice {
  readonly erased: readonly ErasedPerson[];
  readonly next: ErasurePlace | null;
}

/** Who was forgotten. */
export class ErasureReader {
  readonly #customers: Statement<[number, string, number], { erased_seq: number; customer_id: string }>;
  readonly #employees: Statement<[], { employee_id: string }>;
  readonly #customer: Statement<[string], { erased_seq: number | null }>;
  readonly #employee: Statement<[string], { erased_seq: number | null }>;

  constructor(db: Database) {
    this.#customers = db.prepare(
      `SELECT erased_seq, customer_id FROM customer INDEXED BY customer_erased
       WHERE erased_seq IS NOT NULL AND (erased_seq, customer_id) > (?, ?) ORDER BY erased_seq, customer_id LIMIT ?`,
    );
    this.#employees = db.prepare(
      'SELECT employee_id FROM employee INDEXED BY employee_erased WHERE erased_seq IS NOT NULL',
    );
    this.#customer = db.prepare('SELECT erased_seq FROM customer WHERE customer_id = ?');
    this.#employee = db.prepare('SELECT erased_seq FROM employee WHERE employee_id = ?');
  }

  /** Customers in the order of their erasures, from behind `after` on; and all employees, who are few. */
  erasures({ after, limit }: { after: ErasurePlace | null; limit: number }): ErasureSlice {
    const { seq, customerId } = after ?? { seq: 0, customerId: '' };
    const rows = this.#customers.all(seq, customerId, limit);
    const employees = this.#employees.all().map(({ employee_id: employeeId }) => ({ employeeId }));
    const last = rows.at(-1);
    return {
      erased: [...employees, ...rows.map((row) => ({ customerId: row.customer_id }))],
      next: last === undefined ? null : { seq: last.erased_seq, customerId: last.customer_id },
    };
  }

  isErased(person: ErasedPerson): boolean {
    const row =
      'customerId' in person ? this.#customer.get(person.customerId) : this.#employee.get(person.employeeId);
    return (row?.erased_seq ?? null) !== null;
  }
}
