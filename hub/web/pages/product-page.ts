import { html } from 'hono/html';
import type { MovementAnswer, ProductAnswer, StockAnswer } from '../../contract/views.ts';
import { WEB_LIMITS } from '../limits.ts';
import { badgeView } from './badge.ts';
import { eventWords, placeWords, sourceWords } from './event-words.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { mergeForm, productForm, type FormState } from './product-form.ts';
import { productTitle } from './product-title.ts';
import { priceWords } from './stock-page.ts';

export interface ProductView {
  readonly product: ProductAnswer;
  /** What was typed and what is wrong with it, when the page answers a form. */
  readonly form?: FormState;
  /** Said at the top after a change. */
  readonly notice?: string;
}

/** One product: how much there is and where, what moved it last, and the form to change it. */
export function productPage(context: PageContext, view: ProductView): Html {
  const { product, form, notice } = view;
  const stock = context.ports.reader.stock({ sku: product.sku });
  const title = productTitle(product);
  const content = html`<p class="crumb"><a href="/">Stock</a></p>
    ${notice === undefined ? '' : html`<p class="notice" role="status">${notice}</p>`}
    <div class="heading">
      <h1>${title}</h1>
      <p class="muted">${product.listed ? subtitle(product) : 'A till sold this code before any product had it.'}</p>
    </div>
    <div class="columns">
      <div>${figures(context, product, stock)} ${product.listed ? '' : unlistedForms(product, form)}</div>
      <div>${movements(context, product)} ${product.listed ? editDetails(product, form) : ''}</div>
    </div>`;
  return layout(context, { title, current: 'stock', content });
}

function subtitle({ sku, department }: ProductAnswer): Html {
  return html`<span class="code">${sku}</span>${department === null ? '' : ` · ${department}`}`;
}

function figures({ format }: PageContext, product: ProductAnswer, stock: StockAnswer | null): Html {
  const { sku, unit, badge } = product;
  const onHand = html`<dd><span class="big live" data-stock-of="${sku}">${format.quantity(product.onHand, unit)}</span> ${badgeView(sku, badge)}</dd>`;
  const locations = stock === null || stock.locations.length < 2 ? [] : stock.locations;
  return html`<section class="card" aria-label="Figures">
    <dl class="figures">
      <div><dt>On hand</dt>${badge === 'untracked' ? html`<dd>${badgeView(sku, badge)}</dd>` : onHand}</div>
      <div><dt>Price</dt><dd><span class="big">${priceWords(product, format)}</span></dd></div>
    </dl>
    ${
      locations.length === 0
        ? ''
        : html`<dl class="facts" aria-label="On hand by location">
      ${locations.map((at) => html`<div><dt>${placeWords(at.location)}</dt><dd class="live" data-stock-of="${sku}" data-location="${at.location}">${format.quantity(at.onHand, unit)}</dd></div>`)}
    </dl>`
    }
    <dl class="facts">
      ${fact(product.barcodes.length > 1 ? 'Barcodes' : 'Barcode', product.barcodes.join(', '))}
      ${fact('Low at', product.lowStockLevel === null ? '' : format.quantity(product.lowStockLevel, unit))}
      ${fact('Tax category', product.taxCategory ?? '')} ${fact('Kind', product.kind.replace('_', ' '))}
    </dl>
  </section>`;
}

function fact(label: string, value: string): Html | string {
  return value === '' ? '' : html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function movements(context: PageContext, product: ProductAnswer): Html {
  const rows = context.ports.reader.movements(product.sku, WEB_LIMITS.movementRows);
  return html`<section data-region="movements" data-of="${product.sku}">
    <h2>Last movements</h2>
    ${rows.length === 0 ? html`<p class="empty small">Nothing has moved yet.</p>` : movementTable(context, rows)}
  </section>`;
}

function movementTable(context: PageContext, rows: readonly MovementAnswer[]): Html {
  return html`<table class="movements">
    <thead>
      <tr>
        <th scope="col">When</th>
        <th scope="col">What</th>
        <th scope="col" class="wide">From and to</th>
        <th scope="col" class="number">Change</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => movementRow(context, row))}
    </tbody>
  </table>`;
}

function movementRow({ format, ports }: PageContext, movement: MovementAnswer): Html {
  const { at, type, source, from, to, change } = movement;
  return html`<tr>
    <td><time datetime="${at}">${format.time(at, ports.clock.nowMs())}</time></td>
    <td>${eventWords(type)} <small>${sourceWords(source)}</small></td>
    <td class="wide muted">${placeWords(from)} → ${placeWords(to)}</td>
    <td class="number"><strong>${format.change(change)}</strong></td>
  </tr>`;
}

function unlistedForms(product: ProductAnswer, form: FormState | undefined): Html {
  return html`<section class="card">
      <h2>Name it</h2>
      ${productForm(product, form?.form === 'product' ? form : undefined)}
    </section>
    <section class="card">
      <h2>Or merge it with a product that is here</h2>
      ${mergeForm(product, form?.form === 'merge' ? form : undefined)}
    </section>`;
}

function editDetails(product: ProductAnswer, form: FormState | undefined): Html {
  return html`<details class="card" id="edit" ${form === undefined ? '' : 'open'}>
    <summary>Change this product</summary>
    ${productForm(product, form)}
  </details>`;
}
