import { openWriter } from '../open.ts';
import { replay } from './replay.ts';
import type { ReplayProgress } from './replay.ts';

/**
 * Makes every projection anew from the log, in one transaction. The caller holds the ledger's lock. Outbox,
 * credentials and personal data stay as they are.
 */
export function rebuildLedger(file: string, progress: ReplayProgress): void {
  const db = openWriter(file);
  try {
    db.transaction(() => replay(db, { check: () => undefined, progress })).immediate();
  } finally {
    db.close();
  }
}
