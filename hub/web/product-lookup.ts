import type { ProductAnswer } from '../contract/views.ts';
import type { WebReader } from './ports.ts';

/** The product that has exactly this SKU or barcode, as typed or as a scanner types it. */
export function findProduct(reader: Pick<WebReader, 'product'>, code: string): ProductAnswer | null {
  const typed = code.trim();
  if (typed === '') return null;
  const bySku = reader.product({ sku: typed });
  if (bySku !== null) return bySku;
  for (const barcode of barcodeForms(typed)) {
    const product = reader.product({ barcode });
    if (product !== null) return product;
  }
  return null;
}

/** A UPC-A is an EAN-13 with a leading zero (GS1 General Specifications 1.3): scanners report either. */
function barcodeForms(code: string): string[] {
  if (/^\d{12}$/.test(code)) return [code, `0${code}`];
  if (/^0\d{12}$/.test(code)) return [code, code.slice(1)];
  return [code];
}
