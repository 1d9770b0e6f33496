import { API, GATE, json, KEY, limit, list, parameter, response } from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const destination = parameter('path', 'name', {
  type: 'string',
  description: 'The name of the destination.',
});

/** The way out of the shop. */
export const DESTINATION_PATHS: JsonObject = {
  [`${API}/destinations`]: {
    get: list('destinations', 'Each destination and its queue.', {
      parameters: [],
      item: 'DestinationAnswer',
    }),
  },
  [`${API}/parked`]: {
    get: list('parked', 'Items that a destination refused.', { parameters: [limit], item: 'ParkedAnswer' }),
  },
  [`${API}/destinations/{name}/parked/{seq}/retry`]: {
    post: parked('retryParked', 'Puts a parked item, or `all` of them, back into the queue.', {
      oneOf: [{ type: 'integer' }, { const: 'all' }],
    }),
  },
  [`${API}/destinations/{name}/parked/{seq}/skip`]: {
    post: parked('skipParked', 'Gives a parked item up for this destination.', { type: 'integer' }),
  },
};

/** These are no events: what they set is the same however often it is set. */
function parked(operationId: string, summary: string, seq: JsonObject): JsonObject {
  const shape = {
    type: 'object',
    required: ['destination', 'seq', 'state'],
    properties: { destination: { type: 'string' }, seq, state: { enum: ['waiting', 'skipped'] } },
  };
  return {
    operationId,
    summary,
    parameters: [KEY, destination, parameter('path', 'seq', seq)],
    responses: {
      '200': json('Done.', shape),
      ...GATE,
      '400': response('Invalid'),
      '404': response('NotFound'),
    },
  };
}
