/**
 * The form in which SKUs, barcodes and location codes are compared: without regard to case. Down, up and down again,
 * so that letters with several forms (ς and σ, ẞ, ß and ss) come to the same.
 */
export function foldCode(code: string): string {
  return code.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}
