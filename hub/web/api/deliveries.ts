import { Hono } from 'hono';
import { LIMITS } from '../../contract/limits.ts';
import { eventIdOf } from '../event-id.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebEnv } from '../web-env.ts';
import { notFound } from './error-answer.ts';
import { goodsList } from './goods-list.ts';
import { writeRoute } from './write-route.ts';

const bytesMax = LIMITS.eventBytes;

/** Goods of suppliers: what is expected, what comes of it, and what does not. */
export function deliveryRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/deliveries', (context) =>
    goodsList(context, 'deliveries', (page) => {
      const rows = ports.reader.deliveries(page);
      return { rows, last: rows.at(-1)?.delivery };
    }),
  );
  routes.get('/deliveries/:deliveryId', (context) => {
    const answer = ports.reader.delivery(context.req.param('deliveryId'));
    return answer === null ? notFound(context, UNKNOWN) : context.json(answer);
  });
  routes.post('/deliveries', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.delivery.expected.v1',
      data: (body, { key }) => ({ deliveryId: key, ...body }),
      bytesMax,
    }),
  );
  routes.post('/deliveries/:deliveryId/receive', async (context) => {
    const deliveryId = context.req.param('deliveryId');
    return writeRoute(context, ports, {
      type: 'backroom.stock.received.v1',
      data: (body, { key }) => ({ location: placeOf(ports, deliveryId, key), ...body, deliveryId }),
      refuse: () => (ports.reader.delivery(deliveryId) === null ? notFound(context, UNKNOWN) : null),
      bytesMax,
    });
  });
  routes.post('/deliveries/:deliveryId/close', async (context) => {
    const deliveryId = context.req.param('deliveryId');
    return writeRoute(context, ports, {
      type: 'backroom.delivery.closed.v1',
      data: (body) => ({ ...body, deliveryId }),
      refuse: () => (ports.reader.delivery(deliveryId) === null ? notFound(context, UNKNOWN) : null),
    });
  });
  return routes;
}

const UNKNOWN = 'There is no delivery of this id.';

/** Where goods came whose receipt does not say so: where they are expected, or were when the same write came first. */
function placeOf(ports: ApiPorts, deliveryId: string, key: string): string | undefined {
  const data = ports.hubEvent(eventIdOf('api', key))?.data;
  if (typeof data !== 'object' || data === null)
    return ports.reader.delivery(deliveryId)?.location ?? undefined;
  const location: unknown = Reflect.get(data, 'location');
  return typeof location === 'string' ? location : undefined;
}
