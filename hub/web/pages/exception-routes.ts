import { Hono } from 'hono';
import { ExceptionClosed } from '../../contract/exception-closed.ts';
import { plainWords } from '../../contract/plain-words.ts';
import { unreachable } from '../../kit/assert.ts';
import { wholeNumber } from '../api/query.ts';
import { closeException } from '../close-exception.ts';
import { actorOf, type WebContext, type WebEnv } from '../web-env.ts';
import { formEvent } from './form-key.ts';
import { formTooLarge, notSavedYet, readForm } from './form-answers.ts';
import type { PageContext } from './layout.ts';
import { messagePage } from './message-page.ts';

/** The button under an exception. The activity page then says what became of it. */
export function exceptionFormRoutes(pages: PageContext): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.post('/exceptions/:exception/close', async (context) => close(context, pages));
  return routes;
}

async function close(context: WebContext, { ports }: PageContext): Promise<Response> {
  const exception = wholeNumber(context.req.param('exception')) ?? 0;
  const values = await readForm(context);
  if (values === null) return formTooLarge(context);
  if (exception === 0) return unknown(context);
  const note = values['note']?.trim() || undefined;
  const closing = ExceptionClosed.safeParse({ exception, note, by: actorOf(context) }, { error: plainWords });
  if (!closing.success) return notTaken(context, `The note ${closing.error.issues[0]?.message ?? ''}.`);
  const outcome = await closeException(ports, closing.data, formEvent(values));
  const back = (done: string): Response =>
    context.redirect(`/activity?done=${done}${values['list'] === 'all' ? '&needs=all' : ''}`, 303);
  switch (outcome.kind) {
    case 'done':
      return back('closed');
    case 'closed-before':
    case 'reused':
      return back('closed-before');
    case 'unknown':
      return unknown(context);
    case 'refused':
      return notTaken(context, outcome.reason);
    case 'pending':
      return notSavedYet(
        context,
        'The change may still be made: look at the list before you close it again.',
      );
    default:
      return unreachable(outcome);
  }
}

async function unknown(context: WebContext): Promise<Response> {
  return context.html(messagePage({ title: 'Not here', message: 'There is no such exception.' }), 404);
}

async function notTaken(context: WebContext, reason: string): Promise<Response> {
  const message = `The note cannot be kept: it ${reason}. Nothing was closed.`;
  return context.html(messagePage({ title: 'Not closed', message }), 422);
}
