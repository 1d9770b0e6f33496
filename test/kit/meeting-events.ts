import fc from 'fast-check';
import { hashOf } from '../../scripts/replay/random.ts';
import type { TillEvent } from './arbitrary-parts.ts';

/**
 * Events of any shape speak of a handful of things when every name in them is drawn from a small pool: the same products,
 * places, lots, and events that were told before. What follows the other in a shop then meets by itself, in any order.
 */
const POOLS: Readonly<Record<string, readonly string[]>> = {
  sku: ['A', 'b', 'C', 'a', '4006381333931'],
  into: ['A', 'b', 'C'],
  barcode: ['4006381333931', '96385074', 'b'],
  location: ['shop', 'Cellar', 'CELLAR', '~damaged', 'ß'],
  from: ['shop', 'Cellar', 'Attic'],
  to: ['Cellar', 'shop', 'Attic'],
  lot: ['L-1', 'l-1', 'L-2'],
  department: ['Food', 'Garden'],
  shelf: ['S-1', 'S-2'],
};
/** Lists of codes: what a count is about, and what of it is approved. */
const LISTS = new Set(['skus', 'approve', 'recount']);
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;
const IDS = Array.from({ length: 12 }, (_, index) => `event-${index}`);

/** Of three events two have an id of their own; the others share a few, so that some come again and some in other words. */
export function meeting(events: fc.Arbitrary<TillEvent>): fc.Arbitrary<TillEvent> {
  return fc.tuple(events, fc.nat(2)).map(([event, dice]) => {
    const data = Object.fromEntries(
      Object.entries(event.data).map(([key, value]) => [key, renamed(key, value)]),
    );
    return { ...event, id: dice === 0 ? oneOf(IDS, event.id) : event.id, data };
  });
}

function renamed(key: string, value: unknown): unknown {
  if (typeof value === 'string') return key === 'id' ? oneOf(IDS, value) : nameOf(key, value);
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(LISTS.has(key) ? 'sku' : key, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamed(name, inner)]));
}

/** Instants are called `from` too: they stay. */
function nameOf(key: string, value: string): string {
  const pool = POOLS[key];
  if (pool === undefined || INSTANT.test(value)) return value;
  return oneOf(pool, value);
}

function oneOf(pool: readonly string[], value: string): string {
  return pool[hashOf(value) % pool.length] ?? value;
}
