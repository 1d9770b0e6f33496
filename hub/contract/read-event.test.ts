import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyEvent } from '../../test/kit/arbitraries.ts';
import { INSTALLATION, STORE, TILL } from '../../test/kit/arbitrary-parts.ts';
import { formatSource } from './envelope.ts';
import { FULL_EVENTS, lineOfSale } from '../../test/kit/full-events.ts';
import { LIMITS } from './limits.ts';
import { readEvent, type ReadResult, readStoredEvent } from './read-event.ts';

const fullSale = FULL_EVENTS.sale;
const RULES = { from: { kind: 'till', name: TILL }, store: STORE } as const;

function read(event: object | string): ReadResult {
  return readEvent(Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)), RULES);
}

/** JSON text of the full sale with a piece of it put in another way. */
function withText(from: string, to: string): string {
  const text = JSON.stringify(fullSale());
  expect(text).toContain(from);
  return text.replace(from, to);
}

describe('what can be read', () => {
  test('a sale with every field comes back as it was sent', () => {
    const result = read(fullSale());
    expect(result).toMatchObject({
      kind: 'read',
      event: { extra: null, content: { data: fullSale().data } },
    });
    if (result.kind === 'read') expect(JSON.parse(result.event.body)).toEqual(fullSale());
  });

  test('a sale of 1,000 lines is read', () => {
    const lines = Array.from({ length: LIMITS.lines }, (_, index) => ({
      ...lineOfSale(),
      sku: `sku-${index}`,
    }));
    expect(read({ ...fullSale(), data: { ...fullSale().data, lines } }).kind).toBe('read');
  });

  test('a stored event is read as it was the first time', () => {
    fc.assert(
      fc.property(anyEvent(), (event) => {
        const first = read(event);
        expect(first.kind, JSON.stringify(first)).toBe('read');
        if (first.kind !== 'read') return;
        const again = readStoredEvent(Buffer.from(first.event.body));
        expect(again.body).toBe(first.event.body);
        expect(again.content).toEqual(first.event.content);
        expect(first.event.extra).toBeNull();
      }),
    );
  });

  test('a byte order mark before an event changes nothing of it', () => {
    expect(read(`\ufeff${JSON.stringify(fullSale())}`)).toEqual(read(fullSale()));
  });

  test('fields in another order are the same event', () => {
    const reversed = Object.fromEntries(Object.entries(fullSale()).toReversed());
    const [one, other] = [read(fullSale()), read(reversed)];
    expect(one.kind === 'read' && other.kind === 'read' && one.event.body === other.event.body).toBe(true);
  });

  test('an event without a fault of its own is never thrown at', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(readEvent(bytes, RULES).kind).toBe('unreadable');
        },
      ),
    );
  });
});

describe('what the contract does not know', () => {
  test('unknown fields are kept apart, wherever they are', () => {
    const sale = fullSale();
    const data = { ...sale.data, bonus: { stars: 5 }, lines: [{ ...lineOfSale(), colour: 'red' }] };
    const result = read({ ...sale, traceparent: '00-ab', data });
    const extra = { traceparent: '00-ab', data: { bonus: { stars: 5 }, lines: { 0: { colour: 'red' } } } };
    expect(result.kind === 'read' && JSON.parse(result.event.extra ?? '')).toEqual(extra);
    expect(result.kind === 'read' && result.event.body).not.toContain('bonus');
  });

  test('`__proto__` is a field like any other, and changes nothing', () => {
    const result = read(withText('"data":{', '"data":{"__proto__":{"currency":"QQQ"},"constructor":1,'));
    expect(result).toMatchObject({ kind: 'read', event: { content: { data: { currency: 'EUR' } } } });
    const extra = result.kind === 'read' ? result.event.extra : null;
    expect(extra).toBe('{"data":{"__proto__":{"currency":"QQQ"},"constructor":1}}');
    expect(Object.hasOwn(Object.prototype, 'currency')).toBe(false);
  });

  test('`__proto__` does not stand in for a field that is missing', () => {
    const result = read(withText('"currency":"EUR",', '"__proto__":{"currency":"EUR"},'));
    expect(result).toMatchObject({ kind: 'unreadable', code: 'data', path: 'data.currency' });
  });

  test('an event of an unknown type is read, with all of its data kept apart', () => {
    const text = withText('"backroom.sale.completed.v1"', '"backroom.sale.completed.v2"');
    const result = read(text.replace('"data":{', '"data":{"__proto__":7,'));
    expect(result).toMatchObject({ kind: 'read', event: { content: null } });
    const extra: unknown = JSON.parse(result.kind === 'read' ? (result.event.extra ?? '') : '');
    expect(extra).toHaveProperty('data.lines');
    expect(result.kind === 'read' && result.event.extra).toContain('"__proto__":7');
  });

  test('of a key that stands twice the last one counts', () => {
    const result = read(withText('"currency":"EUR"', '"currency":"QQQ","currency":"EUR"'));
    expect(result).toMatchObject({ kind: 'read', event: { content: { data: { currency: 'EUR' } } } });
  });
});

describe('what cannot be read', () => {
  const refusedText = (code: string, path?: string) =>
    expect.objectContaining({ kind: 'unreadable', code, ...(path === undefined ? {} : { path }) });

  test('one byte more than an event may have', () => {
    const sized = (bytes: number): Buffer => {
      const room = bytes - JSON.stringify({ ...fullSale(), padding: '' }).length;
      return Buffer.from(JSON.stringify({ ...fullSale(), padding: 'x'.repeat(room) }));
    };
    expect(readEvent(sized(LIMITS.eventBytes), RULES).kind).toBe('read');
    expect(readEvent(sized(LIMITS.eventBytes + 1), RULES)).toEqual(refusedText('too-large'));
  });

  test('nesting deeper than allowed, up to a whole payload of brackets', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const inside = (depth: number): string => withText('"data":{', `"data":{"x":${nested(depth)},`);
    expect(read(inside(LIMITS.eventDepth - 2)).kind).toBe('read');
    expect(read(inside(LIMITS.eventDepth - 1))).toEqual(refusedText('too-deep'));
    expect(read(nested(LIMITS.eventBytes / 2))).toEqual(refusedText('too-deep'));
  });

  test('bytes that are not UTF-8', () => {
    const bytes = Buffer.from(JSON.stringify(fullSale()));
    bytes[bytes.indexOf('Tea')] = 0xff;
    expect(readEvent(bytes, RULES)).toEqual(refusedText('not-utf8'));
    expect(readEvent(Buffer.from([0xed, 0xa0, 0x80]), RULES)).toEqual(refusedText('not-utf8'));
  });

  test('a second byte order mark', () => {
    expect(read(`\ufeff\ufeff${JSON.stringify(fullSale())}`)).toEqual(refusedText('not-json'));
  });

  test.each(['', ' ', '{', '{"a":1,}', 'NaN', "{'a':1}", '\u0000'])('text that is not JSON: %j', (text) => {
    expect(read(text)).toEqual(refusedText('not-json'));
  });

  test.each([
    '{"card":"4111111111111111",}',
    '{"a":x4111111111111111}',
    '{"a":4111111111111111 y}',
    '4111111111111111x',
    'x4111111111111111',
  ])('the reason does not repeat what the payload holds: %s', (text) =>
    expect(JSON.stringify(read(text))).not.toContain('111'),
  );

  test.each(['null', '[]', '"sale"', '5', 'true'])('JSON that is no object: %s', (text) => {
    expect(read(text)).toEqual(refusedText('envelope'));
  });

  test.each([
    ['a NUL', '\\u0000'],
    ['a line feed', '\\n'],
    ['a C1 control', '\\u0085'],
    ['half of a surrogate pair', '\\ud83d'],
    ['a non-character', '\\uffff'],
  ])('%s in a text', (_name, character) => {
    expect(read(withText('Tea', `Te${character}a`))).toEqual(refusedText('data', 'data.lines.0.description'));
    expect(read(withText('"id":"', `"id":"${character}`))).toEqual(refusedText('envelope', 'id'));
    expect(read(withText('backroom.sale', `backroom${character}.sale`))).toEqual(
      refusedText('envelope', 'type'),
    );
  });
});

describe('by what the sender knows what could not be read', () => {
  const { id, source } = fullSale();

  test('id and source are told as far as they are what the contract allows', () => {
    expect(read({ ...fullSale(), data: {} })).toMatchObject({ code: 'data', id, source });
    expect(read({ id, source })).toMatchObject({ code: 'envelope', id, source });
    expect(read(withText('"data":{', `"data":{"x":${'['.repeat(20)}${']'.repeat(20)},`))).toMatchObject({
      code: 'too-deep',
      id,
      source,
    });
    const other = source.replace(TILL, 'till-99');
    expect(read({ ...fullSale(), source: other })).toMatchObject({ code: 'source', id, source: other });
  });

  test.each([
    ['a number', 7],
    ['nothing', ''],
    ['a text that is too long', 'x'.repeat(LIMITS.id + LIMITS.source)],
    ['a control character', 'a\u0000'],
  ])('%s is no id and no source', (_name, value) => {
    const neither = read({ ...fullSale(), id: value, source: value });
    expect(neither).not.toHaveProperty('id');
    expect(neither).not.toHaveProperty('source');
    expect(read({ ...fullSale(), id: value })).toMatchObject({ path: 'id', source });
    expect(read({ ...fullSale(), source: value })).toMatchObject({ path: 'source', id });
  });

  test('of what is no JSON object nothing is told', () => {
    for (const payload of ['{', 'null', '[]', '"id"', '7']) expect(read(payload)).not.toHaveProperty('id');
  });
});

describe('who may send it', () => {
  const parts = { store: STORE, kind: 'tills', name: TILL, installation: INSTALLATION } as const;
  const from = (other: object): ReadResult =>
    read({ ...fullSale(), source: formatSource({ ...parts, ...other }) });
  const refused = (path: string) => expect.objectContaining({ kind: 'unreadable', path });

  test('the source names the store, the till and its kind', () => {
    expect(from({}).kind).toBe('read');
    expect(from({ store: INSTALLATION })).toEqual(refused('source'));
    expect(from({ name: 'till-2' })).toEqual(refused('source'));
    expect(from({ name: 'TILL-1' })).toEqual(refused('source'));
    expect(from({ kind: 'devices' })).toEqual(refused('source'));
    expect(from({ kind: 'hub' })).toEqual(refused('source'));
    expect(from({ installation: 'not-a-uuid' })).toEqual(refused('source'));
  });

  test('a till counts its events', () => {
    const { sequence: _sequence, ...uncounted } = fullSale();
    expect(read(uncounted)).toEqual(refused('sequence'));
    expect(read({ ...fullSale(), sequence: '42' })).toEqual(refused('sequence'));
    expect(read({ ...fullSale(), sequence: 42 })).toEqual(refused('sequence'));
  });

  test('a till cannot make the events of the hub', () => {
    const data = { sku: 'a', name: 'A', kind: 'goods', unit: 'each', barcodes: [] };
    const event = { ...fullSale(), type: 'backroom.product.set.v1', data };
    expect(read(event)).toEqual(refused('type'));
    expect(readEvent(Buffer.from(JSON.stringify(event)), { from: 'hub', store: STORE }).kind).toBe('read');
  });
});
