import { LIMITS } from '../../limits.ts';
import { API, HOME, json, response, schema } from '../path-parts.ts';
import { eventTypes, type JsonObject } from '../schemas.ts';

/** What tills send where there is no MQTT. Each event has its own id, so the request needs no key. */
export const EVENT_PATHS: JsonObject = {
  [`${API}/events`]: {
    post: {
      operationId: 'sendEvents',
      summary: 'Sends one event or a list of events.',
      description:
        '200 means that every event of the request is on disk; the replies come in the order of the events. Anything ' +
        'else means: keep the events and send the same request again. What was taken already is then a duplicate. ' +
        `At most ${LIMITS.eventsPerRequest} events a request, each as it would be over MQTT.`,
      security: [{ secret: [] }],
      requestBody: { required: true, content: eventContent() },
      responses: {
        '200': json('The replies.', {
          oneOf: [schema('EventReply'), { type: 'array', items: schema('EventReply') }],
        }),
        '400': response('Invalid'),
        '401': response('Unauthorized'),
        '413': response('TooLarge'),
        '429': response('TooFast'),
        '503': response('NotNow'),
      },
    },
  },
};

function eventContent(): JsonObject {
  const refs = eventTypes('till').map((type) => schema(type));
  const mapping = Object.fromEntries(eventTypes('till').map((type) => [type, `${HOME}${type}`]));
  const event = { oneOf: refs, discriminator: { propertyName: 'type', mapping } };
  const events = { type: 'array', maxItems: LIMITS.eventsPerRequest, items: event };
  return {
    'application/json': { schema: { oneOf: [event, events] } },
    'application/cloudevents+json': { schema: event },
    'application/cloudevents-batch+json': { schema: events },
  };
}
