import type { DemoProduct } from '../products.ts';

/**
 * What a customer finds on the shelves, in thousandths of the product's unit: a believable shop does not sell what it
 * does not have. The hub's ledger is the truth; this is read from it now and then.
 */
export class ShelfBook {
  readonly #thousandths = new Map<string, number>();

  set(sku: string, onHand: string): void {
    this.#thousandths.set(sku, Math.floor(Number(onHand) * 1_000));
  }

  /** How much a customer could take: as much as they like of what is not counted. */
  available(product: DemoProduct): number {
    return product.kind === 'goods' ? (this.#thousandths.get(product.sku) ?? 0) : Number.MAX_SAFE_INTEGER;
  }

  take(sku: string, thousandths: number): void {
    this.#thousandths.set(sku, (this.#thousandths.get(sku) ?? 0) - thousandths);
  }

  /** What a delivery brings: everything that is low is filled up, apart from what the supplier does not have. */
  toOrder(products: readonly DemoProduct[], soldOut: readonly string[]): { sku: string; quantity: string }[] {
    return products.flatMap((product) => {
      const onHand = this.#thousandths.get(product.sku);
      if (product.kind !== 'goods' || onHand === undefined || soldOut.includes(product.sku)) return [];
      if (onHand > Number(product.lowStockLevel) * 500) return [];
      return [{ sku: product.sku, quantity: formatThousandths(product.shelf * 1_000 - onHand) }];
    });
  }
}

/** 1250 is '1.25'. */
export function formatThousandths(thousandths: number): string {
  return String(thousandths / 1_000);
}
