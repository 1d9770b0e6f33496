import { readBody } from '../api/read-body.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { WebContext } from '../web-env.ts';
import { messagePage } from './message-page.ts';

/** The fields of a form as browsers send it without scripts; null when it is too large. */
export async function readForm(context: WebContext): Promise<Record<string, string> | null> {
  const body = await readBody(context.req.raw.body, WEB_LIMITS.smallBodyBytes);
  return body === null ? null : Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)));
}

export async function formTooLarge(context: WebContext): Promise<Response> {
  return context.html(messagePage({ title: 'Too much', message: 'The form is larger than it may be.' }), 413);
}

/** A person has waited long enough; the change goes on waiting for the disk. */
export async function notSavedYet(context: WebContext, hint: string): Promise<Response> {
  const message = 'The disk takes no writes at the moment.';
  return context.html(messagePage({ title: 'Not saved yet', message, hint }), 503);
}
