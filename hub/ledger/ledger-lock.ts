import Database from 'better-sqlite3';
import { HubError } from '../kit/errors.ts';
import { errorOf, faultOf } from './fault.ts';

/**
 * Holds the ledger for one process. The lock is a file of its own that SQLite locks, so that the kernel lets
 * it go when the process dies in any way.
 */
export function lockLedger(file: string): Disposable {
  const db = new Database(`${file}.lock`, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    return { [Symbol.dispose]: () => db.close() };
  } catch (error) {
    db.close();
    const fault = faultOf(error);
    if (fault !== null && fault.code !== 'ledger.held') throw errorOf(fault);
    throw new HubError('ledger.locked', {
      cause: error,
      detail: file,
      hint: 'A hub runs on this data folder. Stop it first, or leave this command to the running hub.',
    });
  }
}
