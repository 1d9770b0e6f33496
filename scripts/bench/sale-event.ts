import { randomUUID } from 'node:crypto';
import { formatSequence } from '../../hub/contract/envelope.ts';
import { newId } from '../../hub/kit/ids.ts';

/** Time-ordered as tills should make them, or random as some do. */
export type IdKind = 'uuidv7' | 'random';

export interface SaleInput {
  readonly source: string;
  readonly sequence: number;
  readonly ids: IdKind;
  /** How many products the shop has. */
  readonly products: number;
}

const LINES = [0, 1, 2];
const UNIT_PRICE_MINOR = 249;
const TAXES = [{ category: 'A', rate: '19', amountMinor: 40, included: true }];

/** Spreads neighbouring sales over the shelves: a prime that no number of products divides. */
const STRIDE = 7_919;

export function skuOf(number: number): string {
  return `SKU-${String(number).padStart(6, '0')}`;
}

/** A sale of three lines, about 800 bytes of JSON, as a till sends it. */
export function saleEvent({ source, sequence, ids, products }: SaleInput): object {
  const lines = LINES.map((line) => ({
    sku: skuOf(((sequence * LINES.length + line) * STRIDE) % products),
    kind: 'goods',
    quantity: '1',
    unitPrice: '2.49',
    amountMinor: UNIT_PRICE_MINOR,
    ...(line === 0 ? { taxes: TAXES } : {}),
  }));
  return {
    specversion: '1.0',
    id: ids === 'uuidv7' ? newId() : randomUUID(),
    source,
    type: 'backroom.sale.completed.v1',
    time: '2026-11-23T10:00:00Z',
    sequence: formatSequence(sequence),
    clock: 'synced',
    data: {
      currency: 'EUR',
      businessDate: '2026-11-23',
      registerSession: 's-1',
      receiptNumber: `R-${sequence}`,
      lines,
      tenders: [{ kind: 'cash', amountMinor: UNIT_PRICE_MINOR * LINES.length }],
    },
  };
}
