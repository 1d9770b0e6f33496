/**
 * The catalogue of faults: each has a public code that is never renamed, what happened, and a hint for the
 * person in the shop. Exit codes follow sysexits.h, so that a supervisor can tell them apart.
 */
const CATALOGUE = {
  'ledger.io': { message: 'The disk did not take a write.', exitCode: 74 },
  'ledger.full': { message: 'The disk is full.', exitCode: 74 },
  'ledger.newer': { message: 'The ledger file was written by a newer Backroom.', exitCode: 78 },
  'ledger.foreign': { message: 'The file is not a Backroom ledger.', exitCode: 78 },
  'ledger.engine': { message: 'SQLite does not run as the ledger needs it.', exitCode: 70 },
  'ledger.locked': { message: 'Another process has the ledger open.', exitCode: 75 },
  'ledger.held': { message: 'Another program holds the ledger file.', exitCode: 75 },
  'ledger.stopped': { message: 'The ledger has stopped taking writes.', exitCode: 74 },
  'ledger.stuck': { message: 'The disk has not answered for too long.', exitCode: 74 },
  'ledger.busy': { message: 'The ledger has more to write than it may queue.', exitCode: 75 },
  'ledger.damaged': { message: 'The ledger does not prove itself.', exitCode: 65 },
  'config.invalid': { message: 'The configuration is not valid.', exitCode: 78 },
  'listen.failed': { message: 'An address could not be listened on.', exitCode: 69 },
  'destination.unknown': { message: 'There is no such destination.', exitCode: 64 },
  'destination.configured': { message: 'The destination is set up.', exitCode: 64 },
  'item.unknown': { message: 'There is no such thing.', exitCode: 64 },
  'identity.unknown': { message: 'There is no such till or device.', exitCode: 64 },
  'identity.taken': { message: 'That name is taken.', exitCode: 64 },
  'hub.unreachable': { message: 'The hub does not answer.', exitCode: 69 },
  'input.invalid': { message: 'The input is not valid.', exitCode: 65 },
  'data.folder': { message: 'The data folder cannot be used.', exitCode: 73 },
  'books.io': { message: 'The folder of the books did not take a write.', exitCode: 74 },
  'key.io': { message: 'The key of the hub can neither be read nor made.', exitCode: 74 },
  'archive.io': { message: 'The archive folder did not take a write.', exitCode: 74 },
} as const;

export type FaultCode = keyof typeof CATALOGUE;

export interface FaultContext {
  readonly cause?: unknown;
  /** What the person in front of the box can do about it. */
  readonly hint?: string;
  /** Added to the catalogue's message, such as the name that was not found. */
  readonly detail?: string;
}

/** A fault: the world broke. Outcomes that are expected are values, bugs are failed assertions. */
export class HubError extends Error {
  override name = 'HubError';
  readonly code: FaultCode;
  readonly hint: string | undefined;
  /** What the catalogue's message does not say. */
  readonly detail: string;

  constructor(code: FaultCode, context: FaultContext = {}) {
    super([CATALOGUE[code].message, context.detail ?? []].flat().join(' '), { cause: context.cause });
    this.detail = context.detail ?? '';
    this.code = code;
    this.hint = context.hint;
  }

  /** The exit code of a process that ends because of this fault. */
  get exitCode(): number {
    return CATALOGUE[this.code].exitCode;
  }
}

/**
 * The fault that something thrown is of, or null for a bug. Where taking down failed too, which a disk that broke makes
 * likely, it is the fault that came first.
 */
export function faultIn(thrown: unknown): HubError | null {
  if (thrown instanceof HubError) return thrown;
  if (!(thrown instanceof SuppressedError)) return null;
  return faultIn(thrown.error) === null ? null : faultIn(thrown.suppressed);
}

/** The exit code that belongs to a fault's public code; 1 for a code of another version. */
export function exitCodeOfFault(code: string): number {
  return Object.entries(CATALOGUE).find(([known]) => known === code)?.[1].exitCode ?? 1;
}

/** The message of anything that was thrown, for a log line or a row. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
