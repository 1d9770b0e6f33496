import fc from 'fast-check';
import { formatSequence } from '../../hub/contract/envelope.ts';
import { formatQuantity } from '../../hub/kit/quantity.ts';
import type { WireEvent } from './wire-event.ts';
import { tillSource } from './till-events.ts';

/**
 * Events that meet each other: few products, few ids, few numbers, so that repetitions, conflicts, gaps, refunds of what
 * is not there and voids before their sale come by themselves. Ids are mostly fresh.
 */
export const TILLS = [
  { name: 'till-1', source: tillSource('till-1', 1) },
  { name: 'till-2', source: tillSource('till-2', 2) },
] as const;

const SKUS = ['A', 'b', 'C', 'D'] as const;
const BARCODES = ['11', '22', 'a'] as const;
const code = fc.oneof(
  fc.record({ sku: fc.constantFrom(...SKUS, 'B', 'c', '11') }),
  fc.record({ barcode: fc.constantFrom(...BARCODES, 'C', '33') }),
);
const quantity = fc.oneof(fc.constantFrom(1_000_000, 2_000_000, 0), fc.integer({ min: 1, max: 3_000_000 }));
const kind = fc.oneof(
  { weight: 5, arbitrary: fc.constant('goods') },
  fc.constantFrom('service', 'gift_card'),
);
const location = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.constantFrom({ location: 'Cellar' }, { location: 'SHOP' }),
);
const id = fc.oneof(
  { weight: 3, arbitrary: fc.uuid().map((uuid) => uuid.slice(0, 8)) },
  { weight: 2, arbitrary: fc.constantFrom('one', 'two', 'three', 'four', 'five', 'six') },
);
const till = fc.constantFrom(...TILLS);
const sequence = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 30 }));

export function someEvent(): fc.Arbitrary<WireEvent> {
  return fc.oneof(
    { weight: 8, arbitrary: ofTill('backroom.sale.completed.v1', receipt(1)) },
    { weight: 4, arbitrary: ofTill('backroom.refund.completed.v1', refund()) },
    { weight: 3, arbitrary: ofTill('backroom.sale.voided.v1', voided()) },
    { weight: 2, arbitrary: ofTill('backroom.stock.received.v1', stockLines()) },
    { weight: 2, arbitrary: ofTill('backroom.stock.adjusted.v1', adjustment()) },
    { weight: 1, arbitrary: ofTill('backroom.sequence.skipped.v1', skipped()) },
    { weight: 1, arbitrary: ofTill('backroom.loyalty.earned.v9', fc.constant({})) },
    { weight: 2, arbitrary: ofHub('backroom.product.set.v1', product()) },
    { weight: 2, arbitrary: ofHub('backroom.product.merged.v1', merge()) },
  );
}

function ofTill(type: string, data: fc.Arbitrary<object>): fc.Arbitrary<WireEvent> {
  return fc.record({ id, till, sequence, data }).map((event) => ({
    id: event.id,
    source: event.till.source,
    type,
    sequence: formatSequence(event.sequence),
    data: event.data,
  }));
}

function ofHub(type: string, data: fc.Arbitrary<object>): fc.Arbitrary<WireEvent> {
  return fc
    .record({ id, data })
    .map((event) => ({ id: event.id, source: TILLS[0].source, type, data: event.data }));
}

function receipt(sign: 1 | -1) {
  const line = fc
    .record({ code, kind, quantity, amountMinor: fc.integer({ min: 0, max: 500 }) })
    .map(({ code: named, quantity: micro, amountMinor, kind: lineKind }) => ({
      ...named,
      kind: lineKind,
      quantity: formatQuantity(sign * micro),
      unitPrice: '1',
      amountMinor: sign * amountMinor,
    }));
  return fc
    .record({
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      businessDate: fc.constantFrom('2026-11-23', '2026-11-24'),
      currency: fc.constantFrom('EUR', 'GBP'),
      location,
    })
    .map(({ location: place, ...rest }) => ({ ...rest, ...place, registerSession: 's', tenders: [] }));
}

function refund() {
  const dispositions = fc.constantFrom('sellable', 'damaged', 'none');
  return fc
    .record({ base: receipt(-1), disposition: dispositions, original: fc.option(id, { nil: undefined }) })
    .map(({ base, disposition, original }) => ({
      ...base,
      lines: base.lines.map((line) => ({ ...line, disposition })),
      ...(original === undefined ? {} : { original: { id: original } }),
    }));
}

function voided() {
  return id.map((original) => ({
    original: { id: original },
    businessDate: '2026-11-23',
    registerSession: 's',
  }));
}

function stockLines() {
  const line = fc
    .record({ code, quantity, sign: fc.constantFrom(1, 1, -1) })
    .map(({ code: named, quantity: micro, sign }) => ({ ...named, quantity: formatQuantity(sign * micro) }));
  return fc
    .record({ lines: fc.array(line, { minLength: 1, maxLength: 3 }), location })
    .map(({ lines, location: place }) => ({ lines, ...place }));
}

function adjustment() {
  return stockLines().map((data) => ({ ...data, reason: 'theft' }));
}

function skipped() {
  return fc.record({ first: fc.integer({ min: 1, max: 20 }), more: fc.nat(10) }).map(({ first, more }) => ({
    first: formatSequence(first),
    last: formatSequence(first + more),
    reason: 'lost',
  }));
}

function product() {
  return fc.record({
    sku: fc.constantFrom(...SKUS),
    name: fc.constantFrom('Mug', 'Tea'),
    kind,
    unit: fc.constant('each'),
    barcodes: fc.uniqueArray(fc.constantFrom(...BARCODES)),
  });
}

function merge() {
  return fc.record({ sku: fc.constantFrom(...SKUS), into: fc.constantFrom(...SKUS) });
}
