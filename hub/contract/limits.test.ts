import { describe, expect, test } from 'vitest';
import { STORE, TILL } from '../../test/kit/arbitrary-parts.ts';
import { FULL_EVENTS, lineOfRefund, lineOfSale } from '../../test/kit/full-events.ts';
import { LIMITS } from './limits.ts';
import { readEvent, type ReadResult } from './read-event.ts';

/** A field at its limits, and what lies just beyond them. */
interface Range {
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

/** Every field of every event, by its name, or by event and name where one name has two meanings. */
const RANGES: Record<string, Range> = {
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
};

describe.each(Object.entries(FULL_EVENTS))('%s', (eventName, makeEvent) => {
  const leaves = leavesOf(makeEvent());

  test('has a range for every field', () => {
    expect(leaves.filter((path) => rangeOf(eventName, path) === undefined)).toEqual([]);
  });

  test.each(leaves)('%s is accepted at its limits and refused beyond', (path) => {
    const range = rangeOf(eventName, path);
    for (const value of range?.accepted ?? []) {
      expect(send(changed(makeEvent(), path, value)), JSON.stringify(value)).toMatchObject({ kind: 'read' });
    }
    for (const value of range?.refused ?? []) {
      const result = send(changed(makeEvent(), path, value));
      expect(result, JSON.stringify(value)).toMatchObject({ kind: 'unreadable', path });
    }
  });
});

test.each([
  ['data.lines', 1, LIMITS.lines, lineOfSale()],
  ['data.tenders', 0, LIMITS.tenders, FULL_EVENTS.sale().data.tenders[0]],
  ['data.lines.0.discounts', 0, LIMITS.discountsPerLine, lineOfSale().discounts[0]],
  ['data.lines.0.taxes', 0, LIMITS.taxesPerLine, lineOfSale().taxes[0]],
] as const)('%s has at least %d and at most %d items', (path, min, max, item) => {
  const withItems = (count: number): ReadResult =>
    send(changed(FULL_EVENTS.sale(), path, Array(count).fill(item)));
  expect(withItems(min)).toMatchObject({ kind: 'read' });
  expect(withItems(max)).toMatchObject({ kind: 'read' });
  expect(withItems(max + 1)).toMatchObject({ kind: 'unreadable', path });
  if (min > 0) expect(withItems(min - 1)).toMatchObject({ kind: 'unreadable', path });
});

test('a refund, a delivery and an adjustment have at most 1,000 lines', () => {
  const lines = {
    refund: lineOfRefund(),
    received: { sku: 'tea', quantity: '1' },
    adjusted: { sku: 'tea', quantity: '1' },
  };
  for (const [kind, line] of Object.entries(lines)) {
    const make = FULL_EVENTS[kind as keyof typeof lines];
    expect(send(changed(make(), 'data.lines', Array(LIMITS.lines).fill(line)))).toMatchObject({
      kind: 'read',
    });
    expect(send(changed(make(), 'data.lines', Array(LIMITS.lines + 1).fill(line)))).toMatchObject({
      path: 'data.lines',
    });
  }
});

test('1,000 lines of ordinary fullness fit in the bytes of an event', () => {
  const lines = Array(LIMITS.lines).fill(lineOfSale());
  const bytes = JSON.stringify(changed(FULL_EVENTS.sale(), 'data.lines', lines)).length;
  expect(bytes).toBeLessThan(LIMITS.eventBytes / 2);
});

test('a line names its product by a sku, a barcode or both', () => {
  const { sku, barcode, ...line } = lineOfSale();
  for (const codes of [{ sku }, { barcode }, { sku, barcode }]) {
    expect(send(changed(FULL_EVENTS.sale(), 'data.lines.0', { ...codes, ...line }))).toMatchObject({
      kind: 'read',
    });
  }
  expect(send(changed(FULL_EVENTS.sale(), 'data.lines.0', line))).toMatchObject({ path: 'data.lines.0' });
});

test('skipped numbers are told from the first to the last', () => {
  const skippedFrom = (first: string): ReadResult =>
    send(changed(FULL_EVENTS.skipped(), 'data.first', first));
  expect(skippedFrom('000000000009')).toMatchObject({ kind: 'read' });
  expect(skippedFrom('000000000010')).toMatchObject({ kind: 'unreadable', path: 'data' });
});

function send(event: object): ReadResult {
  return readEvent(Buffer.from(JSON.stringify(event)), { from: { kind: 'till', name: TILL }, store: STORE });
}

function rangeOf(eventName: string, path: string): Range | undefined {
  const leaf = path.split('.').at(-1) ?? '';
  const ofLine = /\.lines\.\d+\.\w+$/.test(path) ? RANGES[`lines.${leaf}`] : undefined;
  return RANGES[`${eventName}.${leaf}`] ?? ofLine ?? RANGES[leaf];
}

function leavesOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    typeof child === 'object' && child !== null ? leavesOf(child, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

/** The event with one field changed; the path is written as the hub tells it. */
function changed(event: object, path: string, value: unknown): object {
  const copy: Record<string, unknown> = structuredClone({ ...event });
  const keys = path.split('.');
  let place = copy;
  for (const key of keys.slice(0, -1)) place = place[key] as Record<string, unknown>;
  place[keys.at(-1) ?? ''] = value;
  return copy;
}
