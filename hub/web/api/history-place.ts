import type { HistoryPlace } from '../customer-port.ts';
import type { WebContext } from '../web-env.ts';

/** `?before=2026-11-23.1042`: business day and entry of the last receipt of the page before. */
export function placeOf(context: WebContext): HistoryPlace | null {
  const match = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/.exec(context.req.query('before') ?? '');
  return match === null ? null : { businessDate: match[1] ?? '', seq: Number(match[2]) };
}
