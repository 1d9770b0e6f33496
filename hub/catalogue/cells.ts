import { barcodeKey } from '../kit/barcode-key.ts';
import type { Delimiter } from './csv-rows.ts';

/** Cells of a product file as fields of a product. What cannot be read stays as it is, for the contract to refuse. */

const BETWEEN_CODES = /[\s|;]+/;

/** `4006381333931 96385074`. */
export function barcodesOf(cell: string): string[] {
  const byKey = new Map(cell.split(BETWEEN_CODES).map((barcode) => [barcodeKey(barcode), barcode]));
  byKey.delete('');
  return [...byKey.values()];
}

export interface PackCell {
  readonly barcode: string;
  readonly quantity?: string;
}

/** `10036000291459*12`: the barcode of a pack and how many units it holds. */
export function packsOf(cell: string, delimiter: Delimiter): PackCell[] {
  const pieces = cell.split(BETWEEN_CODES).filter((piece) => piece !== '');
  return pieces.map((piece) => {
    const [, barcode = piece, quantity] = /^(.+)\*([^*]*)$/.exec(piece) ?? [];
    return quantity === undefined ? { barcode } : { barcode, quantity: decimalOf(quantity, delimiter) };
  });
}

/** A file with semicolons comes from where the comma stands in numbers. */
export function decimalOf(cell: string, delimiter: Delimiter): string {
  return delimiter === ';' && /^-?\d+,\d+$/.test(cell) ? cell.replace(',', '.') : cell;
}

export function wholeNumberOf(cell: string): number | string {
  return /^\d{1,9}$/.test(cell) ? Number(cell) : cell;
}

const YES = /^(?:yes|true|1|x|y)$/i;
const NO = /^(?:no|false|0|n)$/i;

export function flagOf(cell: string): boolean | string {
  if (YES.test(cell)) return true;
  return NO.test(cell) ? false : cell;
}
