import { maskCardNumbers } from '../kit/card-number.ts';

/** A value in which what could be a full card number is masked, and where it was. */
export interface Masked<Value> {
  readonly value: Value;
  /** Paths such as `data.lines.0.note`. */
  readonly fields: readonly string[];
}

/** Masks card numbers in what the contract does not know: in texts, in numbers, and in the names of fields. */
export function maskUnknown<Value>(value: Value): Masked<Value> {
  const fields: string[] = [];
  return { value: maskedValue(value, [], fields) as Value, fields };
}

function maskedValue(value: unknown, path: readonly string[], fields: string[]): unknown {
  if (typeof value === 'object' && value !== null) return maskedObject(value, path, fields);
  const masked = maskedLeaf(value);
  if (masked !== value) fields.push(path.join('.'));
  return masked;
}

function maskedObject(value: object, path: readonly string[], fields: string[]): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => maskedValue(item, [...path, String(index)], fields));
  const masked = Object.create(null) as Record<string, unknown>;
  for (const [key, child] of Object.entries(value)) {
    const name = freeName(masked, maskCardNumbers(key));
    const childPath = [...path, name];
    if (name !== key) fields.push(childPath.join('.'));
    masked[name] = maskedValue(child, childPath, fields);
  }
  return masked;
}

/** Two names may differ by no more than what is masked: no value takes the place of another. */
function freeName(taken: object, name: string): string {
  for (let count = 2, free = name; ; count += 1) {
    if (!Object.hasOwn(taken, free)) return free;
    free = `${name} (${count})`;
  }
}

function maskedLeaf(value: unknown): unknown {
  if (typeof value === 'string') return maskCardNumbers(value);
  if (typeof value !== 'number') return value;
  const text = String(value);
  // The last digits of so long a number are lost already, its check digit too.
  const masked = INEXACT_CARD.test(text) ? '*'.repeat(text.length) : maskCardNumbers(text);
  return masked === text ? value : masked;
}

const INEXACT_CARD = /^-?[2-6]\d{16,18}$/;

/** The fields whose text is not the one that came. */
export function changedFields(came: unknown, kept: unknown, path: readonly string[] = []): string[] {
  if (typeof kept === 'string') return came === kept ? [] : [path.join('.')];
  if (typeof kept !== 'object' || kept === null || typeof came !== 'object' || came === null) return [];
  return Object.entries(kept).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'object'
      ? changedFields(Reflect.get(came, key), value, [...path, key])
      : [],
  );
}

const FIELDS_MAX = 10;
const FIELD_LENGTH_MAX = 100;

/**
 * That something was masked is written into the event as it is kept, so that the log tells it: the attribute `masked`, behind
 * those of the till and before `data`, with the names of the fields.
 */
export function maskedAttribute(fields: readonly string[]): { masked?: string } {
  if (fields.length === 0) return {};
  const names = fields.slice(0, FIELDS_MAX).map((field) => field.slice(0, FIELD_LENGTH_MAX));
  return { masked: names.join(' ').replaceAll(UNPRINTABLE, '?') };
}

/** The names of the fields that were masked in an event, out of its text; null where there are none. */
export function maskedIn(body: string): string | null {
  const end = body.indexOf('","data":{');
  const start = body.lastIndexOf(ATTRIBUTE, end);
  if (end === -1 || start === -1) return null;
  return JSON.parse(body.slice(start + ATTRIBUTE.length - 1, end + 1)) as string;
}

const UNPRINTABLE = /[^\u0020-\u007e\u00a0-\ud7ff\ue000-\uffef]/g;

const ATTRIBUTE = ',"masked":"';
