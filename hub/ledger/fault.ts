import type { FaultCode } from '../kit/errors.ts';
import { HubError, messageOf } from '../kit/errors.ts';

/** A fault on its way between threads: class instances do not survive the journey. */
export interface FaultMessage {
  readonly code: FaultCode;
  readonly detail: string;
  readonly hint?: string;
}

/**
 * Puts a name to what SQLite threw. A full disk heals by itself, other faults of the disk do not: after an fsync that
 * failed the kernel calls pages clean that are not on disk, and the next fsync leaves them out (Rebello et al., ATC '20).
 * So the process ends, and the next start, which reads these pages as if they were safe, writes them again before it
 * believes them (settle-log.ts). A file that lacks a table or contradicts itself is damaged. Anything else is a bug and
 * is not caught here.
 */
export function faultOf(thrown: unknown): FaultMessage | null {
  if (thrown instanceof HubError) {
    return {
      code: thrown.code,
      detail: thrown.detail,
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
    };
  }
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const detail = `(${code}: ${messageOf(thrown)})`;
  if (FULL.test(code)) return { code: 'ledger.full', detail };
  if (code.startsWith('SQLITE_BUSY')) return { code: 'ledger.held', detail };
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN|PROTOCOL)/.test(code)) return { code: 'ledger.io', detail };
  if (code.startsWith('SQLITE_') && !OF_ONE_EVENT.test(code)) return { code: 'ledger.damaged', detail };
  return null;
}

/** The index of the write-ahead log is a file too, and nothing depends on what it holds: it only needs room to grow. */
const FULL = /^SQLITE_(FULL|IOERR_SHMSIZE)/;

/** What SQLite says of values, not of the file: a bug that one event met. */
const OF_ONE_EVENT = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/;

/** What another try may get past. */
export function healsByItself(code: FaultCode): boolean {
  return code === 'ledger.full' || code === 'ledger.held';
}

/** After these nothing more is taken: the process ends, and the next start writes again what may not be on disk. */
export function endsTheWriter(code: FaultCode): boolean {
  return code === 'ledger.io' || code === 'ledger.damaged';
}

export function errorOf(fault: FaultMessage): HubError {
  const context = fault.hint === undefined ? {} : { hint: fault.hint };
  return new HubError(fault.code, { ...context, detail: fault.detail });
}
