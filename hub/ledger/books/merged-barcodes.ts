import type { ProductSet } from '../../contract/product-events.ts';
import { barcodeKey } from '../../kit/barcode-key.ts';
import { ownBarcodes } from './barcode-book.ts';
import type { BarcodeBook } from './barcode-book.ts';
import type { MergeBook } from './merge-book.ts';

/** A merged product: itself, what it was merged into, and so on; the last one is its own. */
export interface Merged {
  readonly product: number;
  readonly between: readonly number[];
  readonly survivor: number;
}

/**
 * The barcodes of a merged product as they are from now on: they lead to the product that it was merged into, and go to
 * it when the merge is undone. Those that it names no more stay where they lead, and those that were the other product’s
 * own stay its own. Gives those that stay with a product that it has nothing to do with.
 */
export function setMergedBarcodes(
  { barcodes, merges }: { barcodes: BarcodeBook; merges: MergeBook },
  { product, between, survivor }: Merged,
  data: Pick<ProductSet, 'barcodes' | 'packs'>,
): string[] {
  const before = merges.barcodesOf(product);
  const taken: string[] = [];
  merges.dropBarcodes(product);
  for (const own of ownBarcodes(data)) {
    const owner = barcodes.ownerOf(own.barcode);
    if (owner !== null && owner !== survivor) taken.push(own.barcode);
    else if (owner === null || before.has(barcodeKey(own.barcode))) {
      barcodes.put(survivor, own);
      for (const merged of [product, ...between]) merges.noteBarcode(merged, own);
    }
  }
  return taken;
}
