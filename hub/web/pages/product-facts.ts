import { html } from 'hono/html';
import type { ProductAnswer } from '../../contract/views.ts';
import type { Format } from './format.ts';
import type { Html } from './html.ts';
import type { PageContext } from './layout.ts';
import { productPath } from './paths.ts';

/** What a product is, apart from how much of it there is. */
export function productFacts({ format }: PageContext, product: ProductAnswer): Html {
  const { barcodes, packs, unit, lowStockLevel, ageLimit, depositSku } = product;
  return html`<dl class="facts">
    ${fact(barcodes.length > 1 ? 'Barcodes' : 'Barcode', barcodes.join(', '))}
    ${packs.map((pack) => fact(`${pack.name ?? 'Pack'} of ${pieces(pack.quantity, unit, format)}`, pack.barcode))}
    ${fact('Shelf', product.shelf ?? '')}
    ${fact('Low at', lowStockLevel === null ? '' : format.quantity(lowStockLevel, unit))}
    ${fact('Sold from the age of', ageLimit === null ? '' : String(ageLimit))}
    ${depositSku === null ? '' : html`<div><dt>Deposit</dt><dd><a class="quiet" href="${productPath(depositSku)}">${depositSku}</a></dd></div>`}
    ${fact('Tax category', product.taxCategory ?? '')} ${fact('Kind', product.kind.replace('_', ' '))}
  </dl>`;
}

function fact(label: string, value: string): Html | string {
  return value === '' ? '' : html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** A quantity with its unit, where that is a piece too: `12 pieces`. */
export function pieces(quantity: string, unit: string, format: Format): string {
  const amount = format.quantity(quantity, unit);
  if (unit !== 'each') return amount;
  return amount === '1' ? '1 piece' : `${amount} pieces`;
}
