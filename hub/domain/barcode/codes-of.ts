import { foldCode } from '../../kit/fold-code.ts';
import { expandUpcE, gtinKey, hasCheckDigit } from '../../kit/gtin.ts';
import { unreachable } from '../../kit/assert.ts';
import type { ScannedCode } from './scanned-code.ts';

/**
 * The keys under which a barcode is to be looked up, the likeliest first. There is one, unless eight digits can be an
 * EAN-8 and a UPC-E. A product is kept under the first of these keys of each of its barcodes: the GTIN of 14 digits,
 * or the text without regard to case where it is no GTIN.
 */
export function codesOf(barcode: string): readonly string[] {
  const text = barcode.trim();
  const key = gtinKey(text);
  if (key === null) return [foldCode(text)];
  const upcA = text.length === 8 && hasCheckDigit(text) ? expandUpcE(text) : null;
  return upcA === null ? [key] : [...new Set([key, `000000${text}`, `00${upcA}`])];
}

/**
 * The keys under which the product of a scan is to be looked up, the likeliest first; none for a code that names no
 * product, such as the number of a parcel. A code with a price or weight inside stands for the product that is kept
 * with zeros in its place, or with the first digits alone.
 */
export function codesOfScan(code: ScannedCode): readonly string[] {
  switch (code.kind) {
    case 'gtin':
      return [...new Set([code.gtin14, ...codesOf(code.text)])];
    case 'elements':
    case 'digital-link':
      return code.gtin === null ? [] : [code.gtin];
    case 'in-store':
      return [...codesOf(code.baseCode), foldCode(code.itemCode)];
    case 'plain':
    case 'wrong':
      return [foldCode(code.text)];
    default:
      return unreachable(code);
  }
}
