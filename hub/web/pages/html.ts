import type { html } from 'hono/html';
import { assert } from '../../kit/assert.ts';

/** A piece of a page. Values put into a template are escaped; pieces are not escaped again. */
export type Html = ReturnType<typeof html>;

/** The markup of a piece that waits for nothing. */
export function markupOf(piece: Html): string {
  assert(!(piece instanceof Promise), 'a piece of a page is rendered without waiting');
  return piece.toString();
}
