import { join } from 'node:path';
import { Ledger } from '../../hub/ledger/ledger.ts';
import { OutboxTable } from '../../hub/ledger/outbox/outbox.ts';
import { openReader, openWriter } from '../../hub/ledger/open.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { hubIdentity } from '../../hub/ledger/side-tables.ts';
import { tempFolder } from './temp-folder.ts';

/** A real ledger in a folder of its own, which can be closed and opened again as after a crash. */
export function tempLedger(nowMs: () => number = Date.now) {
  const folder = tempFolder();
  const file = join(folder.path, 'ledger.db');
  let open = openLedger(file, nowMs);
  return {
    file,
    folder: folder.path,
    get db() {
      return open.db;
    },
    get ledger() {
      return open.ledger;
    },
    get reader() {
      return open.reader;
    },
    /** Closes without a word and opens anew. */
    reopen(): void {
      open.close();
      open = openLedger(file, nowMs);
    },
    [Symbol.dispose](): void {
      open.close();
      folder[Symbol.dispose]();
    },
  };
}

function openLedger(file: string, nowMs: () => number) {
  const db = openWriter(file);
  const { incarnation } = hubIdentity(db);
  const outbox = new OutboxTable(db);
  const ledger = new Ledger(db, { outbox, nowMs, incarnation });
  const readerDb = openReader(file);
  return {
    db,
    ledger,
    reader: createLedgerReader(readerDb, incarnation, { clock: { nowMs } }),
    close: () => {
      readerDb.close();
      db.close();
    },
  };
}
