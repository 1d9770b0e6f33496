import { expect } from 'vitest';
import { importProducts } from '../../hub/catalogue/import-products.ts';
import type { ImportPorts } from '../../hub/catalogue/ports.ts';
import { EVENT_TYPES } from '../../hub/contract/events.ts';
import { LIMITS } from '../../hub/contract/limits.ts';
import { must } from '../../hub/kit/assert.ts';
import type { tempLedger } from './temp-ledger.ts';
import { bytesOf, ledgerEvent, productSet } from './till-events.ts';

export type Shop = ReturnType<typeof tempLedger>;

/** A ledger as an import uses it. */
export function portsOf(shop: Shop, folder = shop.folder): ImportPorts {
  return {
    submitHub: async (type, data) => {
      const input = { type, data: EVENT_TYPES[type].data.parse(data) };
      expect(bytesOf(input).length).toBeLessThan(LIMITS.eventBytes);
      return must(shop.ledger.commit([ledgerEvent(input)]).replies[0], 'a reply');
    },
    hubEvent: () => null,
    product: (code) => shop.reader.product(code),
    mergedInto: (sku) => shop.reader.mergedInto(sku),
    productItself: (sku) => shop.reader.productItself(sku),
    folder,
    defaultCurrency: 'EUR',
  };
}

export async function* inChunks(text: string | Buffer, size = 7_919): AsyncGenerator<Uint8Array, void, void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Imports into the shop, in chunks of a few bytes unless told otherwise. */
export function runImport(shop: Shop, text: string | Buffer, size = 5) {
  return importProducts(inChunks(text, size), portsOf(shop));
}

export function setProduct(shop: Shop, data: Parameters<typeof productSet>[0]): void {
  shop.ledger.commit([ledgerEvent(productSet(data))]);
}
