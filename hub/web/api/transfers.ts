import { Hono } from 'hono';
import { LIMITS } from '../../contract/limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebEnv } from '../web-env.ts';
import { notFound } from './error-answer.ts';
import { goodsList } from './goods-list.ts';
import { writeRoute } from './write-route.ts';

const bytesMax = LIMITS.eventBytes;

/** Goods on their way between two locations of the shop. */
export function transferRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/transfers', (context) =>
    goodsList(context, 'transfers', (page) => {
      const rows = ports.reader.transfers(page);
      return { rows, last: rows.at(-1)?.transfer };
    }),
  );
  routes.get('/transfers/:transferId', (context) => {
    const answer = ports.reader.transfer(context.req.param('transferId'));
    return answer === null ? notFound(context, UNKNOWN) : context.json(answer);
  });
  routes.post('/transfers', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.transfer.dispatched.v1',
      data: (body, { key }) => ({ transferId: key, ...body }),
      bytesMax,
    }),
  );
  routes.post('/transfers/:transferId/dispatch', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.transfer.dispatched.v1',
      data: (body) => ({ ...body, transferId: context.req.param('transferId') }),
      bytesMax,
    }),
  );
  routes.post('/transfers/:transferId/receive', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.transfer.received.v1',
      data: (body) => ({ ...body, transferId: context.req.param('transferId') }),
      bytesMax,
    }),
  );
  routes.post('/transfers/:transferId/close', async (context) => {
    const transferId = context.req.param('transferId');
    return writeRoute(context, ports, {
      type: 'backroom.transfer.closed.v1',
      data: (body) => ({ ...body, transferId }),
      refuse: () => (ports.reader.transfer(transferId) === null ? notFound(context, UNKNOWN) : null),
    });
  });
  return routes;
}

const UNKNOWN = 'There is no transfer of this id.';
