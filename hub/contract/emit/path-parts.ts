import type { JsonObject, SchemaName } from './schemas.ts';

/** The pieces that the paths of the HTTP API are put together from. */
export const HOME = '#/components/schemas/';
export const API = '/api/v1';

/** What every route may answer apart from what it is for. */
export const GATE = { '401': response('Unauthorized'), '403': response('Forbidden') };
const WRITES = {
  ...GATE,
  '400': response('Invalid'),
  '413': response('TooLarge'),
  '422': response('Refused'),
  '503': response('NotNow'),
};

/** What every write needs, but for the events of tills. */
export const KEY: JsonObject = { $ref: '#/components/parameters/IdempotencyKey' };

export const sku = parameter('path', 'sku', {
  type: 'string',
  description: 'Percent-encoded; compared without regard to case.',
});
export const skuInQuery = parameter('query', 'sku', {
  type: 'string',
  description: 'The same in the query: `.` and `..` cannot stand in a path.',
});
export const limit = parameter('query', 'limit', {
  type: 'integer',
  minimum: 1,
  description: 'How many rows at most.',
});

export function parameter(place: 'path' | 'query', name: string, shape: JsonObject): JsonObject {
  return { name, in: place, required: place === 'path', schema: shape };
}

export function required(part: JsonObject): JsonObject {
  return { ...part, required: true };
}

export function before(description: string): JsonObject {
  return parameter('query', 'before', { type: 'integer', minimum: 0, description });
}

export function schema(name: SchemaName): JsonObject {
  return { $ref: `${HOME}${name}` };
}

export function response(name: string): JsonObject {
  return { $ref: `#/components/responses/${name}` };
}

export function json(description: string, shape: JsonObject): JsonObject {
  return { description, content: { 'application/json': { schema: shape } } };
}

export function body(name: SchemaName): JsonObject {
  return { required: true, content: { 'application/json': { schema: schema(name) } } };
}

interface Change {
  readonly parameters?: JsonObject[];
  readonly body: JsonObject;
  /** The ledger's reply, unless it says more than that. */
  readonly answer?: JsonObject;
  readonly more?: JsonObject;
}

/** A write: an event of the hub, made once for each key. */
export function change(operationId: string, summary: string, what: Change): JsonObject {
  const answer = what.answer ?? json('The change is on disk.', schema('EventReply'));
  return {
    operationId,
    summary,
    parameters: [KEY, ...(what.parameters ?? [])],
    requestBody: what.body,
    responses: { '200': answer, ...WRITES, ...what.more },
  };
}

export function question(
  operationId: string,
  summary: string,
  what: { parameters: JsonObject[]; schema: JsonObject; more?: JsonObject },
): JsonObject {
  const answer = json('The answer.', what.schema);
  const responses = { '200': answer, ...GATE, '404': response('NotFound'), ...what.more };
  return { operationId, summary, parameters: what.parameters, responses };
}

interface List {
  readonly parameters: JsonObject[];
  readonly item: SchemaName;
  readonly paged?: true;
}

export function list(name: string, summary: string, { parameters, item, paged }: List): JsonObject {
  const next = {
    type: ['integer', 'null'],
    description: '`before` for the next page; null on the last one.',
  };
  const shape = {
    type: 'object',
    required: paged ? [name, 'next'] : [name],
    properties: { [name]: { type: 'array', items: schema(item) }, ...(paged ? { next } : {}) },
  };
  return {
    operationId: `list-${name}`,
    summary,
    parameters,
    responses: { '200': json('The rows.', shape), ...GATE },
  };
}

export function probe(operationId: string, summary: string, responses: JsonObject): JsonObject {
  return { operationId, summary, security: [{}], responses };
}

export function flags(description: string, name: string): JsonObject {
  return json(description, { type: 'object', required: [name], properties: { [name]: { type: 'boolean' } } });
}
