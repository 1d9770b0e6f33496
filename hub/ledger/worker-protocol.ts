import type { FaultCode } from '../kit/errors.ts';
import { HubError, messageOf } from '../kit/errors.ts';
import type { PackedBatch } from './hand-over.ts';
import type { CommitResult } from './ledger.ts';
import type { DestinationSetting } from './outbox.ts';
import type { HubIdentity } from './side-tables.ts';
import type { WriterCalls } from './writer.ts';

/** What the main thread and the writer's worker say to each other. Every `toWorker` gets one answer, in order. */
export interface WorkerSettings {
  readonly file: string;
  readonly destinations: readonly DestinationSetting[];
}

export type CallName = keyof WriterCalls;

export type ToWorker =
  | { readonly kind: 'commit'; readonly batch: PackedBatch }
  | { readonly kind: 'call'; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready'; readonly identity: HubIdentity }
  | { readonly kind: 'committed'; readonly result: CommitResult }
  | { readonly kind: 'called'; readonly value: unknown }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly fault: FaultMessage };

/** A fault on its way between threads: class instances do not survive the journey. */
export interface FaultMessage {
  readonly code: FaultCode;
  readonly detail: string;
  readonly hint?: string;
}

/**
 * Puts a name to what SQLite threw. A full disk heals by itself, other faults of the disk do not: what the
 * kernel did with pages that it could not write is unknown (Rebello et al., ATC '20), so the process ends and
 * the next start reads what is really there. Anything else is a bug and is not caught here.
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
  if (code.startsWith('SQLITE_FULL')) return { code: 'ledger.full', detail };
  if (/^SQLITE_(IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|PROTOCOL)/.test(code))
    return { code: 'ledger.io', detail };
  return null;
}

export function errorOf(fault: FaultMessage): HubError {
  const context = fault.hint === undefined ? {} : { hint: fault.hint };
  return new HubError(fault.code, { ...context, detail: fault.detail });
}
