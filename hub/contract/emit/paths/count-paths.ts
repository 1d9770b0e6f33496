import {
  API,
  before,
  body,
  change,
  limit,
  list,
  parameter,
  question,
  response,
  schema,
} from '../path-parts.ts';
import type { JsonObject, SchemaName } from '../schemas.ts';

const countId = parameter('path', 'countId', { type: 'string', description: 'Percent-encoded.' });
const state = parameter('query', 'state', {
  type: 'string',
  enum: ['open', 'posted', 'cancelled', 'awaited'],
  default: 'open',
});

/** Counts of what is there. */
export const COUNT_PATHS: JsonObject = {
  [`${API}/counts`]: {
    get: list('counts', 'Counts of one state, newest first.', {
      parameters: [state, before('The `next` of the page before.'), limit],
      item: 'CountSummary',
      paged: true,
    }),
    post: change('startCount', 'Starts a count. Without a `countId` the key is its id.', {
      body: body('CountFields'),
      more: { '409': response('CountStarted') },
    }),
  },
  [`${API}/counts/{countId}`]: {
    get: question('count', 'One count and how far it is.', {
      parameters: [countId],
      schema: schema('CountAnswer'),
    }),
  },
  [`${API}/counts/{countId}/lines`]: {
    get: question(
      'countLines',
      'What was counted, the largest difference first. With `as=counter` a blind count shows nothing of what is ' +
        'expected and is sorted by name: this is how a device asks on which somebody counts.',
      {
        parameters: [
          countId,
          parameter('query', 'sort', { type: 'string', enum: ['value', 'name'], default: 'value' }),
          parameter('query', 'state', { type: 'string', enum: ['open', 'approved', 'recount'] }),
          parameter('query', 'as', { type: 'string', enum: ['counter'] }),
          parameter('query', 'from', {
            type: 'integer',
            minimum: 0,
            description: 'The `next` of the page before.',
          }),
          limit,
        ],
        schema: {
          type: 'object',
          required: ['lines', 'next'],
          properties: {
            lines: { type: 'array', items: schema('CountLineAnswer') },
            next: {
              type: ['integer', 'null'],
              description: '`from` for the next page; null on the last one.',
            },
          },
        },
        more: { '400': response('Invalid') },
      },
    ),
  },
  [`${API}/counts/{countId}/scans`]: step(
    'scanCount',
    'Adds pieces that somebody counted. Without `atSeq` a piece is counted as of now.',
    'CountScan',
  ),
  [`${API}/counts/{countId}/review`]: step(
    'reviewCount',
    'Approves differences, of some products or of all that nobody wants counted again, or asks for a recount.',
    'CountReview',
  ),
  [`${API}/counts/{countId}/post`]: step(
    'postCount',
    'Books the approved differences, all in one. The count is over.',
    'CountPosting',
  ),
  [`${API}/counts/{countId}/cancel`]: step(
    'cancelCount',
    'Ends the count. Nothing is booked.',
    'CountCancelling',
  ),
};

function step(operationId: string, summary: string, name: SchemaName): JsonObject {
  const more = { '404': response('NotFound'), '409': response('CountOver') };
  const needsBody = name === 'CountScan' || name === 'CountReview';
  const what = needsBody ? body(name) : { ...body(name), required: false };
  return { post: change(operationId, summary, { parameters: [countId], body: what, more }) };
}
