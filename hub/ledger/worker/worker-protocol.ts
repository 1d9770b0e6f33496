import type { FaultMessage } from '../fault.ts';
import type { PackedBatch } from './hand-over.ts';
import type { PackedResult } from './hand-back.ts';
import type { DestinationSetting } from '../outbox/outbox.ts';
import type { HubIdentity } from '../side-tables.ts';
import type { WriterCalls } from '../writer.ts';

/** What the main thread and the writer's worker say to each other. Every `toWorker` gets one answer, in order. */
export interface WorkerSettings {
  readonly file: string;
  readonly destinations: readonly DestinationSetting[];
}

export type CallName = keyof WriterCalls;

export type ToWorker =
  /** `isAhead`: posted while the one before it was under way, and worth nothing where that one is held back. */
  | { readonly kind: 'commit'; readonly batch: PackedBatch; readonly isAhead: boolean }
  | { readonly kind: 'call'; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready'; readonly identity: HubIdentity }
  | { readonly kind: 'committed'; readonly result: PackedResult }
  | { readonly kind: 'called'; readonly value: unknown }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly fault: FaultMessage }
  /** An event met a bug and was set aside: no answer to anything, for the log. */
  | { readonly kind: 'bug'; readonly id: string; readonly source: string; readonly stack: string };
