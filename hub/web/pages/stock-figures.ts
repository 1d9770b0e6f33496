import { html } from 'hono/html';
import type { StockElsewhere } from '../../contract/product-detail-views.ts';
import type { ProductAnswer, StockAnswer } from '../../contract/views.ts';
import { badgeView, badgeWords } from './badge.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { placeNames } from './place-names.ts';
import { priceWords, usualPriceWords } from './price-words.ts';
import { productFacts } from './product-facts.ts';

export type Figure = 'onHand' | 'reserved' | 'available' | 'incoming';

/** Where a number belongs that the live island keeps up to date. */
interface Spot {
  readonly sku: string;
  readonly figure: Figure;
  readonly location?: string;
  /** More classes than `live`. */
  readonly look?: string;
}

export function liveNumber(spot: Spot, text: string): Html {
  const { sku, figure, location, look = '' } = spot;
  const place = location === undefined ? '' : html`data-location="${location}"`;
  return html`<span class="live ${look}" data-stock-of="${sku}" data-figure="${figure}" ${place}>${text}</span>`;
}

/** How much there is, what of it is promised, what is on its way, and what the product is. */
export function figuresCard(context: PageContext, product: ProductAnswer, stock: StockAnswer | null): Html {
  const { sku, unit, badge } = product;
  const number = (figure: Figure, look = ''): Html =>
    liveNumber({ sku, figure, look }, context.format.quantity((stock ?? product)[figure], unit));
  const isPromised = !isZero(product.reserved);
  return html`<section class="card" aria-label="Figures" data-region="figures" data-of="${sku}">
    ${product.withdrawn ? WITHDRAWN : ''}
    <dl class="figures">
      <div><dt>On hand</dt><dd>${badge === 'untracked' ? '' : number('onHand', 'big')} ${badgeView(sku, badge)}</dd></div>
      ${isPromised ? html`<div><dt>Available</dt><dd>${number('available', 'big')}</dd></div>` : ''}
      <div><dt>Price</dt><dd><span class="big">${priceWords(product, context.format)}</span>${usualPriceWords(product, context.format)}</dd></div>
    </dl>
    ${otherFigures(context, product, number)} ${productFacts(context, product)}
  </section>`;
}

const WITHDRAWN = html`<p class="attention">Withdrawn: not to be sold any more. What is left stays in the stock.</p>`;

function otherFigures(
  { ports, format }: PageContext,
  { sku, unit, reserved, incoming }: ProductAnswer,
  number: (figure: Figure) => Html,
): Html | string {
  const aside: StockElsewhere | null = ports.reader.elsewhere(sku);
  const rows: readonly (readonly [label: string, quantity: string, shown: Html | string])[] = [
    ['Reserved for customers', reserved, number('reserved')],
    ['Incoming', incoming, number('incoming')],
    ['In transit between places', aside?.inTransit ?? '0', format.quantity(aside?.inTransit ?? '0', unit)],
    ['Damaged, not for sale', aside?.damaged ?? '0', format.quantity(aside?.damaged ?? '0', unit)],
  ];
  const shown = rows.filter(([, quantity]) => !isZero(quantity));
  if (shown.length === 0) return '';
  return html`<dl class="facts" aria-label="Not for sale now">
    ${shown.map(([label, , figure]) => html`<div><dt>${label}</dt><dd>${figure}</dd></div>`)}
  </dl>`;
}

/** Each place of a product that lies at several, or at one that is not simply the shop. */
export function placesSection(context: PageContext, stock: StockAnswer | null): Html | string {
  if (stock === null || stock.locations.length < 2) return '';
  const named = placeNames(context.ports.reader);
  return html`<section data-region="places" data-of="${stock.sku}">
    <h2>Where it is</h2>
    <ul class="places" role="list">
      ${stock.locations.map((at) => placeItem(context, stock, { at, name: named(at.location) }))}
    </ul>
  </section>`;
}

type Place = StockAnswer['locations'][number];

function placeItem(
  { format }: PageContext,
  { sku, unit }: StockAnswer,
  { at, name }: { at: Place; name: string },
): Html {
  const { location, badge } = at;
  const number = (figure: Figure): Html =>
    liveNumber({ sku, figure, location }, format.quantity(at[figure], unit));
  const promised = isZero(at.reserved)
    ? []
    : [html`${number('reserved')} reserved, ${number('available')} available`];
  const expected = isZero(at.incoming) ? [] : [html`${number('incoming')} incoming`];
  const also = [...promised, ...expected];
  return html`<li>
    <div><h3>${name}</h3>${also.map((part) => html`<p>${part}</p>`)}</div>
    <div class="level">${number('onHand')}${SAID_OF_A_PLACE.has(badge) ? html`<span class="badge" data-badge="${badge}">${badgeWords(badge)}</span>` : ''}</div>
  </li>`;
}

/** That one of several places has none left is no news. */
const SAID_OF_A_PLACE: ReadonlySet<string> = new Set(['negative', 'low']);

/** Decimal text of nothing, however it is written. */
export function isZero(quantity: string): boolean {
  return !/[1-9]/.test(quantity);
}
