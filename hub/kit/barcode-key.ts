import { foldCode } from './fold-code.ts';
import { gtinKey } from './gtin.ts';

/**
 * The form in which barcodes are compared: a GTIN as its 14 digits, whichever way it is spelled, and anything else
 * without regard to case.
 */
export function barcodeKey(barcode: string): string {
  return gtinKey(barcode) ?? foldCode(barcode);
}

const GTIN_LENGTHS = [8, 12, 13, 14] as const;

/** The ways to spell a GTIN in digits alone, the shortest first; nothing for what is no GTIN. */
export function gtinSpellings(barcode: string): string[] {
  const key = gtinKey(barcode);
  if (key === null) return [];
  return GTIN_LENGTHS.flatMap((length) => {
    const padding = key.length - length;
    return key.startsWith('0'.repeat(padding)) ? [key.slice(padding)] : [];
  });
}

/** What a barcode is called where people read it: a GTIN in its shortest spelling, anything else as it is. */
export function barcodeName(barcode: string): string {
  return gtinSpellings(barcode)[0] ?? barcode;
}
