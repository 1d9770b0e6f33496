import { Hono } from 'hono';
import { HubError, messageOf } from '../kit/errors.ts';
import { apiRoutes } from './api/api-routes.ts';
import { errorAnswer, notFound } from './api/error-answer.ts';
import { eventRoutes } from './api/events.ts';
import { healthRoutes } from './api/health.ts';
import { assetRoutes } from './assets.ts';
import { guard } from './guard/guard.ts';
import { WEB_LIMITS } from './limits.ts';
import type { LiveFeed } from './live/live-feed.ts';
import { liveRoutes } from './live/live-routes.ts';
import { createFormat } from './pages/format.ts';
import { messagePage } from './pages/message-page.ts';
import { pageRoutes } from './pages/page-routes.ts';
import type { WebPorts } from './ports.ts';
import type { WebContext, WebEnv } from './web-env.ts';

/** All routes of the hub: pages, API, live stream. Testable with `app.request(url, init, { remoteAddress })`. */
export function createApp(ports: WebPorts, live: LiveFeed): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(guard(ports));
  app.route('/', healthRoutes(ports));
  app.route('/api/v1', apiRoutes(ports));
  app.route('/api/v1', eventRoutes(ports));
  app.route('/', assetRoutes());
  app.route('/', liveRoutes(live));
  app.route('/', pageRoutes({ ports, format: createFormat(ports.settings) }));
  app.notFound((context) =>
    isApi(context)
      ? notFound(context, 'There is no such address.')
      : context.html(messagePage({ title: 'Not here', message: 'There is no such page.' }), 404),
  );
  app.onError((thrown, context) => fail(context, ports, thrown));
  return app;
}

function isApi(context: WebContext): boolean {
  return context.req.path.startsWith('/api/');
}

/** A request ends here when the world broke: the person gets the hint, the log gets the cause. */
function fail(context: WebContext, ports: WebPorts, thrown: Error): Response | Promise<Response> {
  if (!(thrown instanceof HubError)) {
    ports.log.error({ path: context.req.path, error: thrown.stack }, messageOf(thrown));
    const message = 'The hub made a mistake. It is in its log.';
    if (isApi(context)) return errorAnswer(context, 500, { code: 'internal', detail: message });
    return context.html(messagePage({ title: 'A mistake of the hub', message }), 500);
  }
  const isUnknown = thrown.code.endsWith('.unknown');
  if (!isUnknown) {
    ports.log.error(
      { path: context.req.path, code: thrown.code, cause: messageOf(thrown.cause) },
      thrown.message,
    );
    context.header('Retry-After', String(WEB_LIMITS.retryAfterSeconds));
  }
  const status = isUnknown ? 404 : 503;
  const { code, message, hint } = thrown;
  const advice = hint === undefined ? {} : { hint };
  if (isApi(context)) return errorAnswer(context, status, { code, detail: message, ...advice });
  return context.html(messagePage({ title: isUnknown ? 'Not here' : 'Not now', message, ...advice }), status);
}
