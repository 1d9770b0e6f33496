import { LIMITS } from '../limits.ts';
import { PROBLEM_TYPE } from '../problem.ts';
import { API_PATHS } from './api-paths.ts';
import { type JsonObject, type SchemaName, schemasFor } from './schemas.ts';

const HOME = '#/components/schemas/';

/** OpenAPI 3.1 of the hub's HTTP API. */
export function openApiDocument(): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Backroom over HTTP',
      version: '1.0.0',
      description: INFO,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:8080', description: 'The hub in the shop, where a new hub listens.' }],
    // No secret is needed on the hub's own machine, except for events.
    security: [{ secret: [] }, {}],
    paths: API_PATHS,
    components: {
      securitySchemes: { secret: { type: 'http', scheme: 'bearer', description: SECRET } },
      responses: RESPONSES,
      parameters: PARAMETERS,
      schemas: schemasFor(HOME, [...referredNames(API_PATHS), 'Problem']),
    },
  };
}

const INFO =
  'The same events as over MQTT with the same answers, questions about stock, and what a technician needs. ' +
  `A request has at most ${LIMITS.requestBytes} bytes.`;
const SECRET = '`Authorization: Bearer NAME:SECRET` with the name and the secret of a till or device.';

const PARAMETERS: JsonObject = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'Made by whoever asks, a new one for each change; a UUID is best. The same key with the same data again is answered ' +
      'with the outcome `duplicate` and the same `seq`, for ever; with other data it is refused with 422. A quoted string ' +
      'or a bare one. Source: draft-ietf-httpapi-idempotency-key-header.',
    schema: { type: 'string', minLength: 1, maxLength: 258 },
  },
};

const RESPONSES: JsonObject = {
  Invalid: errorResponse('The request is not as the contract has it, or has no key.'),
  Unauthorized: errorResponse('The name or the secret is missing or wrong.'),
  Forbidden: errorResponse('Without a secret only the hub’s own machine is answered.'),
  NotFound: errorResponse('There is no such product or item.'),
  ReservationRefused: errorResponse('Less is available than it asks for. Nothing of it is reserved.'),
  HoldRefused: errorResponse('Less is there than it asks for. Nothing of it is held.'),
  CountStarted: errorResponse('A count of this id was started before.'),
  CountOver: errorResponse('The count was posted or cancelled before. Nothing was changed.'),
  NotMerged: errorResponse('The product is merged into no other.'),
  ClosedBefore: errorResponse('The exception is closed already.'),
  TooLarge: errorResponse('The body is too large: send it in smaller parts.'),
  Refused: errorResponse(
    'The request can be read and still cannot be done, or its key stands for another change; nothing was changed.',
  ),
  NotNow: later('The hub takes no writes at the moment: send the same request again.'),
  TooFast: later('This till sends faster than its limit. Nothing was taken: send the same request again.'),
};

function later(description: string): JsonObject {
  const headers = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } };
  return { ...errorResponse(description), headers };
}

function errorResponse(description: string): JsonObject {
  return { description, content: { [PROBLEM_TYPE]: { schema: { $ref: `${HOME}Problem` } } } };
}

function referredNames(part: JsonObject): SchemaName[] {
  const found = JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...new Set([...found].map(([, name]) => name as SchemaName))];
}
