import type { Config } from './config/schema.ts';
import type { BoxState } from './admin.ts';
import type { Delivery } from './delivery.ts';
import type { Clock } from './kit/clock.ts';
import type { Log } from './kit/log.ts';
import type { LedgerService } from './ledger/ledger-service.ts';
import { DayKeeper } from './ops/day-keeper.ts';
import type { DayKeeperPorts } from './ops/day-keeper.ts';
import { openSigner } from './ops/signing-key.ts';

interface DayParts {
  readonly ledger: LedgerService;
  readonly box: BoxState;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who keeps the till’s day: settings of the books, Z reports, ends of days, and whether they agree. */
export function dayKeeper(config: Config, { ledger, box, delivery, clock, log }: DayParts): DayKeeper {
  const { reader, changes, intake } = ledger;
  return new DayKeeper({
    clock,
    log,
    reader,
    changes,
    settings: booksSettings(config),
    signer: openSigner(config.data.dir),
    closeDayAfterHours: config.books.close_day_after ?? null,
    isClockUnsure: box.isClockUnsure,
    askDestinations: (businessDate) => delivery.ask(businessDate),
    submitHub: intake.submitHub.bind(intake),
  });
}

/** What of the configuration decides how the books are kept, as it is written down. */
function booksSettings({ store, books, loyalty }: Config): DayKeeperPorts['settings'] {
  return {
    currency: store.currency,
    timeZone: store.time_zone,
    dayStartsAt: store.day_starts_at,
    journalPer: books.journal_per,
    costOfGoods: books.cost_of_goods,
    ...(loyalty === undefined ? {} : { loyalty: loyaltyRules(loyalty) }),
  };
}

function loyaltyRules(rules: NonNullable<Config['loyalty']>) {
  const { points_per_unit: pointsPerUnit, units_per_point: unitsPerPoint, expire_after_days: days } = rules;
  return { pointsPerUnit, unitsPerPoint, ...(days === undefined ? {} : { expireAfterDays: days }) };
}
