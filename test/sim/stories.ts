import { formatQuantity } from '../../hub/kit/quantity.ts';
import type { Random } from '../../scripts/replay/random.ts';
import { GoodsStories } from './goods-stories.ts';
import { MoneyStories } from './money-stories.ts';
import type { Counter } from './money-stories.ts';
import type { Story } from './till.ts';

/** What is sold: codes that are in the catalogue, and some that nobody ever listed. */
export const SKUS = Array.from({ length: 36 }, (_, index) => `P-${index + 1}`);
const UNLISTED = Array.from({ length: 30 }, (_, index) => `found-${index + 1}`);

function barcodeOf(sku: string): string {
  return `20000${sku.slice(2).padStart(3, '0')}`;
}

interface Line {
  readonly sku?: string;
  readonly barcode?: string;
  readonly kind: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amountMinor: number;
  readonly disposition?: string;
}

/** What happens at a counter and in a stock room, mostly right and sometimes wrong. */
export class Stories {
  readonly #random: Random;
  readonly #goods: GoodsStories;
  readonly money: MoneyStories;

  constructor(random: Random) {
    this.#random = random;
    this.#goods = new GoodsStories(random, () => this.stockLines(1));
    this.money = new MoneyStories(random);
  }

  sale(counter: Counter): Story {
    const lines = [...this.#lines(1), ...this.money.cardLines()];
    const tipMinor = this.#random.chance(5) ? 150 : 0;
    const total = totalOf(lines) + tipMinor;
    const change = this.#random.chance(30) ? 500 : 0;
    const wrong = this.#random.chance(2) ? 1 + this.#random.below(99) : 0;
    const given = total + change + wrong;
    const tenders = change > 0 ? [{ kind: 'cash', amountMinor: given }] : this.money.tenders(given);
    return {
      type: 'backroom.sale.completed.v1',
      data: {
        ...this.#frame(counter),
        ...this.money.customer(),
        lines,
        tenders,
        ...(change === 0 ? {} : { changeMinor: change }),
        ...(tipMinor === 0 ? {} : { tipMinor }),
      },
    };
  }

  refund(counter: Counter, original: object | null): Story {
    const disposition = this.#random.pick(['sellable', 'sellable', 'damaged', 'none']);
    const lines = this.#lines(-1).map((line) => ({ ...line, disposition }));
    const tenders = [{ kind: 'cash', amountMinor: totalOf(lines) }];
    const named = original === null ? {} : { original };
    return {
      type: 'backroom.refund.completed.v1',
      data: { ...this.#frame(counter), ...named, lines, tenders },
    };
  }

  void(counter: Counter, original: object): Story {
    return { type: 'backroom.sale.voided.v1', data: { original, ...counter } };
  }

  received(): Story {
    return { type: 'backroom.stock.received.v1', data: { lines: this.stockLines(1), ...this.#place() } };
  }

  adjusted(): Story {
    const sign = this.#random.chance(70) ? -1 : 1;
    const reason = this.#random.pick(['damage', 'theft', 'found', 'correction']);
    return {
      type: 'backroom.stock.adjusted.v1',
      data: { reason, lines: this.stockLines(sign), ...this.#place() },
    };
  }

  /** A step of a delivery or of a transfer. */
  goods(): Story {
    return this.#goods.next();
  }

  product(sku: string): Record<string, unknown> {
    const own = this.#random.chance(3) ? [barcodeOf(this.#random.pick(SKUS))] : [barcodeOf(sku)];
    const kind = Number(sku.slice(2)) % 12 === 0 ? 'service' : 'goods';
    return { sku, name: `Product ${sku}`, kind, unit: 'each', barcodes: own };
  }

  /** Goods in a stock room. */
  stockLines(sign: 1 | -1) {
    return Array.from({ length: 1 + this.#random.below(5) }, () => {
      const quantity = String(sign * (1 + this.#random.below(sign > 0 ? 60 : 4)));
      return { ...this.#code(), quantity };
    });
  }

  #frame(counter: Counter) {
    const currency = this.#random.chance(2) ? 'GBP' : 'EUR';
    return { currency, ...counter, ...this.#place() };
  }

  #place(): { location?: string } {
    return this.#random.chance(4) ? { location: this.#random.pick(['Cellar', 'CELLAR', 'shop']) } : {};
  }

  #lines(sign: 1 | -1): Line[] {
    return Array.from({ length: 1 + this.#random.below(4) }, () => {
      const quantity = this.#random.chance(80)
        ? 1 + this.#random.below(3)
        : 0.25 + this.#random.below(12) / 4;
      const priceMinor = 50 + this.#random.below(2_000);
      const lie = this.#random.chance(1) ? 77 : 0;
      const amountMinor = sign * Math.round(quantity * priceMinor) + lie;
      const unitPrice = (priceMinor / 100).toFixed(2);
      const micro = sign * Math.round(quantity * 1_000_000);
      return { ...this.#code(), kind: 'goods', quantity: formatQuantity(micro), unitPrice, amountMinor };
    });
  }

  #code(): { sku: string } | { barcode: string } {
    if (this.#random.chance(2)) return { sku: this.#random.pick(UNLISTED) };
    const sku = this.#random.pick(SKUS);
    if (this.#random.chance(30)) return { barcode: barcodeOf(sku) };
    return { sku: this.#random.chance(10) ? sku.toLowerCase() : sku };
  }
}

function totalOf(lines: readonly { readonly amountMinor: number }[]): number {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
