import { LIMITS } from '../../hub/contract/limits.ts';
import { FULL_EVENTS } from './full-events.ts';

/** A field at its limits, and what lies just beyond them. */
export interface Range {
  readonly accepted: readonly unknown[];
  readonly refused: readonly unknown[];
}

const x = (length: number): string => 'x'.repeat(length);
const label = (max: number): Range => ({
  accepted: ['x', x(max), '😀'.repeat(max)],
  refused: ['', x(max + 1), '😀'.repeat(max + 1), 5, null],
});
const note = (max: number): Range => ({ accepted: ['', x(max)], refused: [x(max + 1), 5, null] });
const code: Range = {
  accepted: label(LIMITS.code).accepted,
  refused: [...label(LIMITS.code).refused, ' x', 'x ', '\u00a0x'],
};
const reference = label(LIMITS.reference);
const name = label(LIMITS.name);
const amount: Range = {
  accepted: [0, LIMITS.amountMinor, -LIMITS.amountMinor],
  refused: [LIMITS.amountMinor + 1, -LIMITS.amountMinor - 1, 0.5, '1', null],
};
const quantity: Range = {
  accepted: [
    '0',
    '-0',
    '999999',
    '-999999',
    '999999.000000',
    '0.000001',
    '999998.999999',
    '0000000000999999',
  ],
  refused: [
    '1000000',
    '-1000000',
    '999999.000001',
    '0.0000001',
    '',
    '.5',
    '1.',
    '+1',
    '1e3',
    '00000000000999999',
    1,
  ],
};
const decimal: Range = {
  accepted: ['0', '-1.5', x(20).replaceAll('x', '9')],
  refused: [x(21).replaceAll('x', '9'), '', '1.', '.5', '1e3', '+1', 1],
};
const positive: Range = {
  accepted: ['0', '0.5', x(20).replaceAll('x', '9')],
  refused: ['-1', '-0', ...decimal.refused],
};
const whole = (min: number, max: number): Range => ({
  accepted: [min, max],
  refused: [min - 1, max + 1, min + 0.5, String(min), null],
});
const oneOf = (...accepted: unknown[]): Range => ({ accepted, refused: ['something-else', '', null, 1] });
const flag: Range = { accepted: [true, false], refused: ['true', 1, null] };
const currency: Range = { accepted: ['EUR', 'JPY'], refused: ['eur', 'EU', 'EURO', '', null] };
const date: Range = {
  accepted: ['2024-02-29', '9999-12-31'],
  refused: ['2023-02-29', '2023-13-01', '23-01-01', '2023-1-1', '', null],
};
const source: Range = {
  accepted: [FULL_EVENTS.sale().source],
  refused: ['', '/stores/x', `${FULL_EVENTS.sale().source}/`, x(LIMITS.source + 1), null],
};
const skipped: Range = {
  accepted: ['000000000007', '000000000009'],
  refused: ['7', '0000000000008', '00000000000a', '', 7],
};

/** The instant that whoever sends claims; the one until which something holds. */
const instant: Range = {
  accepted: [
    '2026-11-23T10:00:00Z',
    '2026-11-23T10:00:00+14:00',
    `2026-11-23T10:00:00.${'1'.repeat(LIMITS.time - 21)}Z`,
  ],
  refused: [
    `2026-11-23T10:00:00.${'1'.repeat(LIMITS.time - 20)}Z`,
    '2026-11-23T10:00:00',
    '2026-11-23',
    '2026-02-30T10:00:00Z',
    '',
    5,
  ],
};

const floor = (min: number): Range => ({
  accepted: [min, LIMITS.amountMinor],
  refused: [min - 1, LIMITS.amountMinor + 1, 0.5, '1', null],
});
const address: Range = {
  accepted: ['a@b', `${x(LIMITS.email - 2)}@b`],
  refused: ['', 'a', 'a@', '@b', 'a b@c', 'a@b@c', `${x(LIMITS.email - 1)}@b`, null],
};

/** What the day of a till, payments and customers have besides. */
const MONEY_RANGES: Record<string, Range> = {
  floatMinor: floor(0),
  countedMinor: floor(0),
  firstSequence: skipped,
  lastSequence: skipped,
  valueMinor: floor(1),
  count: whole(0, LIMITS.denominationCount),
  salesMinor: amount,
  refundsMinor: amount,
  saleCount: whole(0, LIMITS.sequence),
  refundCount: whole(0, LIMITS.sequence),
  key: reference,
  expectedCashMinor: amount,
  direction: oneOf('in', 'out'),
  'cashMoved.amountMinor': floor(1),
  'cashMoved.reason': oneOf('float', 'change', 'bank', 'expense', 'tips', 'correction', 'other'),
  'holdMade.kind': oneOf('gift_card', 'store_credit', 'deposit', 'refund'),
  'holdMade.amountMinor': floor(1),
  account: reference,
  'liabilityAdjusted.kind': oneOf('gift_card', 'store_credit', 'deposit'),
  'liabilityAdjusted.reason': oneOf('opening', 'goodwill', 'correction', 'expired'),
  'paymentIdentified.tender': whole(1, LIMITS.tenders),
  payoutId: reference,
  arrivedOn: date,
  grossMinor: amount,
  feeMinor: amount,
  netMinor: amount,
  'payoutRecorded.kind': oneOf('payment', 'refund', 'chargeback', 'fee', 'adjustment'),
  bankReference: reference,
  name,
  email: address,
  phone: {
    accepted: ['1', '+1', `+${x(LIMITS.phone - 1).replaceAll('x', '1')}`, '1(0)'],
    refused: ['', '+', 'a', '1a', `+${x(LIMITS.phone).replaceAll('x', '1')}`, null],
  },
  loyaltyCard: reference,
  'customerCaptured.0': oneOf('email', 'phone'),
  'consents.channel': oneOf('email', 'sms', 'phone', 'post'),
  given: flag,
  at: instant,
  'consents.source': name,
  points: whole(-LIMITS.points, LIMITS.points),
  'loyaltyAdjusted.reason': oneOf('opening', 'goodwill', 'correction', 'redeemed', 'expired'),
};

/** Every field of every event, by its name, or by event and name where one name has two meanings. */
export const RANGES: Record<string, Range> = {
  specversion: oneOf('1.0'),
  id: label(LIMITS.id),
  source,
  type: { accepted: [], refused: ['', x(LIMITS.reference + 1), null] },
  time: instant,
  sequence: {
    accepted: ['000000000001', '999999999999'],
    refused: ['000000000000', '1', '1000000000000', '00000000000a', '', 42],
  },
  clock: oneOf('synced', 'unsynced', 'unknown'),
  datacontenttype: oneOf('application/json'),
  first: skipped,
  last: skipped,
  currency,
  businessDate: date,
  registerSession: reference,
  location: code,
  receiptNumber: reference,
  catalogueVersion: whole(0, LIMITS.catalogueVersion),
  customerId: reference,
  employeeId: reference,
  note: note(LIMITS.note),
  fiscalSignature: label(LIMITS.fiscalText),
  amountMinor: amount,
  changeMinor: amount,
  tipMinor: amount,
  roundingMinor: amount,
  cashBackMinor: amount,
  sku: code,
  barcode: code,
  description: name,
  'lines.description': note(LIMITS.name),
  kind: oneOf('gift_card'),
  quantity,
  unitPrice: decimal,
  unitCost: positive,
  rate: positive,
  promotionId: reference,
  category: code,
  included: flag,
  giftCardId: reference,
  processor: name,
  reference,
  authorisation: reference,
  lastFour: { accepted: ['0000', '9999'], refused: ['123', '12345', '123a', 1234, null] },
  disposition: oneOf('sellable', 'damaged', 'none'),
  originalLine: whole(1, LIMITS.lines),
  supplier: name,
  deliveryNumber: reference,
  deliveryId: reference,
  transferId: reference,
  expectedOn: date,
  receivedAt: instant,
  from: code,
  to: code,
  rejected: quantity,
  rejectedReason: note(LIMITS.note),
  'reversed.reason': label(LIMITS.note),
  'voided.reason': note(LIMITS.note),
  'adjusted.reason': oneOf(
    'damage',
    'theft',
    'sample',
    'own_use',
    'expired',
    'found',
    'correction',
    'opening',
  ),
  'skipped.reason': label(LIMITS.note),
  quantityIn: oneOf('unit', 'pack'),
  lot: code,
  expires: date,
  reservationId: reference,
  orderNumber: reference,
  channel: name,
  expiresAt: instant,
  ifAvailable: flag,
  'reservationVoided.reason': note(LIMITS.note),
  countId: reference,
  'countStarted.kind': oneOf('full', 'shelf', 'department', 'spot'),
  shelf: code,
  department: name,
  /** A SKU in a list of them. */
  0: code,
  blind: flag,
  atSeq: whole(0, Number.MAX_SAFE_INTEGER),
  again: flag,
  approve: { accepted: ['all', ['x']], refused: ['some', 5, null] },
  missingAsZero: flag,
  'countCancelled.reason': note(LIMITS.note),
  'lotRecalled.reason': note(LIMITS.note),
  ended: flag,
  depositId: reference,
  storeCreditId: reference,
  holdId: reference,
  loyaltyPoints: whole(-LIMITS.points, LIMITS.points),
  taxExempt: name,
  ...MONEY_RANGES,
};
