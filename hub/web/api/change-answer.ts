import { unreachable } from '../../kit/assert.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ChangeOutcome } from '../make-change.ts';
import type { WebContext } from '../web-env.ts';
import { errorAnswer } from './error-answer.ts';

/** The ledger's reply to a change, or why there is none. */
export function changeAnswer(context: WebContext, outcome: ChangeOutcome): Response {
  switch (outcome.kind) {
    case 'done':
      return context.json(outcome.reply);
    case 'refused':
      return errorAnswer(context, 422, { code: 'refused', detail: outcome.reason });
    case 'reused':
      return keyReused(context);
    case 'pending':
      context.header('Retry-After', String(WEB_LIMITS.retryAfterSeconds));
      return errorAnswer(context, 503, {
        code: 'not-now',
        detail: 'The disk takes no writes at the moment.',
        hint: 'The change may still be made. Send it again with the same key: it is made once.',
      });
    default:
      return unreachable(outcome);
  }
}

export function keyReused(context: WebContext): Response {
  return errorAnswer(context, 422, {
    code: 'idempotency-key-reused',
    detail: 'This key stands for another change, which was made before. Nothing was changed now.',
    hint: 'Send a new key with each new change, and the same key only when the same change is sent again.',
  });
}
