import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../test/kit/assert-whole.ts';
import { FULL_EVENTS } from '../../test/kit/full-events.ts';
import { proven } from '../../test/kit/proven.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { readEvent } from '../contract/read-event.ts';
import { toLedgerEvent } from '../domain/ledger-event.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';

const SEED = Number(process.env['CARD_SEED'] ?? 20_261_123);

/** A number with an issuer's prefix and a valid Luhn sum (ISO/IEC 7812-1 annex B), which is not written here elsewhere. */
const card = fc
  .tuple(
    fc.constantFrom('4', '51', '55', '2221', '34', '37', '36', '6011', '65'),
    fc.integer({ min: 14, max: 19 }),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 }),
  )
  .map(([prefix, length, digits]) => {
    const known = `${prefix}${digits.join('')}`.slice(0, length - 1);
    const check = '0123456789'.split('').find((digit) => luhnSum(known + digit) % 10 === 0);
    return `${known}${check ?? ''}`;
  });

function luhnSum(digits: string): number {
  return digits
    .split('')
    .toReversed()
    .reduce((sum, digit, place) => {
      const worth = place % 2 === 1 ? Number(digit) * 2 : Number(digit);
      return sum + (worth > 9 ? worth - 9 : worth);
    }, 0);
}

const WORDS = /^(description|note|reason|name|supplier|processor|channel|rejectedReason|taxExempt|by)$/;
const CODES = /^(sku|barcode|lot|reference|authorisation|giftCardId|customerId|receiptNumber|orderNumber)$/;

/** The objects of an event, each with those of its fields that are of the kind. */
function fieldsOf(value: object, kind: RegExp): [owner: object, key: string][] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    if (typeof child === 'string') return kind.test(key) ? [[value, key] as [object, string]] : [];
    return typeof child === 'object' && child !== null ? fieldsOf(child, kind) : [];
  });
}

interface Planted {
  readonly event: { readonly id: string };
  readonly card: string;
  readonly isKept: boolean;
}

const how = fc.constantFrom('words', 'code', 'unknown text', 'unknown number', 'unknown key');

const planted: fc.Arbitrary<Planted> = fc
  .record({ make: fc.constantFrom(...Object.values(FULL_EVENTS)), card, how, at: fc.nat(), id: fc.uuid() })
  .map(({ make, card: number, how: kind, at, id }) => {
    const event = { ...structuredClone(make() as object), id };
    const fields = fieldsOf(event, kind === 'code' ? CODES : WORDS);
    const [owner, key] = fields[at % fields.length] ?? [event, 'colour'];
    if (kind === 'words') Reflect.set(owner, key, `card ${number}, thanks`);
    else if (kind === 'code') Reflect.set(owner, key, number);
    else if (kind === 'unknown text') Reflect.set(owner, 'colour', { said: [`-${number}-`] });
    else if (kind === 'unknown number') Reflect.set(owner, 'colour', Number(number));
    else Reflect.set(owner, number, 'red');
    return { event, card: number, isKept: kind === 'code' && key !== 'colour' };
  });

function readable({ event }: Planted): LedgerEvent | null {
  const result = readEvent(Buffer.from(JSON.stringify(event)), { from: 'hub', store: null });
  return result.kind === 'read' ? toLedgerEvent(result.event) : null;
}

/** Every byte of the ledger, what is not checkpointed yet included. */
function bytesOf(file: string): string {
  return [file, `${file}-wal`].map((name) => (existsSync(name) ? readFileSync(name, 'latin1') : '')).join('');
}

const PATIENT = { timeout: 60_000 };

test(
  'no card number in words or unknown fields is anywhere in the file; codes stay; a resend is a duplicate',
  PATIENT,
  ({ task }) => {
    let masked = 0;
    fc.assert(
      fc.property(fc.array(planted, { minLength: 5, maxLength: 20 }), (plants) => {
        using temp = tempLedger();
        const read = plants.flatMap((plant) => {
          const event = readable(plant);
          return event === null ? [] : [{ plant, event }];
        });
        const { replies } = temp.ledger.commit(read.map(({ event }) => event));
        const bytes = bytesOf(temp.file);
        for (const [index, { plant }] of read.entries()) {
          const told = (replies[index]?.exceptions ?? []).filter(({ cause }) => cause === 'card.masked');
          expect(bytes.includes(plant.card), JSON.stringify(plant)).toBe(plant.isKept);
          expect(told).toHaveLength(plant.isKept ? 0 : 1);
          masked += told.length;
        }
        const again = temp.ledger.commit(read.flatMap(({ plant }) => readable(plant) ?? [])).replies;
        expect(again.map(({ outcome }) => outcome)).toEqual(read.map(() => 'duplicate'));
        expectWhole(temp.file);
      }),
      { seed: SEED, numRuns: 12 },
    );
    expect(masked).toBeGreaterThan(50);
    proven(task, { promise: 'card-numbers', cases: masked });
  },
);
