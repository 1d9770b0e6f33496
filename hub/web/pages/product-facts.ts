import { html } from 'hono/html';
import type { Pack } from '../../contract/product-events.ts';
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
    ${packs.map((pack) => fact(`${packName(pack)} of ${packQuantity(pack, unit, format)}`, pack.barcode))}
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

function packName({ name }: Pack): string {
  return name ?? 'Pack';
}

function packQuantity({ quantity }: Pack, unit: string, format: Format): string {
  const amount = format.quantity(quantity, unit);
  if (unit !== 'each') return amount;
  return amount === '1' ? '1 piece' : `${amount} pieces`;
}

/** What a scan of a pack stands for, such as `Case: 12 pieces. Its code is 5012345678900.` */
export function packWords(pack: Pack, { unit }: ProductAnswer, format: Format): string {
  return `${packName(pack)}: ${packQuantity(pack, unit, format)}. Its code is ${pack.barcode}.`;
}
