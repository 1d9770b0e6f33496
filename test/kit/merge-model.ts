/**
 * Products that are merged and told apart again, as boxes in boxes: a merge puts the whole box of one product into that of
 * another, an undone merge takes it out as it lies there. What is sold since lies beside the boxes. Shares no code with
 * the ledger, which keeps sums instead.
 */
interface Box {
  readonly sku: string;
  /** What came and went under this product itself. */
  own: number;
  readonly inside: Set<Box>;
  around: Box | null;
  /** The barcodes that it had when it was merged. */
  codes: readonly string[];
  /** It was set while it was merged. */
  isAsked: boolean;
}

export class MergeModel {
  readonly #boxes = new Map<string, Box>();
  readonly #codes = new Map<string, string>();
  /** How often a person was asked because there was no merge to undo. */
  notMerged = 0;

  set(sku: string, barcodes: readonly string[]): void {
    const box = this.#boxes.get(sku) ?? {
      sku,
      own: 0,
      inside: new Set<Box>(),
      around: null,
      codes: [],
      isAsked: false,
    };
    this.#boxes.set(sku, box);
    if (box.around !== null) return this.#setMerged(box, barcodes);
    for (const [code, owner] of this.#codes) if (owner === sku) this.#codes.delete(code);
    for (const code of [...barcodes, ...codesInside(box)])
      if (!this.#codes.has(code)) this.#codes.set(code, sku);
  }

  move(code: string, change: number): void {
    const owner = this.ownerOf(code);
    if (owner !== null) this.#box(owner).own += change;
  }

  merge(sku: string, into: string): void {
    const [from, to] = [this.#outermost(sku), this.#outermost(into)];
    if (from === to) return;
    from.codes = this.#codesOf(from.sku);
    for (const code of from.codes) this.#codes.set(code, to.sku);
    from.around = to;
    from.isAsked = false;
    to.inside.add(from);
  }

  undo(sku: string): void {
    const box = this.#box(sku);
    if (box.around === null) return void (this.notMerged += 1);
    const outermost = this.#outermost(sku).sku;
    box.around.inside.delete(box);
    box.around = null;
    for (const code of box.codes) {
      const owner = this.#codes.get(code);
      if (owner === undefined || owner === outermost) this.#codes.set(code, sku);
    }
  }

  moveBarcode(code: string, sku: string): void {
    for (const box of this.#boxes.values()) box.codes = box.codes.filter((other) => other !== code);
    this.#codes.set(code, this.#outermost(sku).sku);
  }

  /** The product that a code leads to now. */
  ownerOf(code: string): string | null {
    const sku = this.#codes.get(code) ?? code;
    return this.#boxes.has(sku) ? this.#outermost(sku).sku : null;
  }

  /** What stands in the ledger of every product that is not merged. */
  shown(): { sku: string; onHand: string; barcodes: string[] }[] {
    return [...this.#boxes.values()]
      .filter(({ around }) => around === null)
      .map((box) => ({
        sku: box.sku,
        onHand: String(totalOf(box)),
        barcodes: this.#codesOf(box.sku).toSorted(),
      }));
  }

  /** The merged products about which a person is asked, because they were set. */
  asked(): string[] {
    const merged = [...this.#boxes.values()].filter(({ around, isAsked }) => around !== null && isAsked);
    return merged.map(({ sku }) => sku).toSorted();
  }

  /** Its codes lead to the outermost box, and are written on every box around it, to be given back one by one. */
  #setMerged(box: Box, barcodes: readonly string[]): void {
    const outermost = this.#outermost(box.sku);
    const own = barcodes.filter((code) => {
      const owner = this.#codes.get(code);
      return owner === undefined || (owner === outermost.sku && box.codes.includes(code));
    });
    box.codes = [];
    box.isAsked = true;
    for (const code of own) this.#codes.set(code, outermost.sku);
    for (let each = box; each.around !== null; each = each.around)
      each.codes = [...new Set([...each.codes, ...own])];
  }

  #codesOf(sku: string): string[] {
    return [...this.#codes].filter(([, owner]) => owner === sku).map(([code]) => code);
  }

  #outermost(sku: string): Box {
    let box = this.#box(sku);
    while (box.around !== null) box = box.around;
    return box;
  }

  #box(sku: string): Box {
    const box = this.#boxes.get(sku);
    if (box === undefined) throw new Error(`the model has no product ${sku}`);
    return box;
  }
}

function codesInside(box: Box): string[] {
  return [...box.inside].flatMap((inner) => [...inner.codes, ...codesInside(inner)]);
}

function totalOf(box: Box): number {
  return [...box.inside].reduce((sum, inner) => sum + totalOf(inner), box.own);
}
