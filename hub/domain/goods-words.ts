import { formatQuantity } from '../kit/quantity.ts';

/** How products and places are called. */
export interface GoodsNames {
  product(product: number): { readonly sku: string; readonly unit: string };
  place(place: number): string;
}

/** How many products a sentence names. */
const NAMED_MAX = 10;

/** `2 of 10 TEA, 0.5 kg HAM`: the quantities of each, and of how many where two are given. */
export function inWords<Goods extends { readonly product: number }>(
  names: GoodsNames,
  goods: readonly Goods[],
  quantities: (goods: Goods) => readonly number[],
): string {
  const named = goods.slice(0, NAMED_MAX).map((of) => {
    const { sku, unit } = names.product(of.product);
    const amount = quantities(of).map(formatQuantity).join(' of ');
    return `${amount} ${unit === 'each' ? '' : `${unit} `}${sku}`;
  });
  const more = goods.length - named.length;
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}
