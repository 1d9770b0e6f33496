import { describe, expect, test } from 'vitest';
import { STORE, TILL } from '../../test/kit/arbitrary-parts.ts';
import { RANGES } from '../../test/kit/field-ranges.ts';
import type { Range } from '../../test/kit/field-ranges.ts';
import { FULL_EVENTS, lineOfRefund, lineOfSale } from '../../test/kit/full-events.ts';
import { LIMITS } from './limits.ts';
import { readEvent, type ReadResult } from './read-event.ts';

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
  const [, list] = /\.(\w+)\.\d+\.\w+$/.exec(path) ?? [];
  return RANGES[`${list}.${leaf}`] ?? RANGES[`${eventName}.${leaf}`] ?? RANGES[leaf];
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
