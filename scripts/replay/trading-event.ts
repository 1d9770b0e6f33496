import type { EventData } from '../../hub/contract/events.ts';

/** What happened in the shop, in the order of time. `key` spreads the events over the tills. */
export type TradingEvent = { readonly key: string; readonly at: string } & (
  | { readonly kind: 'sale'; readonly data: EventData<'backroom.sale.completed.v1'> }
  | { readonly kind: 'refund'; readonly data: EventData<'backroom.refund.completed.v1'> }
  | { readonly kind: 'adjustment'; readonly data: EventData<'backroom.stock.adjusted.v1'> }
  | { readonly kind: 'delivery'; readonly data: EventData<'backroom.stock.received.v1'> }
);

/** The key of stock events of the whole shop: they come from its first till. */
export const BACK_OFFICE = 'back office';
