import { Hono } from 'hono';
import type { WebPorts } from '../ports.ts';
import type { WebEnv } from '../web-env.ts';

/** For machines: does the process live, does the ledger take writes, and the figures. */
export function healthRoutes(ports: WebPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/healthz', (context) => context.json({ alive: true, version: ports.version }));
  routes.get('/readyz', (context) => {
    const { state, takesWrites, problem } = ports.health();
    return context.json({ ready: takesWrites, state, problem }, takesWrites ? 200 : 503);
  });
  routes.get('/metrics', async (context) => {
    const { contentType, body } = await ports.metrics();
    return context.body(body, 200, { 'Content-Type': contentType });
  });
  return routes;
}
