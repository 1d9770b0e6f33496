import { Hono } from 'hono';
import type { EventType } from '../../contract/events.ts';
import { CountLineState, CountState } from '../../contract/count-views.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

/** Counts of what is there: questions, and what people do who count and who review. */
export function countRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/counts', (context) => list(context, ports));
  routes.get('/counts/:countId', (context) => {
    const answer = ports.reader.stockCount(context.req.param('countId'));
    return answer === null ? unknown(context) : context.json(answer);
  });
  routes.get('/counts/:countId/lines', (context) => lines(context, ports, context.req.param('countId')));
  routes.post('/counts', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.count.started.v1',
      data: (body, { key }) => ({ countId: key, ...body }),
      refuse: ({ countId }) => (isStarted(ports, countId) ? startedBefore(context) : null),
      bytesMax: WEB_LIMITS.countBodyBytes,
    }),
  );
  for (const [step, type] of STEPS) {
    routes.post(`/counts/:countId/${step}`, async (context) =>
      writeRoute(context, ports, { type, ...ofCount(context, ports, context.req.param('countId')) }),
    );
  }
  return routes;
}

const STEPS = [
  ['scans', 'backroom.count.scanned.v1'],
  ['review', 'backroom.count.reviewed.v1'],
  ['post', 'backroom.count.posted.v1'],
  ['cancel', 'backroom.count.cancelled.v1'],
] as const satisfies readonly (readonly [string, EventType])[];

function ofCount(context: WebContext, ports: ApiPorts, countId: string) {
  return {
    data: (body: object) => ({ ...body, countId }),
    bytesMax: WEB_LIMITS.countBodyBytes,
    refuse: () => {
      const state = ports.reader.stockCountState(countId);
      if (state === null) return unknown(context);
      return state === 'posted' || state === 'cancelled' ? over(context, state) : null;
    },
  };
}

function list(context: WebContext, ports: ApiPorts): Response {
  const state = CountState.safeParse(context.req.query('state') ?? 'open');
  if (!state.success) return notOneOf(context, 'state', CountState.options);
  const limit = limitOf(context, WEB_LIMITS.activityRows);
  const before = wholeNumber(context.req.query('before'));
  const counts = ports.reader.stockCounts({ state: state.data, before, limit });
  const last = counts.at(-1);
  return context.json({ counts, next: last === undefined || counts.length < limit ? null : last.count });
}

function lines(context: WebContext, ports: ApiPorts, countId: string): Response {
  const state = CountLineState.optional().safeParse(context.req.query('state'));
  if (!state.success) return notOneOf(context, 'state', CountLineState.options);
  const limit = limitOf(context, WEB_LIMITS.listRows);
  const from = wholeNumber(context.req.query('from')) ?? 0;
  const found = ports.reader.countLines(countId, {
    sort: context.req.query('sort') === 'name' ? 'name' : 'value',
    state: state.data,
    asCounter: context.req.query('as') === 'counter',
    from,
    limit,
  });
  if (found === null) return unknown(context);
  return context.json({ lines: found, next: found.length < limit ? null : from + limit });
}

function notOneOf(context: WebContext, name: string, values: readonly string[]): Response {
  const detail = `The ${name} is one of ${values.join(', ')}.`;
  return errorAnswer(context, 400, { code: 'invalid', detail });
}

function isStarted(ports: ApiPorts, countId: string): boolean {
  const count = ports.reader.stockCount(countId);
  return count !== null && count.startedAt !== null;
}

function startedBefore(context: WebContext): Response {
  return errorAnswer(context, 409, {
    code: 'count-started',
    detail: 'A count of this id was started before.',
    hint: 'Give the new count an id of its own.',
  });
}

function over(context: WebContext, state: string): Response {
  return errorAnswer(context, 409, {
    code: 'count-over',
    detail: `The count was ${state} before.`,
    hint: 'Nothing was changed. Start another count where something is still to be booked.',
  });
}

function unknown(context: WebContext): Response {
  return notFound(context, 'There is no count of this id.');
}
