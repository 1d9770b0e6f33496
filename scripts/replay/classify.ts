import type { EventData } from '../../hub/contract/events.ts';
import type { TradingRow } from './rows.ts';

/** What one line of an invoice is. The rules are written out in the README of this folder. */
export type LineKind = EventData<'backroom.sale.completed.v1'>['lines'][number]['kind'];
export type AdjustmentReason = EventData<'backroom.stock.adjusted.v1'>['reason'];

export type ClassifiedLine =
  | { readonly kind: 'sale' | 'refund' | 'writeOff' | 'giveAway'; readonly line: TradingLine }
  | { readonly kind: 'excluded'; readonly reason: ExclusionReason };

export interface TradingLine {
  readonly sku: string;
  readonly description: string;
  readonly goods: LineKind;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly amountMinor: number;
  readonly customerId: string;
}

export type ExclusionReason =
  | 'badDebt'
  | 'negativePrice'
  | 'zeroQuantity'
  | 'positiveInCancellation'
  | 'negativeInSale'
  | 'writeOffOfNoGoods'
  | 'foundNoGoods';

const SERVICES = new Set('POST,D,M,C2,DOT,BANK CHARGES,AMAZONFEE,S,CRUK,PADS,B'.split(','));

/** Codes that differ only in case are one SKU. */
export function skuKey(code: string): string {
  return code.toUpperCase();
}

export function kindOf(code: string): LineKind {
  const key = skuKey(code);
  if (SERVICES.has(key)) return 'service';
  return key.startsWith('GIFT_0001_') ? 'gift_card' : 'goods';
}

/** `giveAway`: a positive quantity without price or customer, which is a found piece when nothing else was sold. */
export function classify(row: TradingRow): ClassifiedLine {
  const quantity = Number(row.Quantity);
  const isFree = /^0*(\.0*)?$/.test(row.UnitPrice);
  if (row.InvoiceNo.startsWith('A')) return excluded('badDebt');
  if (row.UnitPrice.startsWith('-')) return excluded('negativePrice');
  if (quantity === 0) return excluded('zeroQuantity');
  const line = lineOf(row, quantity);
  if (row.InvoiceNo.startsWith('C'))
    return quantity > 0 ? excluded('positiveInCancellation') : { kind: 'refund', line };
  const isFreeOfAll = isFree && row.CustomerID === '';
  if (quantity > 0) return { kind: isFreeOfAll ? 'giveAway' : 'sale', line };
  if (!isFreeOfAll) return excluded('negativeInSale');
  return line.goods === 'goods' ? { kind: 'writeOff', line } : excluded('writeOffOfNoGoods');
}

function excluded(reason: ExclusionReason): ClassifiedLine {
  return { kind: 'excluded', reason };
}

function lineOf(row: TradingRow, quantity: number): TradingLine {
  return {
    sku: row.StockCode,
    description: row.Description,
    goods: kindOf(row.StockCode),
    quantity,
    unitPrice: row.UnitPrice,
    amountMinor: amountMinor(quantity, row.UnitPrice),
    customerId: row.CustomerID,
  };
}

/** quantity × price in pence, half a pence rounded away from zero. */
export function amountMinor(quantity: number, unitPrice: string): number {
  const [whole = '0', fraction = ''] = unitPrice.split('.');
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(Math.abs(quantity)) * BigInt(whole + fraction) * 100n;
  const rounded = Number((2n * scaled + scale) / (2n * scale));
  return quantity < 0 && rounded !== 0 ? -rounded : rounded;
}

const REASONS: readonly (readonly [RegExp, AdjustmentReason])[] = [
  [/damag|wet|rust|broken|crush|smash|crack|mould|faulty|thrown?|water|smudge|unsale/, 'damage'],
  [/lost|missing|\bmia\b|stolen/, 'theft'],
  [/sample|show|display/, 'sample'],
  [/given away/, 'own_use'],
];

/** Why goods were written off, from what somebody typed beside them. */
export function writeOffReason(description: string): AdjustmentReason {
  const words = description.toLowerCase();
  return REASONS.find(([pattern]) => pattern.test(words))?.[1] ?? 'correction';
}
