/** The form in which SKUs, barcodes and location codes are compared: without regard to case. */
export function foldCode(code: string): string {
  return code.normalize('NFC').toLowerCase();
}
