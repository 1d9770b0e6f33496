import type { Database } from 'better-sqlite3';
import { openWriter } from '../../hub/ledger/open.ts';
import { JournalDesk } from '../../hub/ledger/desks/journal-desk.ts';
import { ShopBooks } from '../../hub/ledger/books/shop-books.ts';
import type { Applying } from '../../hub/ledger/books/shop-books.ts';
import type { MoneyReceipt } from '../../hub/ledger/money-receipt.ts';
import { amountsOf } from '../../hub/domain/money-amounts.ts';
import { assert } from '../../hub/kit/assert.ts';
import { join } from 'node:path';
import { receiptData } from './journal-model.ts';
import type { BookedReceipt } from './journal-model.ts';
import { tempFolder } from './temp-folder.ts';
import { ledgerEvent } from './till-events.ts';

export const DAY = '2026-11-23';

/** The desk of the journal, told by hand what other desks would tell it. `fresh` is one over an empty ledger. */
export function journalDesks() {
  const folder = tempFolder();
  const db = openWriter(join(folder.path, 'ledger.db'));
  return {
    fresh() {
      if (db.inTransaction) db.exec('ROLLBACK');
      db.exec('BEGIN');
      return freshDesk(db);
    },
    [Symbol.dispose](): void {
      db.close();
      folder[Symbol.dispose]();
    },
  };
}

export type TestedDesk = ReturnType<typeof freshDesk>;

function freshDesk(db: Database) {
  let seq = 0;
  const at = (input: { type: string; data: object }): Applying => {
    seq += 1;
    const event = ledgerEvent(input);
    const stream = { stream: 1, source: event.source, kind: 'tills' as const, name: 't', installation: 'i' };
    return { seq, event, stream };
  };
  return {
    db,
    desk: new JournalDesk(db, new ShopBooks(db)),
    /** Where any event stands that the desk does not look into. */
    next: () => at({ type: 'backroom.day.closed.v1', data: { businessDate: DAY } }),
    receipt: (receipt: BookedReceipt) => moneyReceipt(receipt, at),
    /** Debit less credit of every account in all entries; accounts at zero are left out. */
    balances(): Map<string, number> {
      const rows = db
        .prepare<[], { account: string; minor: number }>(
          `SELECT account, sum(debit_minor - credit_minor) AS minor FROM journal_total GROUP BY account
           HAVING minor <> 0 ORDER BY account`,
        )
        .all();
      return new Map(rows.map(({ account, minor }) => [account, minor]));
    },
  };
}

function moneyReceipt(
  receipt: BookedReceipt,
  at: (input: { type: string; data: object }) => Applying,
): MoneyReceipt {
  const type = `backroom.${receipt.kind}.completed.v1`;
  const applying = at({ type, data: receiptData(receipt, DAY) });
  const { facts } = applying.event;
  assert(facts.kind !== 'other', 'a receipt');
  const departments = receipt.lines.map(({ department }) => department);
  return { facts, at: applying, departments, amounts: amountsOf(facts, departments) };
}
