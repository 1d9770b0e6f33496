import fc from 'fast-check';
import { formatSequence, formatSource } from '../../hub/contract/envelope.ts';
import type { EventType } from '../../hub/contract/events.ts';
import { formatScaled } from '../../hub/kit/scaled-decimal.ts';

/** An event of a till, whatever it says. Its id is a UUIDv7. */
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

interface EventOf<Data> {
  readonly sender: Sender;
  readonly data: fc.Arbitrary<Data>;
}

export function event<Data>(type: EventType, { sender, data }: EventOf<Data>): fc.Arbitrary<TillEvent<Data>> {
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

type Shape = Record<string, fc.Arbitrary<unknown>>;
type Values<S extends Shape> = { [Key in keyof S]: S[Key] extends fc.Arbitrary<infer Value> ? Value : never };

/** Lines that name their product by a sku, a barcode or both. */
export function lines<S extends Shape, Required extends keyof S = never>(
  shape: S,
  required: Required[] = [],
) {
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

export function original() {
  return fc.record({ id: fc.uuid({ version: 7 }) });
}

export function quantity(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.integer({ min: 1, max: 20 }).map(String),
    fc.integer({ min: 1, max: 5_000_000 }).map((micro) => formatScaled(micro, 6)),
  );
}

export function price(): fc.Arbitrary<string> {
  return fc.nat(10_000_000).map((scaled) => formatScaled(scaled, 4));
}

export function reference(): fc.Arbitrary<string> {
  return fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);
}

export function code(): fc.Arbitrary<string> {
  return fc.oneof(
    reference(),
    words().filter((text) => text.length <= 64),
  );
}

/** What people type, in any script. */
export function words(): fc.Arbitrary<string> {
  return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text);
}

export function businessDate(): fc.Arbitrary<string> {
  return instant().map((time) => time.slice(0, 10));
}

export function instant(): fc.Arbitrary<string> {
  return fc
    .date({
      min: new Date('2024-01-01T00:00:00Z'),
      max: new Date('2034-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().replace('Z', '+02:00')));
}
