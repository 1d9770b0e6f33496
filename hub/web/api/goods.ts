import { Hono } from 'hono';
import { LIMITS } from '../../contract/limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebEnv } from '../web-env.ts';
import { writeRoute } from './write-route.ts';

const bytesMax = LIMITS.eventBytes;

/** Goods that come and go apart from sales, and the places where they are. */
export function goodsRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.post('/stock/received', async (context) =>
    writeRoute(context, ports, { type: 'backroom.stock.received.v1', data: (body) => body, bytesMax }),
  );
  routes.post('/stock/adjusted', async (context) =>
    writeRoute(context, ports, { type: 'backroom.stock.adjusted.v1', data: (body) => body, bytesMax }),
  );
  routes.post('/stock/moved', async (context) =>
    writeRoute(context, ports, { type: 'backroom.stock.moved.v1', data: (body) => body, bytesMax }),
  );
  routes.post('/stock/reversed', async (context) =>
    writeRoute(context, ports, { type: 'backroom.stock.reversed.v1', data: (body) => body }),
  );
  routes.get('/locations', (context) => context.json({ locations: ports.reader.locations() }));
  routes.put('/locations/:location', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.location.set.v1',
      data: (body) => ({ ...body, code: context.req.param('location') }),
    }),
  );
  return routes;
}
