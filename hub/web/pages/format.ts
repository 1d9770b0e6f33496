import type { WebSettings } from '../ports.ts';

/** Numbers, amounts and times as the shop writes them. */
export interface Format {
  count(value: number): string;
  /** Minor units of a currency: 1250 and EUR is `€12.50`. */
  amount(minor: number, currency: string): string;
  /** Decimal text in major units, as fine as it was given. */
  price(price: string, currency: string): string;
  /** Decimal text and a unit of measure: `12`, `0.450 kg`. */
  quantity(quantity: string, unit: string): string;
  /** The same with a sign, for a change. */
  change(change: string): string;
  /** `10:42` today, `21 Nov, 10:42` on another day. */
  time(iso: string, nowMs: number): string;
  /** `10:42:07`. */
  clockTime(ms: number): string;
  /** A date as `2026-11-30`, for people: `30 Nov 2026`. */
  date(isoDate: string): string;
  /** The day in the shop's time zone, as `2026-11-23`. */
  day(ms: number): string;
}

const UNIT_SUFFIX: Readonly<Record<string, string>> = { each: '', hour: ' h', m2: ' m²' };

export function createFormat(settings: Pick<WebSettings, 'locale' | 'timeZone'>): Format {
  const { locale, timeZone } = settings;
  const whole = new Intl.NumberFormat(locale);
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 6, signDisplay: 'exceptZero' });
  const timeOfDay = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
  const dayAndTime = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  // A date has no time zone of its own.
  const dateOnly = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' });
  const exactTime = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium' });
  // Swedish writes dates as ISO 8601 does.
  const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const currencies = new Map<string, Intl.NumberFormat>();
  const currencyFormat = (currency: string): Intl.NumberFormat => {
    const known = currencies.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
    currencies.set(currency, known);
    return known;
  };
  return {
    count: (value) => whole.format(value),
    amount: (minor, currency) => {
      const format = currencyFormat(currency);
      return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    price: (price, currency) => finePrice(price, { locale, currency, usual: currencyFormat(currency) }),
    quantity: (quantity, unit) =>
      `${decimal.format(decimalText(quantity))}${UNIT_SUFFIX[unit] ?? ` ${unit}`}`,
    change: (change) => signed.format(decimalText(change)),
    time: (iso, nowMs) => {
      const instant = new Date(iso);
      const isToday = isoDay.format(instant) === isoDay.format(nowMs);
      return (isToday ? timeOfDay : dayAndTime).format(instant);
    },
    clockTime: (ms) => exactTime.format(ms),
    date: (isoDate) => {
      const instant = new Date(`${isoDate}T00:00:00Z`);
      return Number.isNaN(instant.getTime()) ? isoDate : dateOnly.format(instant);
    },
    day: (ms) => isoDay.format(ms),
  };
}

interface PriceStyle {
  readonly locale: string;
  readonly currency: string;
  readonly usual: Intl.NumberFormat;
}

/** A unit price may be finer than the currency: all its digits are shown. */
function finePrice(price: string, { locale, currency, usual }: PriceStyle): string {
  const digits = price.split('.')[1]?.length ?? 0;
  if (digits <= (usual.resolvedOptions().maximumFractionDigits ?? 2)) return usual.format(decimalText(price));
  const maximumFractionDigits = Math.min(digits, 20);
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits }).format(
    decimalText(price),
  );
}

/** Intl formats decimal text exactly, which a float would not; its type wants to see that the text is a number. */
function decimalText(text: string): Intl.StringNumericLiteral {
  return /^-?\d+(\.\d+)?$/.test(text) ? (text as Intl.StringNumericLiteral) : '0';
}
