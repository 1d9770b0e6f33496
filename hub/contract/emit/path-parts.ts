import type { JsonObject, SchemaName } from './schemas.ts';

/** The pieces that the paths of the HTTP API are put together from. */
export const HOME = '#/components/schemas/';

/** What every route may answer apart from what it is for. */
export const GATE = { '401': response('Unauthorized'), '403': response('Forbidden') };
export const WRITES = {
  ...GATE,
  '400': response('Invalid'),
  '413': response('TooLarge'),
  '422': response('Refused'),
  '503': response('NotNow'),
};

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
