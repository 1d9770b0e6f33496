import type { Database, Statement } from 'better-sqlite3';
import type {
  HoldAnswer,
  HoldState,
  LiabilityAnswer,
  LiabilityEntry,
  LiabilitySummary,
} from '../../contract/liability-views.ts';
import type { LiabilityKind } from '../../contract/payment-events.ts';
import { must } from '../../kit/assert.ts';
import { CustomerFamilies } from './customer-family.ts';
import { iso, isoOrNull } from './iso.ts';

interface LiabilityRow {
  readonly liability: number;
  readonly kind: LiabilityKind;
  readonly account: string;
  readonly currency: string;
  readonly balance_minor: number;
  readonly held_minor: number;
}

interface EntryRow {
  readonly seq: number;
  readonly received_ms: number;
  readonly change_minor: number;
  readonly balance_minor: number;
  readonly reason: LiabilityEntry['reason'];
}

interface HoldRow {
  readonly hold_id: string;
  readonly state: HoldState;
  readonly kind: HoldAnswer['kind'];
  readonly account: string | null;
  readonly sale_source: string | null;
  readonly sale_id: string | null;
  readonly currency: string | null;
  readonly amount_minor: number;
  readonly held_minor: number;
  readonly used_minor: number;
  readonly made_ms: number | null;
  readonly expires_ms: number | null;
  readonly refusal: string | null;
}

const LIABILITY = 'SELECT liability, kind, account, currency, balance_minor, held_minor FROM liability';

/** Answers about gift cards, store credit, deposits, and what is held. */
export class LiabilityReader {
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #byKind: Statement<[string, number, number], LiabilityRow>;
  readonly #byAccount: Statement<[string, string], LiabilityRow>;
  readonly #families: CustomerFamilies;
  readonly #entries: Statement<[number, number], EntryRow>;
  readonly #hold: Statement<[string], HoldRow>;
  readonly #due: Statement<[number, number], { hold_id: string }>;
  readonly #head: Statement<[], { seq: number | null }>;

  constructor(db: Database) {
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#families = new CustomerFamilies(db);
    this.#byKind = db.prepare(
      `${LIABILITY} WHERE kind = ? AND liability < ? ORDER BY liability DESC LIMIT ?`,
    );
    this.#byAccount = db.prepare(`${LIABILITY} WHERE account = ? AND kind = ? ORDER BY currency`);
    this.#entries = db.prepare(
      `SELECT l.seq, e.received_ms, l.change_minor, l.balance_minor, l.reason
       FROM liability_entry l JOIN event e ON e.seq = l.seq WHERE l.liability = ? ORDER BY l.entry DESC LIMIT ?`,
    );
    this.#hold = db.prepare(
      `SELECT h.hold_id, h.state, h.kind, h.account, s.source AS sale_source,
         json_extract(CAST(e.body AS TEXT), '$.id') AS sale_id, h.currency, h.amount_minor, h.held_minor,
         h.used_minor, m.received_ms AS made_ms, h.expires_ms, h.refusal
       FROM hold h LEFT JOIN event m ON m.seq = h.made_seq LEFT JOIN event e ON e.seq = h.sale
         LEFT JOIN stream s ON s.stream = e.stream WHERE h.hold_id = ?`,
    );
    this.#due = db.prepare(
      "SELECT hold_id FROM hold WHERE state = 'open' AND expires_ms <= ? ORDER BY expires_ms LIMIT ?",
    );
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
  }

  /** Newest first. */
  liabilities(options: {
    kind: LiabilityKind;
    before?: number | undefined;
    limit: number;
  }): LiabilitySummary[] {
    const { kind, before = Number.MAX_SAFE_INTEGER, limit } = options;
    return this.#byKind
      .all(kind, before, limit)
      .map((row) => ({ kind, account: row.account, ...balance(row) }));
  }

  /** Of a customer's account: with those of all that are one with it. */
  liability(of: { kind: LiabilityKind; account: string }, entryLimit: number): LiabilityAnswer | null {
    const { kind, account } = of;
    return this.#inOneState(() => {
      const rows = this.#families.accounts(of).flatMap((one) => this.#byAccount.all(one, kind));
      if (rows.length === 0) return null;
      const balances = [...Map.groupBy(rows, ({ currency }) => currency).values()].map((same) => ({
        ...together(same, account),
        entries: this.#newest(same, entryLimit),
      }));
      return { kind, account, balances, asOfSeq: this.#headSeq() };
    });
  }

  #newest(rows: readonly LiabilityRow[], limit: number): LiabilityEntry[] {
    const entries = rows.flatMap((row) =>
      this.#entries.all(row.liability, limit).map((of) => entry(of, row.account)),
    );
    return rows.length === 1
      ? entries
      : entries.toSorted((one, other) => other.seq - one.seq).slice(0, limit);
  }

  hold(holdId: string): HoldAnswer | null {
    return this.#inOneState(() => {
      const row = this.#hold.get(holdId);
      return row === undefined ? null : { ...hold(row), asOfSeq: this.#headSeq() };
    });
  }

  /** Open holds whose time is over at `nowMs`, those that waited longest first. */
  dueHolds(nowMs: number, limit: number): string[] {
    return this.#due.all(nowMs, limit).map((row) => row.hold_id);
  }

  #headSeq(): number {
    return this.#head.get()?.seq ?? 0;
  }
}

function balance(row: LiabilityRow) {
  const { liability, currency, balance_minor: balanceMinor, held_minor: heldMinor } = row;
  return {
    liability,
    currency,
    balanceMinor,
    heldMinor,
    availableMinor: Math.max(0, balanceMinor - heldMinor),
  };
}

/** `account`: the one that was asked about. */
function together(rows: readonly LiabilityRow[], account: string) {
  const own = rows.find((row) => row.account === account) ?? rows[0];
  return balance({
    ...must(own, 'an account'),
    balance_minor: rows.reduce((sum, row) => sum + row.balance_minor, 0),
    held_minor: rows.reduce((sum, row) => sum + row.held_minor, 0),
  });
}

function entry(row: EntryRow, account: string): LiabilityEntry {
  const { seq, reason, change_minor: changeMinor, balance_minor: balanceMinor } = row;
  return { account, seq, at: iso(row.received_ms), changeMinor, balanceMinor, reason };
}

function hold(row: HoldRow): Omit<HoldAnswer, 'asOfSeq'> {
  const { state, kind, account, currency, refusal, sale_source: source, sale_id: id } = row;
  return {
    holdId: row.hold_id,
    state,
    kind,
    account,
    sale: source === null || id === null ? null : { source, id },
    currency,
    amountMinor: row.amount_minor,
    heldMinor: row.held_minor,
    usedMinor: row.used_minor,
    madeAt: isoOrNull(row.made_ms),
    expiresAt: isoOrNull(row.expires_ms),
    refusal,
  };
}
