/** Beyond nine thousand million units a number is not exact any more. */
const COUNTABLE_MAX_MICRO = Number.MAX_SAFE_INTEGER;

/** The sum itself, or the largest that can be counted: what somebody says a thousand times is never beyond it. */
export function within(sumMicro: number): number {
  return Math.min(COUNTABLE_MAX_MICRO, Math.max(-COUNTABLE_MAX_MICRO, sumMicro));
}
