import fc from 'fast-check';
import { formatSequence } from '../../hub/contract/envelope.ts';
import type { RefundCompleted, SaleCompleted, SaleVoided } from '../../hub/contract/sale.ts';
import { businessDate, code, event, lines, original, price, reference, words } from './arbitrary-parts.ts';
import type { Sender, TillEvent } from './arbitrary-parts.ts';
import { countEvent, recallEvent } from './count-arbitraries.ts';
import { goodsEvent } from './goods-arbitraries.ts';
import { card, customer, day, hold, moneyEvent, payment, processor, session } from './money-arbitraries.ts';
import { reservationEvent } from './reservation-arbitraries.ts';

/**
 * Valid events of tills, as a property test wants them: of every shape that the contract allows, small, and with sums
 * that add up. Their ids are UUIDv7.
 */
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
    { weight: 3, arbitrary: goodsEvent(sender) },
    { weight: 2, arbitrary: reservationEvent(sender) },
    { weight: 2, arbitrary: countEvent(sender) },
    { weight: 1, arbitrary: recallEvent(sender) },
    { weight: 5, arbitrary: moneyEvent(sender) },
  );
}

function sale(): fc.Arbitrary<SaleCompleted> {
  return fc
    .record({ frame: receiptFrame(), lines: saleLines(), sums: sums(), exchange: exchange(), paid: tender() })
    .map(({ frame, lines: sold, sums: { givenOver, ...extras }, exchange: exchanged, paid }) => {
      const total = sumOf(sold) + sumOf(Object.values(extras).map((amountMinor) => ({ amountMinor })));
      const rest = { kind: 'cash' as const, amountMinor: total + givenOver - paid.amountMinor };
      const tenders = [paid, rest];
      return {
        ...frame,
        ...extras,
        ...exchanged,
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
      paid: tender(),
    })
    .map(({ frame, original: of, lines: sold, disposition: goods, paid }) => {
      const back = sold.map((line) => ({
        ...line,
        quantity: `-${line.quantity}`,
        amountMinor: -line.amountMinor,
        disposition: goods,
      }));
      const given = { ...paid, amountMinor: -paid.amountMinor };
      const tenders = [given, { kind: 'card' as const, amountMinor: sumOf(back) - given.amountMinor }];
      return { ...frame, ...(of === undefined ? {} : { original: of }), lines: back, tenders };
    });
}

function receiptFrame() {
  return fc.record(
    {
      currency: fc.constantFrom('EUR', 'GBP', 'JPY'),
      businessDate: fc.oneof(businessDate(), day()),
      registerSession: session(),
      location: code(),
      receiptNumber: reference(),
      catalogueVersion: fc.nat(),
      customerId: customer(),
      holdId: hold(),
      employeeId: reference(),
      note: words(),
      fiscalSignature: words(),
    },
    { requiredKeys: ['currency', 'businessDate', 'registerSession'] },
  );
}

function exchange() {
  return fc.record({ exchangeFor: original() }, { requiredKeys: [] });
}

/** One of two: what the other pays is worked out. */
function tender() {
  const kind = fc.constantFrom(
    ...(['card', 'card', 'mobile', 'voucher', 'gift_card', 'store_credit', 'deposit', 'loyalty'] as const),
  );
  const more = { processor: processor(), reference: payment(), holdId: hold() };
  const account = { giftCardId: card(), storeCreditId: card(), depositId: card() };
  return fc.record(
    {
      kind,
      amountMinor: fc.nat(5_000),
      ...more,
      ...account,
      loyaltyPoints: fc.integer({ min: -50, max: 50 }),
    },
    { requiredKeys: ['kind', 'amountMinor'] },
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
      giftCardId: card(),
      depositId: card(),
      originalLine: fc.integer({ min: 1, max: 5 }),
      employeeId: reference(),
    },
    ['kind', 'unitPrice', 'amountMinor'],
  );
}

function sumOf(amounts: readonly { readonly amountMinor: number }[]): number {
  return amounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
