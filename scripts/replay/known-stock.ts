import { skuKey } from './classify.ts';

/** What the stock table says of a product at a place, beside what the oracle knows of. */
export type StockFigure = 'on hand' | 'reserved' | 'incoming';

export interface StockChange {
  readonly sku: string;
  readonly place?: string;
  readonly figure?: StockFigure;
  readonly pieces: number;
}

export const SHOP = 'shop';
export const DEPOT = 'depot';
export const TRANSIT = '~transit';

/** By this name a figure is compared: `20001A reserved at shop`. */
export function figureName(sku: string, figure: StockFigure, place: string): string {
  return `${skuKey(sku)} ${figure} at ${place.toLowerCase()}`;
}

/** What the stockroom has changed of what the file says: known to the piece, since every change was its own. */
export class KnownStock {
  /** By the name of the figure. */
  readonly hub: Record<string, number> = {};
  /** Pieces by SKU, as far as the lines of receipts and adjustments tell of them. */
  readonly told: Record<string, number> = {};

  change({ sku, place = SHOP, figure = 'on hand', pieces }: StockChange): void {
    add(this.hub, figureName(sku, figure, place), pieces);
  }

  /** An adjustment or a receipt, which the destination counts too. */
  tell(sku: string, pieces: number): void {
    this.change({ sku, pieces });
    add(this.told, skuKey(sku), pieces);
  }
}

export function add(sums: Record<string, number>, name: string, pieces: number): void {
  sums[name] = (sums[name] ?? 0) + pieces;
}
