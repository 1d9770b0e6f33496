import type { Database, Statement } from 'better-sqlite3';
import type { MoneyAmount } from '../../domain/money-amounts.ts';

/** In its Z report; or after that, with or without a number that the session itself counts. */
export type SessionPart = 'session' | 'late' | 'after';

interface Sums {
  readonly session: number;
  readonly part: SessionPart;
  readonly currency: string;
  readonly amounts: Map<string, { -readonly [Field in keyof MoneyAmount]: MoneyAmount[Field] }>;
}

/** What a session’s events add up to. What a batch adds is kept back until `write`. */
export class SessionTotals {
  readonly #pending = new Map<string, Sums>();
  readonly #add: Statement<[number, string, string, string, string, string, number, number]>;
  readonly #of: Statement<[number, string, string], MoneyAmount>;
  readonly #currencies: Statement<[number], { currency: string }>;
  readonly #addToRegister: Statement<[number, string, string, number, number]>;
  readonly #register: Statement<[number, string], { side: string; minor: number; count: number }>;

  constructor(db: Database) {
    this.#add = db.prepare(
      `INSERT INTO session_total (session, part, currency, aspect, side, key, minor, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET minor = minor + excluded.minor, count = count + excluded.count`,
    );
    this.#of = db.prepare(
      `SELECT aspect, side AS "of", key, minor, count FROM session_total
       WHERE session = ? AND part = ? AND currency = ? AND aspect <> 'grand'`,
    );
    this.#currencies = db.prepare('SELECT DISTINCT currency FROM session_total WHERE session = ?');
    this.#addToRegister = db.prepare(
      `INSERT INTO register_total (stream, currency, side, minor, count) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET minor = minor + excluded.minor, count = count + excluded.count`,
    );
    this.#register = db.prepare(
      'SELECT side, minor, count FROM register_total WHERE stream = ? AND currency = ?',
    );
  }

  add(
    session: number,
    added: { part: SessionPart; currency: string; amounts: readonly MoneyAmount[] },
  ): void {
    const { part, currency, amounts } = added;
    const name = `${session} ${part} ${currency}`;
    let sums = this.#pending.get(name);
    if (sums === undefined) {
      sums = { session, part, currency, amounts: new Map() };
      this.#pending.set(name, sums);
    }
    for (const amount of amounts) {
      const key = `${amount.aspect} ${amount.of} ${amount.key}`;
      const sum = sums.amounts.get(key);
      if (sum === undefined) {
        sums.amounts.set(key, { ...amount });
        continue;
      }
      sum.minor += amount.minor;
      sum.count += amount.count;
    }
  }

  /** What is known by now. */
  of(session: number, part: SessionPart, currency: string): MoneyAmount[] {
    this.write();
    return this.#of.all(session, part, currency);
  }

  currencies(session: number): string[] {
    this.write();
    return this.#currencies.all(session).map(({ currency }) => currency);
  }

  /** Takes what is in a Z report, or came after one, into the installation’s own sums. */
  addToRegister(stream: number, currency: string, amounts: readonly MoneyAmount[]): void {
    for (const { aspect, of, minor, count } of amounts)
      if (aspect === 'total') this.#addToRegister.run(stream, currency, of, minor, count);
  }

  /** Fixes the installation’s sums as the grand totals of the Z report of a session. */
  setGrand(session: number, stream: number, currency: string): void {
    for (const { side, minor, count } of this.#register.all(stream, currency))
      this.#add.run(session, 'session', currency, 'grand', side, '', minor, count);
  }

  /** The number of the installation’s next Z report. */
  nextNumber(stream: number): number {
    this.#addToRegister.run(stream, '', 'session', 0, 1);
    return this.#register.all(stream, '').find(({ side }) => side === 'session')?.count ?? 1;
  }

  write(): void {
    for (const { session, part, currency, amounts } of this.#pending.values()) {
      for (const { aspect, of, key, minor, count } of amounts.values())
        this.#add.run(session, part, currency, aspect, of, key, minor, count);
    }
    this.#pending.clear();
  }
}
