import type { EventInput } from './till-events.ts';
import { refundOf, saleOf } from './till-events.ts';

type Told = Pick<EventInput, 'type' | 'data'>;

const PROCESSOR = 'Acme';

/** A sale, or a refund where the amount is below zero, that is paid by card. Without a reference no payout can name it. */
export function cardSale(reference: string | null, amountMinor: number, tender: object = {}): Told {
  const line = { sku: 'TEA', amountMinor };
  const receipt = amountMinor < 0 ? refundOf(undefined, line) : saleOf(line);
  const named = reference === null ? {} : { processor: PROCESSOR, reference };
  const tenders = [{ kind: 'card', amountMinor, ...named, ...tender }];
  return { type: receipt.type, data: { ...receipt.data, tenders } };
}

/** Somebody says which payment the card tender of that receipt was. */
export function paymentIdentified(id: string, reference: string, more: object = {}): Told {
  const named = { tender: 1, processor: PROCESSOR, reference };
  return { type: 'backroom.payment.identified.v1', data: { original: { id }, ...named, ...more } };
}

export interface EntryInput {
  readonly kind?: string;
  readonly reference?: string;
  readonly grossMinor: number;
  readonly feeMinor?: number;
}

/** A payout that adds up, but for what is said otherwise. */
export function payoutOf(payoutId: string, said: readonly EntryInput[], header: object = {}): Told {
  const entries = said.map((entry) => ({
    kind: 'payment',
    feeMinor: 0,
    ...entry,
    netMinor: entry.grossMinor - (entry.feeMinor ?? 0),
  }));
  const sum = (amountOf: (entry: (typeof entries)[number]) => number): number =>
    entries.reduce((total, entry) => total + amountOf(entry), 0);
  return {
    type: 'backroom.payout.recorded.v1',
    data: {
      payoutId,
      processor: PROCESSOR,
      currency: 'EUR',
      arrivedOn: '2026-11-25',
      grossMinor: sum((entry) => entry.grossMinor),
      feeMinor: sum((entry) => entry.feeMinor),
      netMinor: sum((entry) => entry.netMinor),
      entries,
      ...header,
    },
  };
}
