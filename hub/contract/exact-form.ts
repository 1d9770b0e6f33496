import type { z } from 'zod';

/**
 * The short way past zod, for the many events that are right and hold nothing but what the contract knows: gives
 * the parsed JSON value back as zod would, its fields in the schema's order, or UNSURE. UNSURE says nothing: zod
 * decides then, and tells what is wrong. A piece of a schema that is not known here is always UNSURE, so that it
 * is slow and never wrong.
 *
 * The rules are read out of the schemas themselves (https://zod.dev/packages/core), so that none is written twice.
 * Fields that are put in order are put in order inside the given value too.
 */
export type ExactForm = (value: unknown) => unknown;

export const UNSURE = Symbol('unsure');

export function exactForm(schema: z.ZodType): ExactForm {
  return formOf(schema);
}

/** What zod's schemas and checks tell about themselves. */
interface Schema {
  readonly _zod: { readonly def: Definition };
}

interface Definition {
  readonly type?: string;
  readonly checks?: readonly Schema[];
  readonly format?: string;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly element?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: Schema;
  readonly innerType?: Schema;
  readonly check?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly pattern?: RegExp;
  readonly fn?: (value: unknown) => unknown;
  readonly tx?: (value: unknown) => unknown;
}

function formOf({ _zod: { def } }: Schema): ExactForm {
  const form = ownForm(def);
  const checks = (def.checks ?? []).map((check) => checkOf(check._zod.def));
  if (checks.length === 0) return form;
  const isRight = all(checks);
  return (value) => {
    const exact = form(value);
    return exact !== UNSURE && isRight(exact) ? exact : UNSURE;
  };
}

function ownForm(def: Definition): ExactForm {
  switch (def.type) {
    case 'array':
      return def.element === undefined ? unsure : listOf(formOf(def.element));
    case 'object':
      return def.shape === undefined || def.catchall !== undefined ? unsure : objectOf(def.shape);
    default: {
      const isRight = leafCheck(def);
      return (value) => (isRight(value) ? value : UNSURE);
    }
  }
}

const unsure: ExactForm = () => UNSURE;

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === 'string';
const never: Check = () => false;

function leafCheck(def: Definition): Check {
  switch (def.type) {
    case 'string':
      return def.check === undefined ? isString : all([isString, checkOf(def)]);
    case 'number':
      return def.format === 'safeint' ? Number.isSafeInteger : never;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
      return oneOf(def.values ?? []);
    case 'enum':
      return oneOf(Object.values(def.entries ?? {}));
    default:
      return never;
  }
}

function checkOf({ check, minimum = Infinity, maximum = -Infinity, ...def }: Definition): Check {
  const { value: bound = Number.NaN, inclusive } = def;
  switch (check) {
    case 'min_length':
      return (value) => (value as Sized).length >= minimum;
    case 'max_length':
      return (value) => (value as Sized).length <= maximum;
    case 'greater_than':
      return inclusive === true ? (value) => Number(value) >= bound : (value) => Number(value) > bound;
    case 'less_than':
      return inclusive === true ? (value) => Number(value) <= bound : (value) => Number(value) < bound;
    case 'string_format':
      return matches(def.pattern);
    case 'custom':
      return refines(def.fn);
    case 'overwrite':
      return staysAs(def.tx);
    default:
      return never;
  }
}

interface Sized {
  readonly length: number;
}

function all(checks: readonly Check[]): Check {
  const [first = never, ...rest] = checks;
  if (rest.length === 0) return first;
  const others = all(rest);
  return (value) => first(value) && others(value);
}

function matches(pattern: RegExp | undefined): Check {
  if (pattern === undefined || pattern.global || pattern.sticky) return never;
  return (value) => pattern.test(value as string);
}

function refines(fn: Definition['fn']): Check {
  return fn === undefined ? never : (value) => fn(value) === true;
}

/** What is put in another form is left to zod. */
function staysAs(tx: Definition['tx']): Check {
  return tx === undefined ? never : (value) => tx(value) === value;
}

function oneOf(values: readonly unknown[]): Check {
  return (value) => values.includes(value);
}

function listOf(item: ExactForm): ExactForm {
  return (value) => {
    if (!Array.isArray(value)) return UNSURE;
    for (let index = 0; index < value.length; index += 1) {
      const exact = item(value[index]);
      if (exact === UNSURE) return UNSURE;
      value[index] = exact;
    }
    return value;
  };
}

interface Field {
  readonly key: string;
  readonly isOptional: boolean;
  readonly form: ExactForm;
}

type JsonObject = Record<string, unknown>;

function objectOf(shape: Readonly<Record<string, Schema>>): ExactForm {
  const fields = Object.entries(shape).map(([key, schema]) => fieldOf(key, schema));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNSURE;
    const object = value as JsonObject;
    return isInOrder(object, fields) ? sameObject(object, fields) : ordered(object, fields);
  };
}

function fieldOf(key: string, schema: Schema): Field {
  const { type, innerType } = schema._zod.def;
  if (type !== 'optional' || innerType === undefined) return { key, isOptional: false, form: formOf(schema) };
  return { key, isOptional: true, form: formOf(innerType) };
}

/** Walks both in step: a field of the schema that does not come next must be one that may be missing. */
function isInOrder(object: JsonObject, fields: readonly Field[]): boolean {
  let next = 0;
  for (const key in object) {
    while (fields[next]?.key !== key) {
      if (fields[next]?.isOptional !== true) return false;
      next += 1;
    }
    next += 1;
  }
  for (; next < fields.length; next += 1) if (fields[next]?.isOptional !== true) return false;
  return true;
}

function sameObject(object: JsonObject, fields: readonly Field[]): unknown {
  for (const { key, form } of fields) {
    const value = object[key];
    if (value === undefined) continue;
    const exact = form(value);
    if (exact === UNSURE) return UNSURE;
    if (exact !== value) object[key] = exact;
  }
  return object;
}

function ordered(object: JsonObject, fields: readonly Field[]): unknown {
  const result: JsonObject = {};
  let known = 0;
  for (const { key, isOptional, form } of fields) {
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    if (value === undefined && !isOptional) return UNSURE;
    if (value === undefined) continue;
    const exact = form(value);
    if (exact === UNSURE) return UNSURE;
    result[key] = exact;
    known += 1;
  }
  return known === Object.keys(object).length ? result : UNSURE;
}
