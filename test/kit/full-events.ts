import { formatSource } from '../../hub/contract/envelope.ts';
import type { EventType } from '../../hub/contract/events.ts';
import { FULL_MONEY_DATA } from './full-money-events.ts';
import { INSTALLATION, STORE, TILL, type TillEvent } from './arbitrary-parts.ts';

const FULL_COUNT_EVENTS = {
  countStarted: () =>
    event('backroom.count.started.v1', {
      countId: 'count-1',
      kind: 'full',
      location: 'shop',
      shelf: 'A-1',
      department: 'Hot drinks',
      skus: ['tea'],
      blind: true,
      ...doneBy(),
    }),
  countScanned: () =>
    event('backroom.count.scanned.v1', {
      countId: 'count-1',
      employeeId: 'employee-7',
      lines: [{ ...lineOfStock(), atSeq: 12, again: true }],
    }),
  countReviewed: () =>
    event('backroom.count.reviewed.v1', {
      countId: 'count-1',
      employeeId: 'employee-7',
      approve: 'all',
      recount: ['tea'],
    }),
  countPosted: () =>
    event('backroom.count.posted.v1', {
      countId: 'count-1',
      missingAsZero: true,
      employeeId: 'employee-7',
    }),
  countCancelled: () =>
    event('backroom.count.cancelled.v1', {
      countId: 'count-1',
      employeeId: 'employee-7',
      reason: 'the wrong shelf',
    }),
};

type MoneyEvents = {
  [Name in keyof typeof FULL_MONEY_DATA]: () => FullEvent<object>;
};

const FULL_MONEY_EVENTS = Object.fromEntries(
  Object.entries(FULL_MONEY_DATA).map(([name, { type, data }]) => [
    name,
    () => event<object>(type, structuredClone(data)),
  ]),
) as MoneyEvents;

/** One event of each type that a till may send, with every field that the contract has. */
export const FULL_EVENTS = {
  sale: () =>
    event('backroom.sale.completed.v1', { ...receipt(), lines: [lineOfSale()], exchangeFor: original() }),
  refund: () =>
    event('backroom.refund.completed.v1', {
      ...receipt(),
      original: original(),
      originalOrder: { channel: 'web shop', orderNumber: 'O-1' },
      lines: [lineOfRefund()],
    }),
  voided: () =>
    event('backroom.sale.voided.v1', {
      original: original(),
      businessDate: '2026-11-23',
      registerSession: 'session-1',
      reason: 'rung up twice',
      employeeId: 'employee-7',
    }),
  received: () =>
    event('backroom.stock.received.v1', {
      location: 'shop',
      supplier: 'Leaf & Co',
      deliveryNumber: 'D-1',
      deliveryId: 'delivery-1',
      receivedAt: '2026-11-22T17:00:00+01:00',
      employeeId: 'employee-7',
      note: 'one box was wet',
      lines: [{ ...lineOfStock(), unitCost: '1.125', rejected: '1', rejectedReason: 'wet' }],
    }),
  adjusted: () =>
    event('backroom.stock.adjusted.v1', {
      location: 'shop',
      reason: 'damage',
      employeeId: 'employee-7',
      note: 'wet',
      lines: [lineOfStock()],
    }),
  moved: () =>
    event('backroom.stock.moved.v1', { from: 'cellar', to: 'shop', ...doneBy(), lines: [lineOfStock()] }),
  reversed: () =>
    event('backroom.stock.reversed.v1', {
      original: original(),
      reason: 'counted twice',
      employeeId: 'employee-7',
    }),
  deliveryExpected: () =>
    event('backroom.delivery.expected.v1', {
      deliveryId: 'delivery-1',
      location: 'shop',
      supplier: 'Leaf & Co',
      deliveryNumber: 'D-1',
      expectedOn: '2026-11-24',
      note: 'in the morning',
      lines: [{ ...lineOfStock(), unitCost: '1.125' }],
    }),
  deliveryClosed: () => event('backroom.delivery.closed.v1', { deliveryId: 'delivery-1', ...doneBy() }),
  transferDispatched: () =>
    event('backroom.transfer.dispatched.v1', {
      transferId: 'transfer-1',
      from: 'cellar',
      to: 'shop',
      ...doneBy(),
      lines: [lineOfStock()],
    }),
  transferReceived: () =>
    event('backroom.transfer.received.v1', {
      transferId: 'transfer-1',
      location: 'shop',
      ...doneBy(),
      lines: [lineOfStock()],
    }),
  transferClosed: () => event('backroom.transfer.closed.v1', { transferId: 'transfer-1', ...doneBy() }),
  skipped: () =>
    event('backroom.sequence.skipped.v1', {
      first: '000000000007',
      last: '000000000009',
      reason: 'the disk was lost',
    }),
  reservationMade: () =>
    event('backroom.reservation.made.v1', {
      reservationId: 'order-1',
      location: 'shop',
      orderNumber: '1001',
      channel: 'web shop',
      customerId: 'customer-5',
      expiresAt: '2026-11-25T18:00:00+01:00',
      ifAvailable: true,
      employeeId: 'employee-7',
      note: 'comes by on Friday',
      lines: [lineOfStock()],
    }),
  reservationPosted: () =>
    event('backroom.reservation.posted.v1', {
      reservationId: 'order-1',
      soldBy: original(),
      employeeId: 'employee-7',
      lines: [lineOfStock()],
    }),
  reservationVoided: () =>
    event('backroom.reservation.voided.v1', {
      reservationId: 'order-1',
      reason: 'changed her mind',
      employeeId: 'employee-7',
      lines: [lineOfStock()],
    }),
  lotRecalled: () =>
    event('backroom.lot.recalled.v1', {
      sku: 'tea',
      barcode: '4006381333931',
      lot: 'L-7',
      reason: 'glass',
      ended: false,
      employeeId: 'employee-7',
    }),
  ...FULL_COUNT_EVENTS,
  ...FULL_MONEY_EVENTS,
};

function doneBy() {
  return { employeeId: 'employee-7', note: 'by the back door' };
}

/** A line of anything that is no receipt. */
function lineOfStock() {
  return {
    sku: 'tea',
    barcode: '4006381333931',
    quantity: '2',
    quantityIn: 'pack',
    lot: 'L-7',
    expires: '2027-01-31',
  };
}

export function lineOfSale() {
  return {
    sku: 'tea',
    barcode: '4006381333931',
    description: 'Tea',
    kind: 'goods',
    quantity: '2',
    unitPrice: '2.495',
    amountMinor: 449,
    discounts: [{ promotionId: 'spring', description: 'Spring', amountMinor: 50 }],
    taxes: [{ category: 'food', rate: '7', amountMinor: 29, included: true }],
    giftCardId: 'card-1',
    depositId: 'order-5',
    employeeId: 'employee-7',
    originalLine: 1,
  };
}

export function lineOfRefund() {
  return { ...lineOfSale(), quantity: '-2', amountMinor: -449, disposition: 'sellable' };
}

function receipt() {
  return {
    currency: 'EUR',
    businessDate: '2026-11-23',
    registerSession: 'session-1',
    location: 'shop',
    receiptNumber: 'R-1',
    catalogueVersion: 12,
    customerId: 'customer-5',
    employeeId: 'employee-7',
    note: 'in a bag',
    tenders: [tender()],
    changeMinor: 0,
    tipMinor: 50,
    roundingMinor: 1,
    cashBackMinor: 0,
    discounts: [{ promotionId: 'spring', description: 'Spring', amountMinor: 50 }],
    taxExempt: 'certificate 118',
    holdId: 'hold-1',
    fiscalSignature: '{"counter":1}',
  };
}

function tender() {
  return {
    kind: 'card',
    amountMinor: 500,
    processor: 'Acme',
    reference: 'ref-1',
    authorisation: 'auth-1',
    lastFour: '1234',
    giftCardId: 'card-1',
    storeCreditId: 'credit-1',
    depositId: 'order-5',
    holdId: 'hold-1',
    loyaltyPoints: 20,
    foreign: { currency: 'USD', amountMinor: 540, rate: '1.08' },
  };
}

function original() {
  return { source: formatSource(SOURCE), id: '01990000-0000-7000-8000-000000000001' };
}

const SOURCE = { store: STORE, kind: 'tills', name: TILL, installation: INSTALLATION } as const;

type FullEvent<Data> = TillEvent<Data> & { readonly datacontenttype: 'application/json' };

function event<Data>(type: EventType, data: Data): FullEvent<Data> {
  return {
    specversion: '1.0',
    id: '01990000-0000-7000-8000-000000000002',
    source: formatSource(SOURCE),
    type,
    time: '2026-11-23T10:00:00.000+01:00',
    sequence: '000000000042',
    clock: 'synced',
    datacontenttype: 'application/json',
    data,
  };
}
