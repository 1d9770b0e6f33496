import { formatSequence, formatSource } from '../../hub/contract/envelope.ts';
import { readEvent } from '../../hub/contract/read-event.ts';
import { toLedgerEvent } from '../../hub/domain/ledger-event.ts';
import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import { assert } from '../../hub/kit/assert.ts';
import { newId } from '../../hub/kit/ids.ts';

const TEST_STORE = '0b0e5c60-0000-4000-8000-000000000001';

/** The source of a test till: installation `n` of that name. */
export function tillSource(till = 'till-1', installation = 1): string {
  const uuid = `0b0e5c60-0000-4000-8000-${installation.toString().padStart(12, '0')}`;
  return formatSource({ store: TEST_STORE, kind: 'tills', name: till, installation: uuid });
}

export interface EventInput {
  readonly type: string;
  readonly data: object;
  readonly sequence?: number;
  readonly id?: string;
  readonly source?: string;
}

/** A whole event as a till sends it, before it is JSON text. */
export function tillEvent(input: EventInput): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: input.id ?? newId(),
    source: input.source ?? tillSource(),
    type: input.type,
    time: '2026-11-23T10:00:00Z',
    ...(input.sequence === undefined ? {} : { sequence: formatSequence(input.sequence) }),
    clock: 'synced',
    data: input.data,
  };
}

export interface LineInput {
  readonly sku?: string;
  readonly barcode?: string;
  readonly quantity?: string;
  readonly amountMinor?: number;
  readonly kind?: string;
  readonly disposition?: string;
  readonly description?: string;
  readonly lot?: string;
  readonly expires?: string;
}

function receipt(lines: readonly LineInput[]): object {
  const full = lines.map((line) => ({
    kind: 'goods',
    quantity: '1',
    amountMinor: 100,
    unitPrice: '1',
    ...line,
  }));
  const total = full.reduce((sum, line) => sum + line.amountMinor, 0);
  return {
    currency: 'EUR',
    businessDate: '2026-11-23',
    registerSession: 's-1',
    lines: full,
    tenders: [{ kind: 'cash', amountMinor: total }],
  };
}

export function saleOf(...lines: readonly LineInput[]): Pick<EventInput, 'type' | 'data'> {
  return { type: 'backroom.sale.completed.v1', data: receipt(lines) };
}

export function refundOf(
  original: object | undefined,
  ...lines: readonly LineInput[]
): Pick<EventInput, 'type' | 'data'> {
  const negative = lines.map((line) => ({
    quantity: '-1',
    amountMinor: -100,
    disposition: 'sellable',
    ...line,
  }));
  return {
    type: 'backroom.refund.completed.v1',
    data: { ...receipt(negative), ...(original === undefined ? {} : { original }) },
  };
}

export function voidOf(original: object): Pick<EventInput, 'type' | 'data'> {
  return {
    type: 'backroom.sale.voided.v1',
    data: { original, businessDate: '2026-11-23', registerSession: 's-1' },
  };
}

export function received(
  ...lines: readonly { sku: string; quantity: string; unitCost?: string; lot?: string }[]
): Pick<EventInput, 'type' | 'data'> {
  return { type: 'backroom.stock.received.v1', data: { lines } };
}

export function adjusted(
  reason: string,
  ...lines: readonly { sku: string; quantity: string }[]
): Pick<EventInput, 'type' | 'data'> {
  return { type: 'backroom.stock.adjusted.v1', data: { reason, lines } };
}

export function productSet(data: {
  sku: string;
  name?: string;
  barcodes?: string[];
  kind?: string;
  packs?: object[];
  unit?: string;
  price?: string;
  currency?: string;
}): Pick<EventInput, 'type' | 'data'> {
  return {
    type: 'backroom.product.set.v1',
    data: { name: data.sku, kind: 'goods', unit: 'each', barcodes: [], ...data },
  };
}

export function bytesOf(event: object): Buffer {
  return Buffer.from(JSON.stringify(event));
}

/** The event as the ledger commits it. Fails where the contract cannot read it. */
export function ledgerEvent(input: EventInput): LedgerEvent {
  const result = readEvent(bytesOf(tillEvent(input)), { from: 'hub', store: null });
  assert(result.kind === 'read', `unreadable: ${JSON.stringify(result)}`);
  return toLedgerEvent(result.event);
}
