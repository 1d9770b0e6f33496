import type { Database, Statement } from 'better-sqlite3';
import type { LiabilityAdjusted, LiabilityKind } from '../../contract/payment-events.ts';
import type { LiabilityChange } from '../../domain/liability.ts';

export interface LiabilityKey {
  readonly kind: LiabilityKind;
  readonly account: string;
  readonly currency: string;
}

export interface LiabilityRow extends LiabilityKey {
  readonly liability: number;
  readonly balance_minor: number;
  readonly held_minor: number;
}

export type EntryReason = LiabilityChange['reason'] | LiabilityAdjusted['reason'] | 'voided';

export interface EntryRow {
  readonly liability: number;
  readonly change_minor: number;
}

interface NewEntry {
  readonly seq: number;
  readonly changeMinor: number;
  readonly reason: EntryReason;
}

const COLUMNS = 'liability, kind, account, currency, balance_minor, held_minor';

/** What the shop owes to customers, account by account, and every entry that made it so. */
export class LiabilityBook {
  readonly #find: Statement<[string, string, string], LiabilityRow>;
  readonly #get: Statement<[number], LiabilityRow>;
  readonly #ofAccount: Statement<[string], LiabilityRow>;
  readonly #other: Statement<[string, string, string], { currency: string }>;
  readonly #open: Statement<[string, string, string, number], LiabilityRow>;
  readonly #change: Statement<[number, number, number], { entries: number; balance_minor: number }>;
  readonly #addEntry: Statement<[number, number, number, number, number, string]>;
  readonly #entriesOf: Statement<[number], EntryRow>;
  readonly #addHeld: Statement<[number, number]>;

  constructor(db: Database) {
    this.#find = db.prepare(
      `SELECT ${COLUMNS} FROM liability WHERE account = ? AND kind = ? AND currency = ?`,
    );
    this.#ofAccount = db.prepare(`SELECT ${COLUMNS} FROM liability WHERE account = ?`);
    this.#get = db.prepare(`SELECT ${COLUMNS} FROM liability WHERE liability = ?`);
    this.#other = db.prepare(
      'SELECT currency FROM liability WHERE account = ? AND kind = ? AND currency <> ? ORDER BY liability LIMIT 1',
    );
    this.#open = db.prepare(
      `INSERT INTO liability (account, kind, currency, balance_minor, held_minor, entries, changed_seq)
       VALUES (?, ?, ?, 0, 0, 0, ?) RETURNING ${COLUMNS}`,
    );
    this.#change = db.prepare(
      `UPDATE liability SET balance_minor = balance_minor + ?, entries = entries + 1, changed_seq = ?
       WHERE liability = ? RETURNING entries, balance_minor`,
    );
    this.#addEntry = db.prepare(
      `INSERT INTO liability_entry (liability, entry, seq, change_minor, balance_minor, reason)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#entriesOf = db.prepare(
      `SELECT liability, change_minor FROM liability_entry INDEXED BY liability_entry_by_seq
       WHERE seq = ? AND reason <> 'voided' ORDER BY liability, entry`,
    );
    this.#addHeld = db.prepare('UPDATE liability SET held_minor = held_minor + ? WHERE liability = ?');
  }

  find({ kind, account, currency }: LiabilityKey): LiabilityRow | null {
    return this.#find.get(account, kind, currency) ?? null;
  }

  get(liability: number): LiabilityRow | null {
    return this.#get.get(liability) ?? null;
  }

  /** Of all kinds and currencies. */
  ofAccount(account: string): LiabilityRow[] {
    return this.#ofAccount.all(account);
  }

  /** The currency in which the account has money already, where that is another one. */
  otherCurrency({ kind, account, currency }: LiabilityKey): string | null {
    return this.#other.get(account, kind, currency)?.currency ?? null;
  }

  open({ kind, account, currency }: LiabilityKey, seq: number): LiabilityRow {
    // `RETURNING` of an insert gives its row.
    return this.#open.get(account, kind, currency, seq) as LiabilityRow;
  }

  add(liability: number, { seq, changeMinor, reason }: NewEntry): void {
    const changed = this.#change.get(changeMinor, seq, liability);
    if (changed === undefined) throw new Error(`there is no liability ${liability}`);
    this.#addEntry.run(liability, changed.entries, seq, changeMinor, changed.balance_minor, reason);
  }

  /** What the event at `seq` did itself. */
  entriesOf(seq: number): EntryRow[] {
    return this.#entriesOf.all(seq);
  }

  addHeld(liability: number, heldMinor: number): void {
    this.#addHeld.run(heldMinor, liability);
  }
}
