import type { StockLine } from '../../contract/stock-line.ts';
import { namedGoods, productBarcode } from '../../domain/scanned-line.ts';
import type { GoodsNamed, NamedGoods } from '../../domain/scanned-line.ts';
import { must } from '../../kit/assert.ts';
import { parseQuantity } from '../../kit/quantity.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';

/** A line of goods, its product found. What else the line says is in `line`. */
export interface GoodsLine<Line> {
  readonly line: Line;
  /** The number of the product that the code leads to now: what was merged is the one it was merged into. */
  readonly product: number;
  /** The number of the product that the line names itself, merged or not. */
  readonly named: number;
  /** In units of the product, packs counted out. May be zero or negative. */
  readonly quantityMicro: number;
  readonly lot: string | null;
  /** ISO 8601 date. */
  readonly expires: string | null;
}

/** What a line must say for its goods to be known. */
type WireLine = Pick<StockLine, 'sku' | 'barcode' | 'quantity' | 'quantityIn' | 'lot' | 'expires'>;

/**
 * The goods of an event’s lines, in their order. A code that no product has becomes an unlisted product. Services,
 * deposits and gift cards never have stock: their lines are left out.
 */
export function readLines<Line extends WireLine>(
  lines: readonly Line[],
  books: ShopBooks,
  at: Pick<Applying, 'seq' | 'event'>,
): GoodsLine<Line>[] {
  return lines.flatMap((line, index) => {
    const { lot, expires, ...named } = goodsOf(line, books);
    const { product, kind } = books.product({ ...named, lineKind: 'goods', index }, at);
    if (kind !== 'goods') return [];
    const own = books.products.named(named.code, named.codeKind)?.product ?? product;
    return [{ line, product, named: own, quantityMicro: unitsOf(line, books), lot, expires }];
  });
}

/** How many units a line speaks of, in millionths: two packs of twelve are twenty-four. */
export function unitsOf(
  line: Pick<WireLine, 'barcode' | 'quantity' | 'quantityIn'>,
  books: ShopBooks,
): number {
  const quantityMicro = must(parseQuantity(line.quantity), 'the quantity of a line');
  if (line.quantityIn !== 'pack' || line.barcode === undefined) return quantityMicro;
  return timesPack(quantityMicro, books.products.packOf(productBarcode(line.barcode)));
}

/** Quantity times pack size, in millionths, to the nearest one; at most what a number holds exactly. */
function timesPack(quantityMicro: number, packMicro: number): number {
  const exact = quantityMicro * packMicro;
  if (Number.isSafeInteger(exact)) return Math.round(exact / UNIT_MICRO);
  const units = Number((BigInt(quantityMicro) * BigInt(packMicro)) / BigInt(UNIT_MICRO));
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(units, Number.MAX_SAFE_INTEGER));
}

const UNIT_MICRO = 1_000_000;

/** The code by which a line names its product, and the lot and last day that it tells. */
export function goodsOf(line: NamedGoods, books: ShopBooks): GoodsNamed {
  return namedGoods(line, () => new Date(books.receivedMs).getUTCFullYear());
}
