import { LIMITS } from '../limits.ts';
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
      schemas: { ...schemasFor(HOME, referredNames(API_PATHS)), ...OWN_SCHEMAS },
    },
  };
}

const INFO =
  'The same events as over MQTT with the same answers, questions about stock, and what a technician needs. ' +
  `A request has at most ${LIMITS.requestBytes} bytes.`;
const SECRET = '`Authorization: Bearer NAME:SECRET` with the name and the secret of a till or device.';

const OWN_SCHEMAS: JsonObject = {
  Error: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: { type: 'string', description: 'Public and never renamed.' },
          message: { type: 'string' },
          hint: { type: 'string', description: 'What to do about it.' },
          problems: {
            type: 'array',
            items: {
              type: 'object',
              required: ['at', 'message'],
              properties: {
                at: { type: 'string', description: 'The field or line that is wrong.' },
                message: { type: 'string' },
              },
            },
          },
          problemCount: {
            type: 'integer',
            description: 'How many problems there are; not all may be listed.',
          },
        },
      },
    },
  },
};

const RESPONSES: JsonObject = {
  Invalid: errorResponse('The request is not as the contract has it.'),
  Unauthorized: errorResponse('The name or the secret is missing or wrong.'),
  Forbidden: errorResponse('Without a secret only the hub’s own machine is answered.'),
  NotFound: errorResponse('There is no such product or item.'),
  ClosedBefore: errorResponse('The exception is closed already.'),
  TooLarge: errorResponse('The body is too large: send it in smaller parts.'),
  Refused: errorResponse('The request can be read and still cannot be done; nothing was changed.'),
  NotNow: later('The hub takes no writes at the moment: send the same request again.'),
  TooFast: later('This till sends faster than its limit. Nothing was taken: send the same request again.'),
};

function later(description: string): JsonObject {
  const headers = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } };
  return { ...errorResponse(description), headers };
}

function errorResponse(description: string): JsonObject {
  return { description, content: { 'application/json': { schema: { $ref: `${HOME}Error` } } } };
}

function referredNames(part: JsonObject): SchemaName[] {
  const found = JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...new Set([...found].map(([, name]) => name as SchemaName))];
}
