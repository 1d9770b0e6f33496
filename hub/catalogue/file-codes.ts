import type { ProductSet } from '../contract/product-events.ts';
import type { ProductAnswer } from '../contract/views.ts';
import { barcodeKey } from '../kit/barcode-key.ts';
import { foldCode } from '../kit/fold-code.ts';
import type { ErrorList } from './error-list.ts';
import type { ImportPorts } from './ports.ts';

interface Borrowed {
  readonly line: number;
  readonly barcode: string;
  readonly owner: string;
}

/** The codes of a file, each of which may lead to one product only: within the file, and with the ledger's others. */
export class FileCodes {
  readonly #errors: ErrorList;
  readonly #ledger: Pick<ImportPorts, 'product' | 'mergedInto'>;
  readonly #skuLines = new Map<string, number>();
  readonly #barcodeLines = new Map<string, number>();
  readonly #borrowed: Borrowed[] = [];

  constructor(errors: ErrorList, ledger: Pick<ImportPorts, 'product' | 'mergedInto'>) {
    this.#errors = errors;
    this.#ledger = ledger;
  }

  add(product: ProductSet, line: number): void {
    const sku = foldCode(product.sku);
    const before = this.#skuLines.get(sku);
    if (before !== undefined)
      return this.#errors.add(line, `sku ${product.sku} stands in line ${before} already.`);
    this.#skuLines.set(sku, line);
    for (const barcode of codesOf(product)) this.#addBarcode(barcode, sku, line);
  }

  /**
   * Tells of barcodes that belong to a product of the ledger. One that the file names may give its own away to another
   * row: the ledger takes the barcodes of all of them back before it sets the first.
   */
  end(): void {
    for (const { line, barcode, owner } of this.#borrowed) {
      if (this.#skuLines.has(foldCode(owner))) continue;
      this.#errors.add(line, `Barcode ${barcode} belongs to the product ${owner}, which is not in the file.`);
    }
  }

  #addBarcode(barcode: string, sku: string, line: number): void {
    const key = barcodeKey(barcode);
    const before = this.#barcodeLines.get(key);
    if (before !== undefined)
      return this.#errors.add(line, `Barcode ${barcode} stands in line ${before} already.`);
    this.#barcodeLines.set(key, line);
    const owner = this.#ledger.product({ barcode });
    if (owner === null || foldCode(owner.sku) === sku || this.#isMergedInto(sku, owner)) return;
    // A product may be found by a SKU that looks like this barcode; that is no claim to the barcode.
    if (!codesOf(owner).some((own) => barcodeKey(own) === key)) return;
    this.#borrowed.push({ line, barcode, owner: owner.sku });
  }

  /** A merged product is one with the product that its barcodes lead to. */
  #isMergedInto(sku: string, owner: ProductAnswer): boolean {
    const into = this.#ledger.mergedInto(sku)?.into ?? null;
    return into !== null && this.#ledger.product({ sku: into })?.sku === owner.sku;
  }
}

function codesOf({ barcodes, packs = [] }: Pick<ProductSet, 'barcodes' | 'packs'>): string[] {
  return [...barcodes, ...packs.map(({ barcode }) => barcode)];
}
