import type { EventInput } from './till-events.ts';

type Told = Pick<EventInput, 'type' | 'data'>;

export function captured(customerId: string, data: object = {}): Told {
  return { type: 'backroom.customer.captured.v1', data: { customerId, ...data } };
}

export function customersMerged(customerId: string, into: string, because = 'person'): Told {
  return { type: 'backroom.customer.merged.v1', data: { customerId, into, because } };
}

export function customerMergeUndone(customerId: string): Told {
  return { type: 'backroom.customer.merge-undone.v1', data: { customerId } };
}

export function customerErased(customerId: string): Told {
  return { type: 'backroom.customer.erased.v1', data: { customerId } };
}

export function pointsAdjusted(customerId: string, points: number, reason = 'goodwill'): Told {
  return {
    type: 'backroom.loyalty.adjusted.v1',
    data: { customerId, points, reason, businessDate: '2026-11-23' },
  };
}

/** The rule for points; null: customers earn none. */
export function pointsRule(loyalty: object | null): Told {
  const rest = { currency: 'EUR', timeZone: 'Europe/Berlin', dayStartsAt: '04:00' };
  return {
    type: 'backroom.books-settings.set.v1',
    data: { ...rest, journalPer: 'session', costOfGoods: false, ...(loyalty === null ? {} : { loyalty }) },
  };
}

/** The same receipt with more said of it. */
export function saying(told: Told, more: object): Told {
  return { ...told, data: { ...told.data, ...more } };
}
