import { Hono } from 'hono';
import { LiabilityKind } from '../../contract/payment-events.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

/** Gift cards, store credit and deposits, what is held of them, and what is refundable. */
export function liabilityRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/liabilities', (context) => list(context, ports));
  routes.get('/liabilities/:kind/:account', (context) => show(context, ports));
  routes.post('/liabilities/:kind/:account/adjust', async (context) => adjust(context, ports));
  routes.post('/holds', async (context) => makeHold(context, ports));
  routes.get('/holds/:holdId', (context) => {
    const answer = reader.hold(context.req.param('holdId'));
    return answer === null ? unknownHold(context) : context.json(answer);
  });
  routes.post('/holds/:holdId/release', async (context) => release(context, ports));
  routes.get('/sales/:id/refundable', (context) => {
    const answer = reader.refundable({ id: context.req.param('id'), source: context.req.query('source') });
    return answer === null ? notFound(context, NO_SALE) : context.json(answer);
  });
  routes.get('/orders/:orderNumber/refunds', (context) => {
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    return context.json(reader.orderRefunds(context.req.param('orderNumber'), limit));
  });
  return routes;
}

const NO_SALE = 'There is no sale of this id, or several tills have one: name its source too.';

function list(context: WebContext, ports: ApiPorts): Response {
  const kind = kindOf(context, context.req.query('kind') ?? 'gift_card');
  if (kind instanceof Response) return kind;
  const limit = limitOf(context, WEB_LIMITS.activityRows);
  const before = wholeNumber(context.req.query('before'));
  const liabilities = ports.reader.liabilities({ kind, before, limit });
  const last = liabilities.at(-1);
  return context.json({
    liabilities,
    next: last === undefined || liabilities.length < limit ? null : last.liability,
  });
}

function show(context: WebContext, ports: ApiPorts): Response {
  const kind = kindOf(context, context.req.param('kind'));
  if (kind instanceof Response) return kind;
  const account = context.req.param('account') ?? '';
  const answer = ports.reader.liability({ kind, account }, limitOf(context, WEB_LIMITS.activityRows));
  return answer === null ? notFound(context, `No event has named this ${kind}.`) : context.json(answer);
}

async function adjust(context: WebContext, ports: ApiPorts): Promise<Response> {
  const kind = kindOf(context, context.req.param('kind'));
  if (kind instanceof Response) return kind;
  const account = context.req.param('account');
  return writeRoute(context, ports, {
    type: 'backroom.liability.adjusted.v1',
    data: (body) => ({ ...body, kind, account }),
  });
}

/** A hold that was refused is on disk like any other: a resend gets the same answer. */
async function makeHold(context: WebContext, ports: ApiPorts): Promise<Response> {
  return writeRoute(context, ports, {
    type: 'backroom.hold.made.v1',
    data: (body, { key }) => ({ holdId: key, ...body }),
    answer: (_hold, { refused }) => {
      if (refused === undefined) return null;
      return errorAnswer(context, 409, {
        code: 'hold-refused',
        detail: refused.detail,
        hint: 'Nothing of it is held. Make another hold, with an id of its own, of what there is.',
      });
    },
  });
}

async function release(context: WebContext, ports: ApiPorts): Promise<Response> {
  const holdId = context.req.param('holdId') ?? '';
  return writeRoute(context, ports, {
    type: 'backroom.hold.released.v1',
    data: (body) => ({ ...body, holdId }),
    refuse: () => (ports.reader.hold(holdId) === null ? unknownHold(context) : null),
  });
}

function kindOf(context: WebContext, text: string | undefined): LiabilityKind | Response {
  const kind = LiabilityKind.safeParse(text);
  if (kind.success) return kind.data;
  const detail = `The kind is one of ${LiabilityKind.options.join(', ')}.`;
  return errorAnswer(context, 400, { code: 'invalid', detail });
}

function unknownHold(context: WebContext): Response {
  return notFound(context, 'There is no hold of this id.');
}
