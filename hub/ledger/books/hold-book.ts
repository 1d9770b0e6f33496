import type { Database, Statement } from 'better-sqlite3';
import type { HoldMade } from '../../contract/payment-events.ts';
import type { HoldFacts, HoldState } from '../../domain/hold.ts';
import { must } from '../../kit/assert.ts';

export interface HoldRow {
  readonly hold: number;
  readonly hold_id: string;
  made_seq: number | null;
  kind: HoldMade['kind'] | null;
  account: string | null;
  /** The account that it holds of. */
  liability: number | null;
  /** The receipt of the sale of which it holds what is refundable. */
  sale: number | null;
  currency: string | null;
  amount_minor: number;
  expires_ms: number | null;
  /** Why it got nothing; null when it did. */
  refusal: string | null;
  uses: number;
  used_minor: number;
  released: number;
  expired: number;
  held_minor: number;
  state: HoldState;
}

const COLUMNS = `hold, hold_id, made_seq, kind, account, liability, sale, currency, amount_minor, expires_ms, refusal, uses,
  used_minor, released, expired, held_minor, state`;

/** Holds as rows. */
export class HoldBook {
  readonly #find: Statement<[string], HoldRow>;
  readonly #add: Statement<[string], HoldRow>;
  readonly #save: Statement<[HoldRow]>;
  readonly #heldOfSale: Statement<[number], { held: number | null }>;

  constructor(db: Database) {
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM hold WHERE hold_id = ?`);
    this.#add = db.prepare(
      `INSERT INTO hold (hold_id, amount_minor, uses, used_minor, released, expired, held_minor, state)
       VALUES (?, 0, 0, 0, 0, 0, 0, 'awaited') RETURNING ${COLUMNS}`,
    );
    this.#save = db.prepare(
      `UPDATE hold SET made_seq = @made_seq, kind = @kind, account = @account, liability = @liability, sale = @sale,
         currency = @currency, amount_minor = @amount_minor, expires_ms = @expires_ms, refusal = @refusal, uses = @uses,
         used_minor = @used_minor, released = @released, expired = @expired, held_minor = @held_minor, state = @state
       WHERE hold = @hold`,
    );
    this.#heldOfSale = db.prepare(
      "SELECT sum(held_minor) AS held FROM hold INDEXED BY hold_of_sale WHERE sale = ? AND state = 'open'",
    );
  }

  find(holdId: string): HoldRow | null {
    return this.#find.get(holdId) ?? null;
  }

  /** The hold of that id; one that no event has named before is awaited from now on. */
  take(holdId: string): HoldRow {
    return this.find(holdId) ?? must(this.#add.get(holdId), `the hold ${holdId}`);
  }

  save(row: HoldRow): void {
    this.#save.run(row);
  }

  /** How much of what is refundable of a sale open holds keep. */
  heldOfSale(sale: number): number {
    return this.#heldOfSale.get(sale)?.held ?? 0;
  }
}

export function holdFacts(row: HoldRow): HoldFacts {
  return {
    isMade: row.made_seq !== null,
    isRefused: row.refusal !== null,
    isReleased: row.released === 1,
    isExpired: row.expired === 1,
    amountMinor: row.amount_minor,
    uses: row.uses,
    usedMinor: row.used_minor,
  };
}
