import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { WebContext } from '../web-env.ts';

/** The one shape of every error that the API gives. Codes are public and are never renamed. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** What is wrong with which field or line, where there is more than one. */
  readonly problems?: readonly { readonly at: string; readonly message: string }[];
  readonly problemCount?: number;
}

export function errorAnswer(context: WebContext, status: ContentfulStatusCode, error: ErrorBody): Response {
  return context.json({ error }, status);
}

export function notFound(context: WebContext, message: string): Response {
  return errorAnswer(context, 404, { code: 'not-found', message });
}
