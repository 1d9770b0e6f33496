import { cardSale, payoutOf } from './payment-events.ts';
import { voidOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

export type Told = Pick<EventInput, 'type' | 'data'> & { readonly id?: string };

/** What happens to money and people: the part of the shop's story (stock-story.ts) in which every such event is told. */
export function moneyStory(): Told[] {
  return [...settings(), ...sessions(), ...liabilities(), ...payments(), ...customers()];
}

function settings(): Told[] {
  return [];
}

function sessions(): Told[] {
  return [];
}

function liabilities(): Told[] {
  return [];
}

/** One payout comes before its payment, one is of a sale that is voided, one has the wrong amount. */
function payments(): Told[] {
  return [
    { ...cardSale('paid-1', 500), id: 'paid by card' },
    { ...cardSale('paid-2', 300), id: 'paid by card, and voided' },
    cardSale('paid-3', 200),
    payoutOf('payout-1', [
      { reference: 'paid-1', grossMinor: 450, feeMinor: 9 },
      { reference: 'paid-2', grossMinor: 300 },
      { reference: 'paid-4', grossMinor: 700 },
      { kind: 'fee', grossMinor: -30 },
    ]),
    payoutOf('payout-2', [{ reference: 'paid-1', grossMinor: 500 }]),
    cardSale('paid-4', 700),
    voidOf({ id: 'paid by card, and voided' }),
  ];
}

function customers(): Told[] {
  return [];
}
