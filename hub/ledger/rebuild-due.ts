import type { Database } from 'better-sqlite3';
import { replay } from './verify/replay.ts';

/**
 * A migration may have left word that this release makes more of the log than the one before: then everything that the
 * log makes is made anew, in one transaction with taking the word away. A start that is cut off does it again.
 */
export function rebuildIfDue(db: Database): void {
  const due = db.prepare<[], { one: number }>('SELECT one FROM rebuild_due').get();
  if (due === undefined) return;
  db.transaction(() => {
    replay(db, { check: () => undefined, progress: () => undefined });
    db.exec('DELETE FROM rebuild_due');
  }).immediate();
}
