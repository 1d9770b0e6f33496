import { html } from 'hono/html';
import type { ProductAnswer } from '../../contract/views.ts';
import type { Format } from './format.ts';
import type { Html } from './html.ts';

/** What holds now, with what it is for, where that is not a piece. */
export function priceWords(
  { price: usual, currentPrice, currency, unit }: ProductAnswer,
  format: Format,
): Html | string {
  const price = currentPrice ?? usual;
  if (price === null || currency === null) return html`<span class="muted">no price</span>`;
  const per = unit === 'each' ? '' : html` <small class="per">per ${unit === 'm2' ? 'm²' : unit}</small>`;
  return html`${format.price(price, currency)}${per}`;
}

/** The shop's own price, where another one holds now. */
export function usualPriceWords(
  { price, currentPrice, currency }: ProductAnswer,
  format: Format,
): Html | string {
  if (price === null || currency === null || currentPrice === null || currentPrice === price) return '';
  return html`<p><small>Now. Else ${format.price(price, currency)}</small></p>`;
}
