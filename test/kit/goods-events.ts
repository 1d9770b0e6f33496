import { productSet } from './till-events.ts';
import type { EventInput } from './till-events.ts';

/** Events of deliveries, transfers and what else happens to goods, in whole units. */
export interface GoodsLine {
  readonly sku: string;
  readonly units: number;
  readonly rejected?: number;
}

export type GoodsFact =
  | { readonly kind: 'expected'; readonly delivery: string; readonly place: string }
  | { readonly kind: 'received'; readonly delivery?: string; readonly place: string }
  | { readonly kind: 'delivery-closed'; readonly delivery: string }
  | { readonly kind: 'adjusted'; readonly place: string }
  | { readonly kind: 'moved'; readonly from: string; readonly to: string }
  | { readonly kind: 'dispatched'; readonly transfer: string; readonly from: string; readonly to: string }
  | { readonly kind: 'transfer-received'; readonly transfer: string; readonly place?: string }
  | { readonly kind: 'transfer-closed'; readonly transfer: string }
  | { readonly kind: 'reversed'; readonly original: string }
  | { readonly kind: 'merged'; readonly sku: string; readonly into: string }
  | { readonly kind: 'unmerged' | 'set'; readonly sku: string };

/** What happened, as a test thinks of it. */
export type GoodsEvent = GoodsFact & { readonly id: string; readonly lines: readonly GoodsLine[] };

export function goodsEvent(event: GoodsEvent): EventInput {
  return { ...contentOf(event), id: event.id };
}

function contentOf(event: GoodsEvent): Pick<EventInput, 'type' | 'data'> {
  const lines = event.lines.map(({ sku, units, rejected }) => ({
    sku,
    quantity: String(units),
    ...(rejected === undefined ? {} : { rejected: String(rejected) }),
  }));
  switch (event.kind) {
    case 'expected':
      return expectedOf(event.delivery, lines, { location: event.place });
    case 'received':
      return receivedOf(event.delivery, lines, { location: event.place });
    case 'delivery-closed':
      return { type: 'backroom.delivery.closed.v1', data: { deliveryId: event.delivery } };
    case 'adjusted':
      return {
        type: 'backroom.stock.adjusted.v1',
        data: { reason: 'correction', location: event.place, lines },
      };
    case 'moved':
      return { type: 'backroom.stock.moved.v1', data: { from: event.from, to: event.to, lines } };
    case 'dispatched':
      return dispatchedOf(event.transfer, lines, { from: event.from, to: event.to });
    case 'transfer-received':
      return transferReceivedOf(
        event.transfer,
        lines,
        event.place === undefined ? {} : { location: event.place },
      );
    case 'transfer-closed':
      return { type: 'backroom.transfer.closed.v1', data: { transferId: event.transfer } };
    case 'reversed':
      return reversedOf(event.original);
    case 'merged':
      return { type: 'backroom.product.merged.v1', data: { sku: event.sku, into: event.into } };
    case 'unmerged':
      return { type: 'backroom.product.merge-undone.v1', data: { sku: event.sku } };
    case 'set':
      return productSet({ sku: event.sku });
  }
}

export function expectedOf(deliveryId: string, lines: readonly object[], more: object = {}) {
  return { type: 'backroom.delivery.expected.v1', data: { deliveryId, ...more, lines } };
}

export function receivedOf(deliveryId: string | undefined, lines: readonly object[], more: object = {}) {
  const part = deliveryId === undefined ? {} : { deliveryId };
  return { type: 'backroom.stock.received.v1', data: { ...part, ...more, lines } };
}

export function dispatchedOf(
  transferId: string,
  lines: readonly object[],
  way: { from: string; to: string },
) {
  return { type: 'backroom.transfer.dispatched.v1', data: { transferId, ...way, lines } };
}

export function transferReceivedOf(transferId: string, lines: readonly object[], more: object = {}) {
  return { type: 'backroom.transfer.received.v1', data: { transferId, ...more, lines } };
}

export function reversedOf(id: string) {
  return { type: 'backroom.stock.reversed.v1', data: { original: { id }, reason: 'a mistake' } };
}
