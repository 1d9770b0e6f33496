/** Most quantities by far: whole, without a sign, and exact in any scale up to this one. */
const SHORT = /^\d{1,9}$/;
const SHORT_SCALE = 6;

/**
 * Decimal text to scaled integers and back, without a float in between.
 * `parseScaled('1.25', 6)` is 1250000; text with more digits behind the point than the scale, or an
 * absolute value beyond 2^53 − 1, gives null.
 */
export function parseScaled(text: string, scale: number): number | null {
  if (scale <= SHORT_SCALE && SHORT.test(text)) return Number(text) * 10 ** scale;
  const match = /^(-?)(\d{1,16})(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (fraction.length > scale) return null;
  const value = Number(whole + fraction.padEnd(scale, '0'));
  if (!Number.isSafeInteger(value)) return null;
  return sign === '-' && value !== 0 ? -value : value;
}

/** `formatScaled(1250000, 6)` is '1.25': no trailing zeros, no point where nothing follows it. */
export function formatScaled(value: number, scale: number): string {
  if (value % 10 ** scale === 0) return String(value / 10 ** scale);
  const digits = Math.abs(value)
    .toString()
    .padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const sign = value < 0 ? '-' : '';
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** The same for sums that no number holds exactly. */
export function formatBigScaled(value: bigint, scale: number): string {
  const unit = 10n ** BigInt(scale);
  const size = value < 0n ? -value : value;
  const fraction = (size % unit).toString().padStart(scale, '0').replace(/0+$/, '');
  const sign = value < 0n ? '-' : '';
  return fraction === '' ? `${sign}${size / unit}` : `${sign}${size / unit}.${fraction}`;
}
