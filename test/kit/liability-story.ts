import {
  cardLine,
  cardTender,
  holdExpired,
  holdMade,
  holdReleased,
  liabilityAdjusted,
  refundedFor,
  soldFor,
} from './liability-events.ts';
import { voidOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

type Told = Pick<EventInput, 'type' | 'data'> & { readonly id?: string };

/**
 * A card is sold, held, used and overdrawn; a hold comes after its use, one is refused, one expires; lines come back of a
 * sale, one of them too often, and of one that is not here yet; a voided exchange gives nothing back.
 */
export function liabilityStory(): Told[] {
  const original = { id: 'mugs that come back' };
  const back = { sku: 'MUG', quantity: '-1', amountMinor: -300, originalLine: 1 };
  return [
    { ...soldFor({ lines: [cardLine('card-1', 5_000)] }), id: 'a card is sold' },
    holdMade('hold-1', 4_000, { account: 'card-1' }),
    holdMade('hold-2', 4_000, { account: 'card-1' }),
    soldFor({ tenders: [cardTender('card-1', 3_000, { holdId: 'hold-1' })] }),
    soldFor({ tenders: [cardTender('card-1', 1_000, { holdId: 'hold-3' })] }),
    holdMade('hold-3', 900, { account: 'card-1' }),
    holdMade('hold-4', 500, { account: 'card-1' }),
    holdReleased('hold-4'),
    liabilityAdjusted('card-2', 2_000),
    holdMade('hold-5', 500, { account: 'card-2' }),
    holdExpired('hold-5'),
    soldFor({ currency: 'USD', tenders: [cardTender('card-2', 100)] }),
    liabilityAdjusted('card-2', -500, { reason: 'expired' }),
    { ...soldFor({ lines: [{ sku: 'MUG', quantity: '2', amountMinor: 600 }] }), ...original },
    holdMade('hold-6', 600, { kind: 'refund', original }),
    refundedFor({
      lines: [back],
      original,
      holdId: 'hold-6',
      tenders: [{ kind: 'store_credit', amountMinor: -300 }],
      customerId: 'c-9',
    }),
    {
      ...soldFor({ lines: [{ sku: 'POT', amountMinor: 900 }, back], exchangeFor: original }),
      id: 'exchanged',
    },
    refundedFor({ lines: [back], original }),
    voidOf({ id: 'exchanged' }),
    refundedFor({
      lines: [{ sku: 'TEA', quantity: '-1', amountMinor: -450, originalLine: 1 }],
      original: { id: 'sold after it came back' },
      originalOrder: { channel: 'web shop', orderNumber: '1001' },
    }),
    { ...soldFor({ lines: [{ sku: 'TEA', amountMinor: 450 }] }), id: 'sold after it came back' },
    voidOf({ id: 'a card is sold' }),
  ];
}
