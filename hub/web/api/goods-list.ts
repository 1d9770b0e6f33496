import { GoodsState } from '../../contract/goods-views.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { WebContext } from '../web-env.ts';
import { errorAnswer } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';

interface Page {
  readonly state: GoodsState;
  readonly before: number | undefined;
  readonly limit: number;
}

/** A page of what is open or closed, newest first, under its name. */
export function goodsList(
  context: WebContext,
  name: string,
  read: (page: Page) => { rows: readonly object[]; last: number | undefined },
): Response {
  const state = GoodsState.safeParse(context.req.query('state') ?? 'open');
  if (!state.success) {
    const detail = `The state is one of ${GoodsState.options.join(', ')}.`;
    return errorAnswer(context, 400, { code: 'invalid', detail });
  }
  const limit = limitOf(context, WEB_LIMITS.activityRows);
  const { rows, last } = read({ state: state.data, before: wholeNumber(context.req.query('before')), limit });
  return context.json({ [name]: rows, next: rows.length < limit ? null : (last ?? null) });
}
