import { html } from 'hono/html';
import type { ProductAnswer } from '../../contract/views.ts';
import { WEB_LIMITS } from '../limits.ts';
import { badgeView } from './badge.ts';
import type { Format } from './format.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { LOW_PATH, productPath } from './paths.ts';
import { priceWords } from './price-words.ts';
import { productTitle } from './product-title.ts';
import { isZero, liveNumber } from './stock-figures.ts';

export interface StockSearch {
  readonly query: string;
  readonly unlistedOnly: boolean;
}

/** The first page: find a product by name, part of a name, SKU or barcode, and see how much of it there is. */
export function stockPage(context: PageContext, search: StockSearch): Html {
  const { reader } = context.ports;
  const limit = WEB_LIMITS.resultRows;
  const found = search.unlistedOnly
    ? reader.unlistedProducts(limit + 1)
    : reader.searchProducts(search.query, limit + 1);
  const content = html`<h1 class="unseen">Stock</h1>
    ${searchForm(search)}
    <div data-region="results">
      ${searchSummary(context, search, found.length)}
      ${found.length === 0 ? nothingFound(context, search) : results(found.slice(0, limit), context.format)}
    </div>`;
  return layout(context, { title: 'Stock', current: 'stock', content, islands: ['search.ts'] });
}

function searchForm({ query }: StockSearch): Html {
  return html`<form class="search" action="/" role="search">
    <label for="search">Find a product</label>
    <div>
      <input
        id="search"
        name="q"
        type="search"
        value="${query}"
        maxlength="${WEB_LIMITS.queryLength}"
        placeholder="Name, SKU or barcode"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        enterkeyhint="search"
        autofocus
      />
      <button>Search</button>
    </div>
  </form>`;
}

function searchSummary({ ports, format }: PageContext, search: StockSearch, found: number): Html {
  const { products, unlisted } = ports.reader.counts();
  return html`<div class="summary">
    <p id="summary">${summaryWords(search, { found, products }, format)}</p>
    <p class="links">${lowLink(ports.reader.lowStockCount(), format)} ${unlistedLink(format.count(unlisted), unlisted, search.unlistedOnly)}</p>
  </div>`;
}

function summaryWords(
  search: StockSearch,
  { found, products }: { found: number; products: number },
  format: Format,
): string {
  if (search.unlistedOnly) return 'Codes that were sold and that no product has.';
  const hasMore = found > WEB_LIMITS.resultRows;
  const shown = format.count(WEB_LIMITS.resultRows);
  const all = search.query === '' ? products : found;
  const count = `${format.count(all)} ${all === 1 ? 'product' : 'products'}`;
  if (search.query === '') return hasMore ? `${count}, the first ${shown} by name` : count;
  if (hasMore) return `First ${shown}. Type more to narrow it down.`;
  return found === 0 ? '' : count;
}

function lowLink(low: number, format: Format): Html | string {
  return low === 0 ? '' : html`<a class="quiet attention" href="${LOW_PATH}">${format.count(low)} low</a>`;
}

function unlistedLink(shown: string, unlisted: number, isCurrent: boolean): Html | string {
  if (isCurrent) return html`<a class="quiet" href="/">All products</a>`;
  if (unlisted === 0) return '';
  return html`<a class="quiet attention" href="/?list=unlisted">${shown} unlisted</a>`;
}

function results(products: readonly ProductAnswer[], format: Format): Html {
  return html`<table class="products">
    <thead>
      <tr>
        <th scope="col">Product</th>
        <th scope="col" class="wide">Department</th>
        <th scope="col" class="number wide">Price</th>
        <th scope="col" class="number">On hand</th>
      </tr>
    </thead>
    <tbody>
      ${products.map((product) => resultRow(product, format))}
    </tbody>
  </table>`;
}

function resultRow(product: ProductAnswer, format: Format): Html {
  const { sku, badge } = product;
  return html`<tr>
    <td>
      <a class="row" href="${productPath(sku)}">${productTitle(product)}</a>
      <small><span class="code">${sku}</span> <span class="narrow">${priceWords(product, format)}</span></small>
    </td>
    <td class="wide muted">${product.department}</td>
    <td class="number wide">${priceWords(product, format)}</td>
    <td class="number">
      <div class="level">
        ${badge === 'untracked' ? '' : levelNumbers(product, format)} ${badgeView(sku, badge)}
      </div>
    </td>
  </tr>`;
}

/** What is on hand, and what of it may be sold where some is promised. */
function levelNumbers({ sku, unit, onHand, reserved, available }: ProductAnswer, format: Format): Html {
  const number = liveNumber({ sku, figure: 'onHand' }, format.quantity(onHand, unit));
  if (isZero(reserved)) return number;
  const free = liveNumber({ sku, figure: 'available' }, format.quantity(available, unit));
  return html`${number} <small class="free">${free} available</small>`;
}

function nothingFound({ ports }: PageContext, search: StockSearch): Html {
  if (search.unlistedOnly) {
    return html`<div class="empty"><h2>Every code that was sold has a product</h2><p>Nothing to do here.</p></div>`;
  }
  if (ports.reader.counts().products === 0) {
    return html`<div class="empty">
      <h2>No products yet</h2>
      <p>Bring them in with <code>backroom product import FILE.csv</code>. Codes that a till sells before that appear here as unlisted.</p>
    </div>`;
  }
  const { problem } = ports.reader.scan(search.query);
  return html`<div class="empty">
    <h2>Nothing found for “${search.query}”</h2>
    ${problem === null ? '' : html`<p class="attention">${problem.message}</p>`}
    <p>Try fewer letters or a part of the name. A scanned code that finds nothing is not known here: once a till sells it, it is listed under “unlisted” and can be named.</p>
  </div>`;
}
