import { Hono } from 'hono';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, type WebContext, type WebEnv } from '../web-env.ts';
import { errorAnswer } from './error-answer.ts';
import { keyOf } from './idempotency-key.ts';
import { limitOf, wholeNumber } from './query.ts';

/** What happened, and how the way out of the shop stands. */
export function activityRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/activity', (context) => {
    const beforeSeq = wholeNumber(context.req.query('before'));
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    const activity = reader.activity(beforeSeq === undefined ? { limit } : { beforeSeq, limit });
    return context.json({ activity, next: activity.length < limit ? null : (activity.at(-1)?.seq ?? null) });
  });
  routes.get('/destinations', (context) => context.json({ destinations: reader.destinations() }));
  routes.get('/parked', (context) =>
    context.json({ parked: reader.parked(limitOf(context, WEB_LIMITS.listRows)) }),
  );
  routes.get('/rejected', (context) =>
    context.json({ rejected: reader.rejected(limitOf(context, WEB_LIMITS.listRows)) }),
  );
  routes.get('/day-totals', (context) =>
    context.json({ dayTotals: reader.dayTotals(limitOf(context, WEB_LIMITS.activityRows)) }),
  );
  routes.post('/destinations/:name/parked/:seq/retry', async (context) => {
    const key = keyOf(context);
    if (key instanceof Response) return key;
    const { name, seq: typed } = context.req.param();
    const seq = typed === 'all' ? 'all' : wholeNumber(typed);
    if (seq === undefined) return invalidSeq(context);
    await ports.outbox.retryParked(name, seq);
    return context.json({ destination: name, seq, state: 'waiting' });
  });
  routes.post('/destinations/:name/parked/:seq/skip', async (context) => {
    const key = keyOf(context);
    if (key instanceof Response) return key;
    const { name, seq: typed } = context.req.param();
    const seq = wholeNumber(typed);
    if (seq === undefined) return invalidSeq(context);
    await ports.outbox.skipParked(name, seq, actorOf(context));
    return context.json({ destination: name, seq, state: 'skipped' });
  });
  return routes;
}

function invalidSeq(context: WebContext): Response {
  return errorAnswer(context, 400, { code: 'invalid', detail: 'The item’s number is a whole number.' });
}
