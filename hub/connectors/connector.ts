/** The port to an outside system: one folder beside this file for each system, with the same promises for all. */
export interface Connector {
  /** The word in the configuration, such as `webhook`. */
  readonly kind: string;
  /**
   * Carries the batch to the system and tells how that went. The same batch may come again under the same key,
   * and an item may come again in another batch: source and id make it one event for ever, whatever the key.
   * Ends soon after the signal aborts. A throw counts as `retry`.
   */
  send(batch: OutboundBatch, signal: AbortSignal): Promise<SendOutcome>;
  /**
   * What the system holds of the books of a business day, `2026-11-23`, beside what the books have: every account that
   * either of the two has, and every entry that is not there. Left out where a system does not say what it holds. A throw
   * means that nobody knows.
   */
  holds?(businessDate: string, signal: AbortSignal): Promise<readonly HeldSum[]>;
}

export interface HeldSum {
  /** An account as the system calls it, or an entry. */
  readonly about: string;
  readonly currency: string;
  /** Minor units: what the books have, and what the system holds. */
  readonly oursMinor: number;
  readonly theirsMinor: number;
}

export interface OutboundBatch {
  /** Names this batch; the same key always comes with the same items. */
  readonly key: string;
  /** By seq; never empty. */
  readonly items: readonly OutboundItem[];
}

export interface OutboundItem {
  /** The event's place in the ledger's order. */
  readonly seq: number;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The event as JSON text (CloudEvents 1.0). */
  readonly body: string;
  /** The event's link in the ledger's hash chain, hexadecimal. */
  readonly hash: string;
  /** SHA-256 of what the till sent, hexadecimal. */
  readonly payloadSha256: string;
  readonly receivedMs: number;
  /** 0: counts. 1: an id that was known with other content. */
  readonly standing: number;
}

export interface RefusedItem {
  readonly seq: number;
  /** In words that a person in the shop understands. */
  readonly reason: string;
}

/**
 * done: the system has every item for good, except those it refuses by name. retry: nobody knows, or the
 * system is not in order; the items are not to blame. refused: the system understood the batch and will not
 * take it as it is; at least one item is to blame.
 *
 * answered: the system itself answered, and is not in order; without it nothing of the system came back, which people
 * call offline.
 */
export type SendOutcome =
  | { readonly kind: 'done'; readonly refused?: readonly RefusedItem[] }
  | { readonly kind: 'retry'; readonly reason: string; readonly answered?: true; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly reason: string };
