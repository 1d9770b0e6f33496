/** How long to wait before connecting again. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const RECONNECT: Backoff = { firstMs: 250, maxMs: 30_000 };

/** Doubles with every failure, with half of it left to chance so that the tills of a shop do not all come at once. */
export function reconnectDelayMs(backoff: Backoff, failures: number, random: number): number {
  const full = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(failures, 20));
  return Math.round(full / 2 + (full / 2) * random);
}
