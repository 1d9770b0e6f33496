import { WEB_LIMITS } from '../limits.ts';
import type { ChangeOutcome } from '../make-change.ts';
import type { WebContext } from '../web-env.ts';
import { errorAnswer } from './error-answer.ts';

/** The ledger's reply to a change, or why there is none. */
export function changeAnswer(context: WebContext, outcome: ChangeOutcome): Response {
  if (outcome.kind === 'done') return context.json(outcome.reply);
  if (outcome.kind === 'refused') {
    return errorAnswer(context, 422, { code: 'refused', message: outcome.reason });
  }
  context.header('Retry-After', String(WEB_LIMITS.retryAfterSeconds));
  return errorAnswer(context, 503, {
    code: 'not-now',
    message: 'The disk takes no writes at the moment.',
    hint: 'The change may still be made. Look before you send it again.',
  });
}

/** What is wrong with which field. */
export function invalid(
  context: WebContext,
  message: string,
  issues: readonly { path: PropertyKey[]; message: string }[],
): Response {
  const problems = issues.map((issue) => ({ at: issue.path.map(String).join('.'), message: issue.message }));
  return errorAnswer(context, 400, {
    code: 'invalid',
    message,
    problems: problems.slice(0, WEB_LIMITS.problemRows),
    problemCount: problems.length,
  });
}

export function tooLarge(context: WebContext, bytesMax: number): Response {
  return errorAnswer(context, 413, { code: 'too-large', message: `The body has at most ${bytesMax} bytes.` });
}
