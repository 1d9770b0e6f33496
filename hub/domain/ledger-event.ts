import type { ReadEvent } from '../contract/read-event.ts';
import { must } from '../kit/assert.ts';
import { parseQuantity } from '../kit/quantity.ts';
import { lineTaxMinor, moneyFacts } from './receipt-money.ts';
import type { MoneyFacts } from './receipt-money.ts';
import { promotionsOf } from './promotions.ts';
import type { PromotionFact } from './promotions.ts';
import { receiptSums } from './receipt-sums.ts';
import { namedGoods } from './scanned-line.ts';
import type { RefundCompleted, SaleCompleted } from '../contract/sale.ts';

/**
 * An event as the ledger commits it: what is decided about sales and refunds needs no more than these flat values.
 * Everything rarer is read from the body where it is decided.
 */
export interface LedgerEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  /** Null for the hub's own events, which the ledger itself puts in order. */
  readonly sequence: number | null;
  readonly payloadSha256: Uint8Array;
  readonly body: string;
  readonly extra: string | null;
  /** What tells who somebody is, as JSON text: kept beside the log, never in it. */
  readonly personal: string | null;
  readonly facts: Facts;
}

export type ReceiptKind = 'sale' | 'refund';
export type CodeKind = 'sku' | 'barcode';
export type LineKind = 'goods' | 'service' | 'gift_card' | 'deposit';
export type Disposition = 'sellable' | 'damaged' | 'none';

export interface LineFact {
  readonly code: string;
  readonly codeKind: CodeKind;
  readonly lineKind: LineKind;
  readonly disposition: Disposition;
  readonly quantityMicro: number;
  readonly amountMinor: number;
  /** The taxes in `amountMinor`. */
  readonly taxMinor: number;
  /** The gift card or deposit that the line is about. */
  readonly account: string | null;
  /** The line, from 1, of the sale from which it comes back; 0 for none. */
  readonly originalLine: number;
  readonly lot: string | null;
  /** ISO 8601 date. */
  readonly expires: string | null;
}

export interface ReceiptFacts {
  readonly kind: ReceiptKind;
  readonly businessDate: string;
  readonly currency: string;
  readonly location: string | null;
  readonly totalMinor: number;
  /** By how much the receipt does not add up: 0 when it does. */
  readonly offByMinor: number;
  /** The first line, from 1, whose amount is not its quantity times its price; 0 when there is none. */
  readonly wrongLine: number;
  /** The sale that a refund or an exchange refers to; an empty source is the refund's own. */
  readonly original: { readonly source: string; readonly id: string } | null;
  /** The order of another channel that is given back. */
  readonly order: { readonly channel: string; readonly number: string } | null;
  readonly lines: readonly LineFact[];
  /** What the till’s promotions gave away. */
  readonly promotions: readonly PromotionFact[];
  readonly money: MoneyFacts;
}

export type Facts = ReceiptFacts | { readonly kind: 'other' };

/** The flat form of an event that was read. */
export function toLedgerEvent(event: ReadEvent): LedgerEvent {
  const { envelope } = event;
  return {
    source: envelope.source,
    id: envelope.id,
    type: envelope.type,
    sequence: envelope.sequence === undefined ? null : Number(envelope.sequence),
    payloadSha256: event.payloadSha256,
    body: event.body,
    extra: event.extra,
    personal: event.personal,
    facts: factsOf(event.content),
  };
}

function factsOf(content: ReadEvent['content']): Facts {
  switch (content?.type) {
    case 'backroom.sale.completed.v1':
      return receiptFacts('sale', content.data, content.data.exchangeFor ?? null);
    case 'backroom.refund.completed.v1':
      return receiptFacts('refund', content.data, content.data.original ?? null);
    default:
      return { kind: 'other' };
  }
}

interface Original {
  readonly source?: string | undefined;
  readonly id: string;
}

function receiptFacts(
  kind: ReceiptKind,
  receipt: SaleCompleted | RefundCompleted,
  original: Original | null,
): ReceiptFacts {
  return {
    kind,
    businessDate: receipt.businessDate,
    currency: receipt.currency,
    location: receipt.location ?? null,
    ...receiptSums(receipt),
    original: original === null ? null : { source: original.source ?? '', id: original.id },
    order: orderOf(receipt),
    lines: receipt.lines.map((line) => lineFact(line, receipt.businessDate)),
    promotions: promotionsOf(receipt),
    money: moneyFacts(receipt),
  };
}

function orderOf(receipt: SaleCompleted | RefundCompleted): ReceiptFacts['order'] {
  if (!('originalOrder' in receipt) || receipt.originalOrder === undefined) return null;
  const { channel, orderNumber } = receipt.originalOrder;
  return { channel, number: orderNumber };
}

type WireLine = SaleCompleted['lines'][number] & { readonly disposition?: Disposition };

function lineFact(line: WireLine, businessDate: string): LineFact {
  return {
    ...namedGoods(line, () => Number(businessDate.slice(0, 4))),
    lineKind: line.kind,
    disposition: line.disposition ?? 'sellable',
    quantityMicro: must(parseQuantity(line.quantity), 'the quantity of a line'),
    amountMinor: line.amountMinor,
    taxMinor: lineTaxMinor(line),
    account: (line.kind === 'deposit' ? line.depositId : line.giftCardId) ?? null,
    originalLine: line.originalLine ?? 0,
  };
}
