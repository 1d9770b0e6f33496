import { WEB_LIMITS } from '../limits.ts';
import type { WebContext } from '../web-env.ts';

/** `?limit=`, at least 1 and never more than a list may have. */
export function limitOf(context: WebContext, preset: number): number {
  const limit = wholeNumber(context.req.query('limit'));
  return limit === undefined || limit < 1 ? preset : Math.min(limit, WEB_LIMITS.listRows);
}

/** A whole number from 0, or undefined when the text is none. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
