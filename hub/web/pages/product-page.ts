import { html } from 'hono/html';
import type { ProductAnswer } from '../../contract/views.ts';
import { costDetails } from './cost-details.ts';
import type { Html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { lotsSection } from './lots-section.ts';
import { movementsSection } from './movements-section.ts';
import { attentionSection } from './product-attention.ts';
import { mergeForm, productForm, type FormState } from './product-form.ts';
import { productTitle } from './product-title.ts';
import { figuresCard, placesSection } from './stock-figures.ts';

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
      <div>
        ${figuresCard(context, product, stock)} ${attentionSection(context, product, stock)}
        ${product.listed ? '' : unlistedForms(product, form)} ${placesSection(context, stock)}
        ${lotsSection(context, product.sku)}
      </div>
      <div>
        ${movementsSection(context, product)} ${costDetails(context, product)}
        ${product.listed ? editDetails(product, form) : ''}
      </div>
    </div>`;
  return layout(context, { title, current: 'stock', content });
}

function subtitle({ sku, department }: ProductAnswer): Html {
  return html`<span class="code">${sku}</span>${department === null ? '' : ` · ${department}`}`;
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
