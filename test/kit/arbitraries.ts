import fc from 'fast-check';
import { formatSequence, formatSource } from '../../hub/contract/envelope.ts';
import type { EventType } from '../../hub/contract/events.ts';
import type { RefundCompleted, SaleCompleted, SaleVoided } from '../../hub/contract/sale.ts';
import { formatScaled } from '../../hub/kit/scaled-decimal.ts';

/**
 * Valid events of tills, as a property test wants them: of every shape that the contract allows, small, and with sums
 * that add up. Their ids are UUIDv7.
 */
export interface TillEvent<Data = object> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly time: string;
  readonly sequence: string;
  readonly clock: 'synced' | 'unsynced' | 'unknown';
  readonly data: Data;
}

/** Who sends the events; where left out, one fixed till. */
export interface Sender {
  readonly store?: string;
  readonly till?: string;
  readonly installation?: string;
}

export const STORE = '01900000-0000-7000-8000-000000000001';
export const TILL = 'till-1';
export const INSTALLATION = '01900000-0000-7000-8000-0000000000a1';

export function saleEvent(sender: Sender = {}): fc.Arbitrary<TillEvent<SaleCompleted>> {
  return event('backroom.sale.completed.v1', { sender, data: sale() });
}

function refundEvent(sender: Sender = {}): fc.Arbitrary<TillEvent<RefundCompleted>> {
  return event('backroom.refund.completed.v1', { sender, data: refund() });
}

function voidEvent(sender: Sender = {}): fc.Arbitrary<TillEvent<SaleVoided>> {
  const data = fc.record(
    {
      original: original(),
      businessDate: businessDate(),
      registerSession: reference(),
      reason: words(),
      employeeId: reference(),
    },
    { requiredKeys: ['original', 'businessDate', 'registerSession'] },
  );
  return event('backroom.sale.voided.v1', { sender, data });
}

/** A delivery or an adjustment. */
function stockEvent(sender: Sender = {}): fc.Arbitrary<TillEvent> {
  const shared = { location: code(), employeeId: reference(), note: words() };
  const received = fc.record(
    { ...shared, supplier: words(), deliveryNumber: reference(), lines: lines({ unitCost: price() }) },
    { requiredKeys: ['lines'] },
  );
  const reason = fc.constantFrom(
    'damage',
    'theft',
    'sample',
    'own_use',
    'expired',
    'found',
    'correction',
    'opening',
  );
  const adjusted = fc.record({ ...shared, reason, lines: lines({}) }, { requiredKeys: ['reason', 'lines'] });
  return fc.oneof(
    event('backroom.stock.received.v1', { sender, data: received }),
    event('backroom.stock.adjusted.v1', { sender, data: adjusted }),
  );
}

function skippedEvent(sender: Sender = {}): fc.Arbitrary<TillEvent> {
  const data = fc
    .tuple(fc.integer({ min: 1, max: 999_000 }), fc.nat(999), words())
    .map(([first, more, reason]) => ({
      first: formatSequence(first),
      last: formatSequence(first + more),
      reason,
    }));
  return event('backroom.sequence.skipped.v1', { sender, data });
}

/** Any event that a till may send. */
export function anyEvent(sender: Sender = {}): fc.Arbitrary<TillEvent> {
  return fc.oneof<fc.MaybeWeightedArbitrary<TillEvent>[]>(
    { weight: 4, arbitrary: saleEvent(sender) },
    { weight: 2, arbitrary: refundEvent(sender) },
    { weight: 1, arbitrary: voidEvent(sender) },
    { weight: 2, arbitrary: stockEvent(sender) },
    { weight: 1, arbitrary: skippedEvent(sender) },
  );
}

interface EventOf<Data> {
  readonly sender: Sender;
  readonly data: fc.Arbitrary<Data>;
}

function event<Data>(type: EventType, { sender, data }: EventOf<Data>): fc.Arbitrary<TillEvent<Data>> {
  const { store = STORE, till = TILL, installation = INSTALLATION } = sender;
  const source = formatSource({ store, kind: 'tills', name: till, installation });
  return fc.record({
    specversion: fc.constant('1.0'),
    id: fc.uuid({ version: 7 }),
    source: fc.constant(source),
    type: fc.constant(type),
    time: instant(),
    sequence: fc.integer({ min: 1, max: 999_999_999_999 }).map(formatSequence),
    clock: fc.constantFrom('synced', 'unsynced', 'unknown'),
    data,
  });
}

function sale(): fc.Arbitrary<SaleCompleted> {
  return fc
    .record({ frame: receiptFrame(), lines: saleLines(), sums: sums() })
    .map(({ frame, lines: sold, sums: { givenOver, ...extras } }) => {
      const total = sumOf(sold) + sumOf(Object.values(extras).map((amountMinor) => ({ amountMinor })));
      const tenders = [{ kind: 'cash' as const, amountMinor: total + givenOver }];
      return {
        ...frame,
        ...extras,
        lines: sold,
        tenders,
        ...(givenOver === 0 ? {} : { changeMinor: givenOver }),
      };
    });
}

function refund(): fc.Arbitrary<RefundCompleted> {
  const disposition = fc.constantFrom('sellable' as const, 'damaged' as const, 'none' as const);
  return fc
    .record({
      frame: receiptFrame(),
      original: fc.option(original(), { nil: undefined }),
      lines: saleLines(),
      disposition,
    })
    .map(({ frame, original: of, lines: sold, disposition: goods }) => {
      const back = sold.map((line) => ({
        ...line,
        quantity: `-${line.quantity}`,
        amountMinor: -line.amountMinor,
        disposition: goods,
      }));
      const tenders = [{ kind: 'card' as const, amountMinor: sumOf(back) }];
      return { ...frame, ...(of === undefined ? {} : { original: of }), lines: back, tenders };
    });
}

function receiptFrame() {
  return fc.record(
    {
      currency: fc.constantFrom('EUR', 'GBP', 'JPY'),
      businessDate: businessDate(),
      registerSession: reference(),
      location: code(),
      receiptNumber: reference(),
      catalogueVersion: fc.nat(),
      customerId: reference(),
      employeeId: reference(),
      note: words(),
      fiscalSignature: words(),
    },
    { requiredKeys: ['currency', 'businessDate', 'registerSession'] },
  );
}

function sums() {
  const small = fc.constantFrom(0, 0, 1, 50, 1_000);
  return fc.record({
    tipMinor: small,
    roundingMinor: fc.integer({ min: -4, max: 4 }),
    cashBackMinor: small,
    givenOver: small,
  });
}

function saleLines() {
  const discount = fc.record(
    { promotionId: reference(), amountMinor: fc.nat(500) },
    { requiredKeys: ['amountMinor'] },
  );
  const tax = fc.record({
    category: code(),
    rate: price(),
    amountMinor: fc.nat(500),
    included: fc.boolean(),
  });
  return lines(
    {
      description: words(),
      kind: fc.constantFrom('goods' as const, 'service' as const, 'gift_card' as const, 'deposit' as const),
      unitPrice: price(),
      amountMinor: fc.nat(1_000_000),
      discounts: fc.array(discount, { maxLength: 2 }),
      taxes: fc.array(tax, { maxLength: 2 }),
      giftCardId: reference(),
      employeeId: reference(),
    },
    ['kind', 'unitPrice', 'amountMinor'],
  );
}

type Shape = Record<string, fc.Arbitrary<unknown>>;
type Values<S extends Shape> = { [Key in keyof S]: S[Key] extends fc.Arbitrary<infer Value> ? Value : never };

/** Lines that name their product by a sku, a barcode or both. */
function lines<S extends Shape, Required extends keyof S = never>(shape: S, required: Required[] = []) {
  const named = fc.oneof(
    fc.record<{ sku?: string; barcode?: string }>({ sku: code() }),
    fc.record<{ sku?: string; barcode?: string }>({ barcode: fc.stringMatching(/^[0-9]{8,14}$/) }),
    fc.record<{ sku?: string; barcode?: string }>({ sku: code(), barcode: code() }),
  );
  type Line = Values<Pick<S, Required>> & Partial<Values<Omit<S, Required>>>;
  const rest = fc.record<object>(shape, { requiredKeys: required as never[] }) as fc.Arbitrary<Line>;
  const line = fc
    .tuple(named, quantity(), rest)
    .map(([codes, amount, more]) => ({ ...codes, quantity: amount, ...more }));
  return fc.array(line, { minLength: 1, maxLength: 5 });
}

function original() {
  return fc.record({ id: fc.uuid({ version: 7 }) });
}

function quantity(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.integer({ min: 1, max: 20 }).map(String),
    fc.integer({ min: 1, max: 5_000_000 }).map((micro) => formatScaled(micro, 6)),
  );
}

function price(): fc.Arbitrary<string> {
  return fc.nat(10_000_000).map((scaled) => formatScaled(scaled, 4));
}

function reference(): fc.Arbitrary<string> {
  return fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);
}

function code(): fc.Arbitrary<string> {
  return fc.oneof(
    reference(),
    words().filter((text) => text.length <= 64),
  );
}

/** What people type, in any script. */
function words(): fc.Arbitrary<string> {
  return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text);
}

function businessDate(): fc.Arbitrary<string> {
  return instant().map((time) => time.slice(0, 10));
}

function instant(): fc.Arbitrary<string> {
  return fc
    .date({
      min: new Date('2024-01-01T00:00:00Z'),
      max: new Date('2034-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().replace('Z', '+02:00')));
}

function sumOf(amounts: readonly { readonly amountMinor: number }[]): number {
  return amounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
