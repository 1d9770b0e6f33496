import { Temporal } from 'temporal-polyfill';

/** Where the shop is, and when its day begins there. */
export interface DayRules {
  /** IANA, such as Europe/Berlin. */
  readonly timeZone: string;
  /** Such as `04:00`: what is sold before belongs to the evening before. */
  readonly dayStartsAt: string;
}

/**
 * The business day, ISO 8601, in which an instant lies. A day lasts from its beginning to that of the next, however many
 * hours lie between the two: where clocks are set forward over the beginning, the day begins that much later by the clock,
 * and where they are set back over it, it begins the first time. Pure.
 */
export function businessDayOf(instantMs: number, rules: DayRules): string {
  const day = Temporal.Instant.fromEpochMilliseconds(instantMs)
    .toZonedDateTimeISO(rules.timeZone)
    .toPlainDate();
  const began = instantMs >= beginningOf(day, rules);
  return (began ? day : day.subtract({ days: 1 })).toString();
}

/** When a business day begins and ends, in milliseconds since 1970; the end is the beginning of the next. */
export function extentOf(businessDate: string, rules: DayRules): { beginsMs: number; endsMs: number } {
  const day = Temporal.PlainDate.from(businessDate);
  return { beginsMs: beginningOf(day, rules), endsMs: beginningOf(day.add({ days: 1 }), rules) };
}

function beginningOf(day: Temporal.PlainDate, { timeZone, dayStartsAt }: DayRules): number {
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(dayStartsAt) }).epochMilliseconds;
}
