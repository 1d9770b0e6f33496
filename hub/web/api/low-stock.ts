import { Hono } from 'hono';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import { skuOf, type WebEnv } from '../web-env.ts';
import { notFound } from './error-answer.ts';
import { limitOf } from './query.ts';
import { writeRoute } from './write-route.ts';

/** What is low, and at which level of stock a product is. */
export function lowStockRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/low-stock', (context) => {
    const before = context.req.query('before');
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    return context.json(reader.lowStock(before === undefined ? { limit } : { before, limit }));
  });
  routes.on('PUT', ['/levels', '/products/:sku/levels'], async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.stock-level.set.v1',
      data: (body) => ({ ...body, sku: skuOf(context) }),
      refuse: ({ sku }) =>
        reader.product({ sku }) === null ? notFound(context, 'No product has this code.') : null,
    }),
  );
  return routes;
}
