import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anyEvent } from '../../test/kit/arbitraries.ts';
import { FULL_EVENTS } from '../../test/kit/full-events.ts';
import { Envelope } from './envelope.ts';
import { EVENT_TYPES, type EventType } from './events.ts';
import { exactEvent } from './exact-event.ts';
import { exactForm, UNSURE } from './exact-form.ts';

/** What zod makes of an event, as JSON text, or null when it refuses it or leaves something out. */
function byZod(event: object): string | null {
  const type = Reflect.get(event, 'type') as EventType;
  const read = Envelope.extend({ data: EVENT_TYPES[type].data }).safeParse(event);
  return read.success ? JSON.stringify(read.data) : null;
}

function copy(event: object): object {
  return JSON.parse(JSON.stringify(event)) as object;
}

/** Puts another value, or none, at one place of an event. */
function mutated(event: object, { place, value }: { place: number; value: unknown }): object {
  const changed = copy(event);
  const places = placesOf(changed);
  const [owner, key] = places[place % places.length] ?? [changed, 'type'];
  if (value === undefined) Reflect.deleteProperty(owner, key);
  else Reflect.set(owner, key, value);
  return changed;
}

function placesOf(value: object): [object, string][] {
  return Object.entries(value).flatMap(([key, child]) => [
    [value, key] as [object, string],
    ...(typeof child === 'object' && child !== null ? placesOf(child as object) : []),
  ]);
}

const anyValue = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    '',
    ' x',
    'EUR',
    '-1',
    '1.5',
    '2026-02-30',
    'goods',
    '0'.repeat(30),
    1e300,
    0.5,
    -0,
    2 ** 60,
  ),
);

/** A review says `all` or names products: it takes the long way, which is for what is rare. */
const { countReviewed: _oneOfTwo, ...SHORT } = FULL_EVENTS;

describe('the short way past zod', () => {
  test.each(Object.entries(SHORT))('takes a full %s, its fields in any order', (_, make) => {
    const event = make();
    const reversed = Object.fromEntries(
      Object.entries({
        ...event,
        data: Object.fromEntries(Object.entries(event.data).toReversed()),
      }).toReversed(),
    );
    expect(JSON.stringify(exactEvent(copy(event)))).toBe(byZod(event));
    expect(JSON.stringify(exactEvent(reversed))).toBe(byZod(event));
  });

  test('gives what zod gives, or is unsure', () => {
    let taken = 0;
    const change = fc.record({ place: fc.nat(), value: anyValue });
    fc.assert(
      fc.property(anyEvent(), fc.array(change, { maxLength: 3 }), (event, changes) => {
        const input = changes.reduce(mutated, copy(event));
        const type: unknown = Reflect.get(input, 'type');
        fc.pre(typeof type === 'string' && Object.hasOwn(EVENT_TYPES, type));
        const exact = exactEvent(copy(input));
        if (exact === null) return;
        taken += 1;
        expect(JSON.stringify(exact)).toBe(byZod(input));
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test('an event with a field that the contract does not know is left to zod', () => {
    const event = FULL_EVENTS.sale();
    expect(exactEvent({ ...copy(event), colour: 'red' })).toBeNull();
    expect(exactEvent(JSON.parse(JSON.stringify(event).replace('{', '{"__proto__":{},')))).toBeNull();
  });

  test('a text that is put in another form is left to zod', () => {
    const form = exactForm(z.string().trim());
    expect([form('x'), form(' x')]).toEqual(['x', UNSURE]);
  });

  test.each([
    ['a union', z.union([z.string(), z.int()])],
    ['a transformed value', z.string().transform(Number)],
    ['a default', z.object({ field: z.string().default('x') })],
    ['an open object', z.looseObject({ field: z.string() })],
    ['a float', z.number()],
    ['a text from a pipe', z.pipe(z.string(), z.string())],
  ])('%s is left to zod', (_, schema) => {
    for (const value of ['x', 1, 1.5, { field: 'x' }, {}]) expect(exactForm(schema)(value)).toBe(UNSURE);
  });
});
