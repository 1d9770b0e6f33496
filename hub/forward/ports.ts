import type { OutboundBatch, OutboundItem } from '../connectors/connector.ts';

/** What the forwarder needs from the ledger. Each call is one transaction of the ledger's writer. */
export interface OutboxStore {
  /** The batch to send next, claimed on disk before this resolves; the same one again until it is settled. */
  claim(destination: string, request: ClaimRequest): Promise<Claim>;
  settle(destination: string, settlement: Settlement): Promise<void>;
}

export interface ClaimRequest {
  readonly itemsMax: number;
  readonly bytesMax: number;
  /** A batch that is not full goes when its oldest event was received at or before this. */
  readonly oldestBeforeMs: number;
  readonly nowMs: number;
}

export interface ClaimedItem extends OutboundItem {
  /** How often the destination refused it so far. */
  readonly refusals: number;
}

export interface ClaimedBatch extends OutboundBatch {
  readonly items: readonly ClaimedItem[];
  /** How many attempts failed since the destination last answered. */
  readonly failures: number;
}

/** `untilMs` is null when nothing waits. */
export type Claim =
  | { readonly kind: 'batch'; readonly batch: ClaimedBatch }
  | { readonly kind: 'wait'; readonly untilMs: number | null };

export interface Refusal {
  readonly seq: number;
  readonly reason: string;
  readonly notBeforeMs: number;
  readonly park: boolean;
}

/** answered: every item was either taken or refused. retry: nobody knows. split: refused, try it in halves. */
export type Settlement = { readonly batch: string; readonly nowMs: number } & (
  | { readonly kind: 'answered'; readonly delivered: readonly number[]; readonly refused: readonly Refusal[] }
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly answered: boolean;
      readonly notBeforeMs: number;
    }
  | { readonly kind: 'split' }
);
