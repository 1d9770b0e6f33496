import type { EventInput } from './till-events.ts';

/** What happens to gift cards, store credit, deposits and holds, as a till tells it. */
export type LiabilityEvent = Pick<EventInput, 'type' | 'data'>;

export interface ReceiptInput {
  readonly lines?: readonly object[];
  readonly tenders?: readonly object[];
  readonly [more: string]: unknown;
}

/** A receipt of these lines, or of one that makes it add up; what its tenders lack is cash. */
function receipt({ lines = [], tenders = [], ...more }: ReceiptInput, sign: 1 | -1): object {
  const paid = sumOf(tenders);
  const goods = { kind: 'goods', sku: 'MUG', quantity: String(sign), amountMinor: paid, unitPrice: '1' };
  const all = lines.length === 0 ? [goods] : lines.map((line) => ({ ...goods, ...line }));
  const restMinor = sumOf(all) - paid;
  const cash = restMinor === 0 ? [] : [{ kind: 'cash', amountMinor: restMinor }];
  return {
    currency: 'EUR',
    businessDate: '2026-11-23',
    registerSession: 's-1',
    lines: sign === 1 ? all : all.map((line) => ({ disposition: 'none', ...line })),
    tenders: [...tenders, ...cash],
    ...more,
  };
}

function sumOf(amounts: readonly object[]): number {
  return amounts.reduce((sum, each) => sum + Number('amountMinor' in each ? each.amountMinor : 0), 0);
}

export function soldFor(input: ReceiptInput): LiabilityEvent {
  return { type: 'backroom.sale.completed.v1', data: receipt(input, 1) };
}

export function refundedFor(input: ReceiptInput): LiabilityEvent {
  return { type: 'backroom.refund.completed.v1', data: receipt(input, -1) };
}

/** A line that sells a gift card or takes a deposit. */
export function cardLine(giftCardId: string | undefined, amountMinor: number, more: object = {}): object {
  const named = giftCardId === undefined ? {} : { giftCardId };
  return { kind: 'gift_card', sku: 'CARD', description: 'Gift card', amountMinor, ...named, ...more };
}

export function cardTender(giftCardId: string, amountMinor: number, more: object = {}): object {
  return { kind: 'gift_card', giftCardId, amountMinor, ...more };
}

/** Of the gift card `account`, unless `more` tells something else. */
export function holdMade(
  holdId: string,
  amountMinor: number,
  more: { account?: string; kind?: string; original?: object; [other: string]: unknown } = {},
): LiabilityEvent {
  const data = { holdId, kind: 'gift_card', currency: 'EUR', amountMinor, ...more };
  return { type: 'backroom.hold.made.v1', data };
}

export function holdReleased(holdId: string): LiabilityEvent {
  return { type: 'backroom.hold.released.v1', data: { holdId } };
}

export function holdExpired(holdId: string): LiabilityEvent {
  return { type: 'backroom.hold.expired.v1', data: { holdId } };
}

export function liabilityAdjusted(account: string, amountMinor: number, more: object = {}): LiabilityEvent {
  const data = {
    kind: 'gift_card',
    account,
    currency: 'EUR',
    amountMinor,
    reason: 'opening',
    businessDate: '2026-11-23',
    ...more,
  };
  return { type: 'backroom.liability.adjusted.v1', data };
}
