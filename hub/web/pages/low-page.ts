import { html } from 'hono/html';
import type { LowStockAnswer } from '../../contract/low-stock-views.ts';
import { WEB_LIMITS } from '../limits.ts';
import { placeWords } from './event-words.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { LOW_PATH, productPath } from './paths.ts';

/** What is low and has to be bought or brought, the latest first. */
export function lowPage(context: PageContext, before: string | undefined): Html {
  const limit = WEB_LIMITS.resultRows;
  const { products, next } = context.ports.reader.lowStock(
    before === undefined ? { limit } : { before, limit },
  );
  const content = html`<p class="crumb"><a href="/">Stock</a></p>
    <div class="heading">
      <h1>Low stock</h1>
    </div>
    <div data-region="low">
      <p class="muted" id="summary">${summary(context)}</p>
      ${products.length === 0 ? nothingLow(before) : table(context, products)}
      <p class="pager">
        ${before === undefined ? '' : html`<a class="button" href="${LOW_PATH}">Latest</a>`}
        ${next === null ? '' : html`<a class="button" href="${LOW_PATH}?before=${next}">Earlier</a>`}
      </p>
    </div>`;
  return layout(context, { title: 'Low stock', current: 'stock', content });
}

function summary({ ports, format }: PageContext): string {
  const count = ports.reader.lowStockCount();
  if (count === 0) return '';
  return `${format.count(count)} ${count === 1 ? 'is' : 'are'} at or below ${count === 1 ? 'its' : 'their'} level, the latest first.`;
}

function nothingLow(before: string | undefined): Html {
  if (before !== undefined) return html`<p class="empty small">Nothing before that.</p>`;
  return html`<div class="empty">
    <h2>Nothing is low</h2>
    <p>A product appears here when it comes down to its level. The level is set on the page of the product, or for one location with <code>backroom stock level</code>.</p>
  </div>`;
}

function table(context: PageContext, products: readonly LowStockAnswer[]): Html {
  return html`<table class="products low">
    <thead>
      <tr>
        <th scope="col">Product</th>
        <th scope="col" class="wide">Location</th>
        <th scope="col" class="wide">Since</th>
        <th scope="col" class="number wide">Level</th>
        <th scope="col" class="number wide">Incoming</th>
        <th scope="col" class="number">On hand</th>
      </tr>
    </thead>
    <tbody>
      ${products.map((product) => row(context, product))}
    </tbody>
  </table>`;
}

function row({ format, ports }: PageContext, product: LowStockAnswer): Html {
  const { sku, name, location, unit, since } = product;
  const level = format.quantity(product.level, unit);
  const incoming = product.incoming === '0' ? '' : format.quantity(product.incoming, unit);
  const onHand = format.quantity(product.onHand, unit);
  const time = html`<time datetime="${since}">${format.time(since, ports.clock.nowMs())}</time>`;
  const more = html`${placeWords(location)} · low at ${level}${incoming === '' ? '' : ` · ${incoming} incoming`} · since ${time}`;
  return html`<tr>
    <td>
      <a class="row" href="${productPath(sku)}">${name}</a>
      <small><span class="code">${sku}</span></small>
      <small><span class="narrow flush">${more}</span></small>
    </td>
    <td class="wide muted">${placeWords(location)}</td>
    <td class="wide muted">${time}</td>
    <td class="number wide">${level}</td>
    <td class="number wide">${incoming === '' ? html`<span class="muted">none</span>` : incoming}</td>
    <td class="number">
      <strong class="live" data-stock-of="${sku}" data-location="${location}">${onHand}</strong>
    </td>
  </tr>`;
}
