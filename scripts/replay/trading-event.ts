import type { EventData } from '../../hub/contract/events.ts';

/** What happened in the shop, in the order of time. `key` spreads the events over the tills. */
export type TradingEvent = { readonly key: string; readonly at: string } & (
  | { readonly kind: 'sale'; readonly data: EventData<'backroom.sale.completed.v1'> }
  | { readonly kind: 'refund'; readonly data: EventData<'backroom.refund.completed.v1'> }
  | { readonly kind: 'adjustment'; readonly data: EventData<'backroom.stock.adjusted.v1'> }
  | { readonly kind: 'delivery'; readonly data: EventData<'backroom.stock.received.v1'> }
);

export type Receipt = Extract<TradingEvent, { kind: 'sale' | 'refund' }>;

/** The day of a till, from 0, around its receipts. What is counted at its close follows from what it was told. */
export type SessionEvent = {
  readonly kind: 'opened' | 'cashMoved' | 'closed';
  readonly at: string;
  readonly date: string;
  readonly till: number;
};

/** What the office does: it ends a day, and writes down what processors paid. */
export type OfficeEvent = { readonly at: string } & (
  | { readonly kind: 'dayClosed'; readonly date: string }
  | { readonly kind: 'payout'; readonly data: EventData<'backroom.payout.recorded.v1'> }
);

export type ShopEvent = TradingEvent | SessionEvent | OfficeEvent;

/** The key of stock events of the whole shop: they come from its first till. */
export const BACK_OFFICE = 'back office';

export function isReceipt(event: ShopEvent): event is Receipt {
  return event.kind === 'sale' || event.kind === 'refund';
}

export function isOfOffice(event: ShopEvent): event is OfficeEvent {
  return event.kind === 'dayClosed' || event.kind === 'payout';
}

export function timeOf(event: { readonly at: string } | undefined): number {
  return event === undefined ? 0 : Date.parse(`${event.at}Z`);
}
