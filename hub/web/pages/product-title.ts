import type { ProductAnswer } from '../../contract/views.ts';

/** What a product is called; an unlisted one by its code and by what the till said of it. */
export function productTitle({ listed, name, sku }: ProductAnswer): string {
  if (listed) return name;
  return name === sku ? `Unlisted: ${sku}` : `Unlisted: ${sku}, the till calls it ${name}`;
}
