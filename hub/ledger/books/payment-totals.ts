import type { Database, Statement } from 'better-sqlite3';

/** A payment as far as its clearing account goes. */
export interface ClearedPayment {
  readonly account: string;
  readonly currency: string;
}

interface Total {
  readonly count: number;
  readonly open_minor: number;
}

type Change = ClearedPayment & { count: number; minor: number };

const NOTHING: Total = { count: 0, open_minor: 0 };

/** What is open in each clearing account: a day is compared with it, however many payments nobody has settled. */
export class PaymentTotals {
  readonly #total: Statement<[string, string], Total>;
  readonly #set: Statement<[string, string, number, number]>;
  readonly #drop: Statement<[string, string]>;
  /** Of this batch. */
  readonly #changes = new Map<string, Change>();

  constructor(db: Database) {
    this.#total = db.prepare(
      'SELECT count, open_minor FROM payment_total WHERE account = ? AND currency = ?',
    );
    this.#set = db.prepare(
      `INSERT INTO payment_total (account, currency, count, open_minor) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = excluded.count, open_minor = excluded.open_minor`,
    );
    this.#drop = db.prepare('DELETE FROM payment_total WHERE account = ? AND currency = ?');
  }

  /** So much of a payment was open, and so much is now. */
  note({ account, currency }: ClearedPayment, beforeMinor: number, afterMinor: number): void {
    const key = `${currency} ${account}`;
    let change = this.#changes.get(key);
    if (change === undefined) this.#changes.set(key, (change = { account, currency, count: 0, minor: 0 }));
    change.count += Number(afterMinor !== 0) - Number(beforeMinor !== 0);
    change.minor += afterMinor - beforeMinor;
  }

  /** Writes what the batch kept back. */
  endBatch(): void {
    for (const { account, currency, count, minor } of this.#changes.values()) {
      const total = this.#total.get(account, currency) ?? NOTHING;
      if (total.count + count === 0) this.#drop.run(account, currency);
      else this.#set.run(account, currency, total.count + count, total.open_minor + minor);
    }
    this.#changes.clear();
  }
}
