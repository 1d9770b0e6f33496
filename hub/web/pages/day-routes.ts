import { Hono } from 'hono';
import { BusinessDate } from '../../contract/fields.ts';
import { DayClosed } from '../../contract/session-events.ts';
import { plainWords } from '../../contract/plain-words.ts';
import { unreachable } from '../../kit/assert.ts';
import { wholeNumber } from '../api/query.ts';
import { makeChange } from '../make-change.ts';
import { actorOf, type WebContext, type WebEnv } from '../web-env.ts';
import { dayPage } from './day-page.ts';
import { daysPage } from './days-page.ts';
import { formTooLarge, notSavedYet, readForm } from './form-answers.ts';
import { formEvent } from './form-key.ts';
import type { PageContext } from './layout.ts';
import { messagePage } from './message-page.ts';
import { dayPath, DAYS_PATH } from './paths.ts';
import { sessionPage } from './session-page.ts';

const NOTICES: Readonly<Record<string, string>> = {
  closed: 'The day is closed. What comes for it later is an adjustment.',
};

/** The pages of business days and of their register sessions. */
export function dayPageRoutes(pages: PageContext): Hono<WebEnv> {
  const { reader } = pages.ports;
  const routes = new Hono<WebEnv>();
  routes.get(DAYS_PATH, (context) => context.html(daysPage(pages, dateOf(context.req.query('before')))));
  routes.get(`${DAYS_PATH}/:date`, async (context) => {
    const date = dateOf(context.req.param('date'));
    if (date === undefined) return notHere(context, 'There is no such day.');
    const day = reader.day(date, await pages.ports.askDestinations(date));
    return context.html(dayPage(pages, day, NOTICES[context.req.query('done') ?? '']));
  });
  routes.post(`${DAYS_PATH}/:date/close`, async (context) => close(context, pages));
  routes.get('/sessions/:session', async (context) => {
    const number = wholeNumber(context.req.param('session'));
    const session = number === undefined ? null : reader.session(number);
    return session === null
      ? notHere(context, 'There is no session of this number.')
      : context.html(sessionPage(pages, session));
  });
  return routes;
}

function dateOf(text: string | undefined): string | undefined {
  const date = BusinessDate.safeParse(text);
  return date.success ? date.data : undefined;
}

async function close(context: WebContext, { ports }: PageContext): Promise<Response> {
  const values = await readForm(context);
  if (values === null) return formTooLarge(context);
  const businessDate = context.req.param('date') ?? '';
  const note = values['note']?.trim() || undefined;
  const closing = DayClosed.safeParse({ businessDate, by: actorOf(context), note }, { error: plainWords });
  if (!closing.success) return notClosed(context, `It ${closing.error.issues[0]?.message ?? ''}.`);
  const outcome = await makeChange(ports, (hub) =>
    hub.submitHub('backroom.day.closed.v1', closing.data, formEvent(values)),
  );
  switch (outcome.kind) {
    case 'done':
    case 'reused':
      return context.redirect(`${dayPath(closing.data.businessDate)}?done=closed`, 303);
    case 'refused':
      return notClosed(context, outcome.reason);
    case 'pending':
      return notSavedYet(context, 'The day may still be closed: look at it before you close it again.');
    default:
      return unreachable(outcome);
  }
}

async function notClosed(context: WebContext, reason: string): Promise<Response> {
  const message = `The day was not closed. ${reason}`;
  return context.html(messagePage({ title: 'Not closed', message }), 422);
}

async function notHere(context: WebContext, message: string): Promise<Response> {
  return context.html(messagePage({ title: 'Not here', message }), 404);
}
