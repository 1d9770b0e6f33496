import { barcodeName } from '../kit/barcode-key.ts';
import { must } from '../kit/assert.ts';
import { readCode } from './barcode/read-code.ts';

/** What a line says of which goods they are. */
export interface NamedGoods {
  readonly sku?: string | undefined;
  readonly barcode?: string | undefined;
  readonly lot?: string | undefined;
  readonly expires?: string | undefined;
}

export interface GoodsNamed {
  readonly code: string;
  readonly codeKind: 'sku' | 'barcode';
  readonly lot: string | null;
  readonly expires: string | null;
}

interface Scanned {
  readonly barcode: string;
  readonly lot: string | null;
  readonly expires: string | null;
}

/** A GTIN has 14 digits. */
const PLAIN_LENGTH_MAX = 14;

/** No hub is older: a clock that was lost does not put dates into another century. */
const FIRST_YEAR = 2026;

/**
 * The code by which a line names its product, and its lot and last day. A barcode that a scanner took off a GS1 symbol
 * with more than a GTIN in it says them too; what the line says in fields of its own comes first. `year` is asked for
 * such barcodes only: it settles the century of a date.
 */
export function namedGoods(line: NamedGoods, year: () => number): GoodsNamed {
  const { sku, barcode, lot = null, expires = null } = line;
  const scanned = barcode === undefined ? null : scannedGoods(barcode, year);
  if (scanned === null) {
    const code = sku ?? must(barcode, 'the code of a line');
    return { code, codeKind: sku === undefined ? 'barcode' : 'sku', lot, expires };
  }
  return {
    code: sku ?? scanned.barcode,
    codeKind: sku === undefined ? 'barcode' : 'sku',
    lot: lot ?? scanned.lot,
    expires: expires ?? scanned.expires,
  };
}

/** The barcode of the product in what was scanned: the same text, or the GTIN that it holds. */
export function productBarcode(barcode: string): string {
  return scannedGoods(barcode, () => FIRST_YEAR)?.barcode ?? barcode;
}

/** Null for a barcode that is nothing but a code: nearly all of them are, and cost no more than these looks. */
function scannedGoods(barcode: string, year: () => number): Scanned | null {
  if (barcode.length <= PLAIN_LENGTH_MAX && !/^[\](]/.test(barcode)) return null;
  const code = readCode(barcode, [], Math.max(year(), FIRST_YEAR));
  if (code.kind === 'gtin') return { barcode: code.shortest, lot: null, expires: null };
  if ((code.kind !== 'elements' && code.kind !== 'digital-link') || code.gtin === null) return null;
  return { barcode: barcodeName(code.gtin), lot: code.lot, expires: code.expires };
}
