import type { Database, Statement } from 'better-sqlite3';
import type { CustomerBook, CustomerRow } from '../books/customer-book.ts';
import type { PersonBook } from '../books/person-book.ts';
import { UnreadTexts } from '../books/unread-texts.ts';
import { extraHash } from '../chain.ts';

interface Parts {
  readonly customers: CustomerBook;
  readonly persons: PersonBook;
  /** The entries of receipts of a customer, and of what moved their points. */
  readonly entriesOf: (customer: number) => readonly number[];
}

/**
 * Forgets people, wherever the ledger file tells who they are: in the table of persons, in fields that the contract does
 * not know, in payloads that were refused. The log itself has nothing but ids, and stays as it is.
 */
export class ForgetDesk {
  readonly #parts: Parts;
  readonly #texts: UnreadTexts;
  readonly #conflicts: Statement<[number], { seq: number; body: Buffer }>;

  constructor(db: Database, parts: Parts) {
    this.#parts = parts;
    this.#texts = new UnreadTexts(db);
    this.#conflicts = db.prepare(
      'SELECT k.seq, e.body FROM conflict_key k JOIN event e ON e.seq = k.seq WHERE k.seq <= ?',
    );
  }

  unknownCame(seq: number): void {
    this.#texts.addUnknown(seq);
  }

  /** All that are one by now. What they bought and their points stay. */
  erased(family: readonly CustomerRow[], seq: number): void {
    const { customers, persons, entriesOf } = this.#parts;
    const customerIds = family.map((member) => member.customer_id);
    const values = customerIds.flatMap((id) => persons.values(id));
    for (const { customer } of family) customers.setErased(customer, seq);
    // A replay finds nobody any more: the table is not written again for each who was ever forgotten.
    if (values.length > 0) persons.forgetErased();
    for (const { customer } of family) {
      this.#forgetExtras(customers.captures(customer));
      this.#forgetExtras(entriesOf(customer));
    }
    this.#forgetConflicts(new Set(customerIds), seq);
    this.#forgetExtras(this.#texts.unknownAbout(customerIds));
    this.#texts.forgetInRejected({ customerIds, values });
  }

  /** What entry `seq` says of a customer beyond the contract, where that one is forgotten. */
  forgetExtraOf(customer: Pick<CustomerRow, 'erased_seq'>, seq: number): void {
    if (customer.erased_seq !== null) this.#forgetExtras([seq]);
  }

  #forgetExtras(seqs: readonly number[]): void {
    for (const seq of seqs) this.#parts.persons.forgetExtra(seq, extraHash);
  }

  /** An id that was used twice with other content counts once; what the other one says is kept too. */
  #forgetConflicts(customerIds: ReadonlySet<string>, seq: number): void {
    const about = this.#conflicts.all(seq).filter(({ body }) => {
      const { data } = JSON.parse(body.toString()) as { data: { customerId?: string } };
      return data.customerId !== undefined && customerIds.has(data.customerId);
    });
    this.#forgetExtras(about.map((row) => row.seq));
  }
}
