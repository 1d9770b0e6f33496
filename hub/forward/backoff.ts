/** The longest wait between two attempts, whatever a destination asks for. */
export const RETRY_MAX_MS = 300_000;

const RETRY_FIRST_MS = 1_000;
/** 2^20 seconds is far beyond every maximum; more would only leave the range of exact integers. */
const DOUBLINGS_MAX = 20;
const REFUSAL_FIRST_MS = 1_000;
const REFUSAL_FACTOR = 4;

export interface BackoffSetting {
  /** Failed attempts before the one that failed now. */
  readonly failures: number;
  readonly retryMaxMs: number;
  /** What the destination asked for. */
  readonly afterMs?: number | undefined;
}

/**
 * Milliseconds until the next attempt: exponential with full jitter, so that the shops of a chain do not come
 * back to a cloud all at once. `random` gives numbers in [0, 1). A destination may ask for more, up to RETRY_MAX_MS.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelayMs(setting: BackoffSetting, random: () => number): number {
  const exponentialMs = RETRY_FIRST_MS * 2 ** Math.min(setting.failures, DOUBLINGS_MAX);
  const jitteredMs = random() * Math.min(exponentialMs, setting.retryMaxMs);
  return Math.round(Math.min(RETRY_MAX_MS, Math.max(jitteredMs, setting.afterMs ?? 0)));
}

/** Milliseconds until an item that was refused goes again: 1 s, then 4 s, and so on. */
export function refusalDelayMs(refusalsBefore: number, retryMaxMs: number): number {
  return Math.min(
    retryMaxMs,
    RETRY_MAX_MS,
    REFUSAL_FIRST_MS * REFUSAL_FACTOR ** Math.min(refusalsBefore, DOUBLINGS_MAX),
  );
}
