import { Hono } from 'hono';
import { errorAnswer } from '../api/error-answer.ts';
import { wholeNumber } from '../api/query.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { WebEnv } from '../web-env.ts';
import type { LiveFeed } from './live-feed.ts';

/**
 * GET /live?after=SEQ&sku=A&sku=B: server-sent events. A browser that comes back says in `Last-Event-ID` how far it
 * was, which then counts instead of `after`.
 */
export function liveRoutes(live: LiveFeed): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/live', (context) => {
    const stream = live.open({
      afterSeq: wholeNumber(context.req.header('last-event-id') ?? context.req.query('after')),
      skus: (context.req.queries('sku') ?? []).slice(0, WEB_LIMITS.watchedSkus),
      disconnect: context.env.disconnect ?? (() => undefined),
    });
    if (stream === null) {
      context.header('Retry-After', String(WEB_LIMITS.retryAfterSeconds));
      return errorAnswer(context, 503, { code: 'not-now', detail: 'Too many pages are open.' });
    }
    const headers = {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    };
    return context.body(stream, 200, headers);
  });
  return routes;
}
