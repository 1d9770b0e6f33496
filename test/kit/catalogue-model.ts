import type { WireData, WireLine } from './wire-event.ts';

export interface Product {
  readonly sku: string;
  kind: string;
  into: Product | null;
  /** The barcodes that it had when it was merged, and those that it was given since. */
  codes: Set<string>;
  readonly stock: Map<string, number>;
}

/** The products of a shop and what their codes lead to, as anybody would write it: maps, and the plainest rules. */
export class CatalogueModel {
  readonly products = new Map<string, Product>();
  readonly #barcodes = new Map<string, Product>();
  readonly #staged = new Map<string, Map<number, readonly WireData[]>>();
  /** How many codes were sold that no product had. */
  unlisted = 0;

  /** What a line names; what nothing has the code of is made. */
  sold(line: WireLine): Product {
    const code = line.sku ?? line.barcode ?? '';
    const found = this.find(code, line.sku === undefined ? 'barcode' : 'sku');
    if (found !== null) return found;
    this.unlisted += 1;
    return this.#make(code, line.kind ?? 'goods');
  }

  #make(sku: string, kind: string): Product {
    const product = { sku, kind, into: null, codes: new Set<string>(), stock: new Map<string, number>() };
    this.products.set(sku.toLowerCase(), product);
    return product;
  }

  find(code: string, kind: 'sku' | 'barcode'): Product | null {
    const folded = code.toLowerCase();
    const [bySku, byBarcode] = [this.products.get(folded), this.#barcodes.get(folded)];
    const found = kind === 'sku' ? (bySku ?? byBarcode) : (byBarcode ?? bySku);
    return found === undefined ? null : survivor(found);
  }

  set(data: WireData): void {
    this.#keepMerged(this.#setAlone(data));
  }

  /** One that was merged stays merged, and its barcodes lead to what it was merged into. */
  #setAlone({ sku = '', kind = '', barcodes = [] }: WireData): Product {
    const product = this.products.get(sku.toLowerCase()) ?? this.#make(sku, kind);
    product.kind = kind;
    const now = survivor(product);
    this.#releaseBarcodes(product);
    const free = barcodes.filter((code) => {
      const owner = this.#barcodes.get(code);
      return owner === undefined || (owner === now && product.codes.has(code));
    });
    product.codes = new Set();
    for (const code of free) this.#barcodes.set(code, now);
    for (let each = product; each.into !== null; each = each.into)
      for (const code of free) each.codes.add(code);
    return product;
  }

  /** The barcodes of what was merged into a product go on to lead to it, unless another has them now. */
  #keepMerged(product: Product): void {
    for (const merged of this.products.values()) {
      if (merged.into === null || survivor(merged) !== product) continue;
      for (const code of merged.codes) if (!this.#barcodes.has(code)) this.#barcodes.set(code, product);
    }
  }

  #releaseBarcodes(product: Product): void {
    for (const [barcode, owner] of this.#barcodes) if (owner === product) this.#barcodes.delete(barcode);
  }

  stage({ importId = '', part = 0, products = [] }: WireData): void {
    const parts = this.#staged.get(importId) ?? new Map<number, readonly WireData[]>();
    this.#staged.set(importId, parts);
    if (!parts.has(part) && typeof products !== 'number') parts.set(part, products);
  }

  /** All parts or nothing; the products of one import may hand barcodes to each other. */
  import({ importId = '', parts }: WireData): void {
    const staged = this.#staged.get(importId) ?? new Map<number, readonly WireData[]>();
    this.#staged.delete(importId);
    if (staged.size !== parts) return;
    const products = [...staged].toSorted(([a], [b]) => a - b).flatMap(([, some]) => some);
    for (const { sku = '' } of products) {
      const known = this.products.get(sku.toLowerCase());
      if (known !== undefined) this.#releaseBarcodes(known);
    }
    const set = products.map((product) => this.#setAlone(product));
    for (const product of set) this.#keepMerged(product);
  }

  merge({ sku = '', into: intoSku = '' }: WireData): void {
    const [from, into] = [this.find(sku, 'sku'), this.find(intoSku, 'sku')];
    if (from === null || into === null || from === into) return;
    for (const [place, moved] of from.stock) {
      add(into, place, moved);
      add(from, place, -moved);
    }
    from.into = into;
    from.codes = new Set([...this.#barcodes].filter(([, owner]) => owner === from).map(([code]) => code));
    for (const code of from.codes) this.#barcodes.set(code, into);
  }
}

/** What a product was merged into, or itself. */
export function survivor(product: Product): Product {
  return product.into === null ? product : survivor(product.into);
}

export function add(product: Product, place: string, change: number): void {
  product.stock.set(place, (product.stock.get(place) ?? 0) + change);
}
