import type { CostAnswer } from '../../hub/contract/cost-views.ts';
import type { ProductLots } from '../../hub/contract/lot-views.ts';
import type { EntryWords, StockElsewhere } from '../../hub/contract/product-detail-views.ts';
import type { LocationAnswer } from '../../hub/contract/goods-views.ts';
import type { ScanAnswer } from '../../hub/contract/scan-views.ts';
import type { ExceptionAnswer, ProductAnswer, StockAnswer } from '../../hub/contract/views.ts';
import { badgeOf } from '../../hub/domain/badge.ts';
import { formatScaled, parseScaled } from '../../hub/kit/scaled-decimal.ts';
import type { CatalogueReader } from '../../hub/web/catalogue-port.ts';
import type { GoodsReader } from '../../hub/web/goods-port.ts';
import type { ProductDetailReader } from '../../hub/web/product-detail-port.ts';

interface Quantities {
  readonly onHand: string;
  readonly reserved: string;
  readonly available: string;
  readonly incoming: string;
}

type Balance = Pick<Quantities, 'onHand' | 'reserved' | 'incoming'>;

/** Text that says nothing by itself. */
export const PLAIN_SCAN: ScanAnswer = {
  kind: 'plain',
  text: '',
  product: null,
  quantity: null,
  price: null,
  weight: null,
  lot: null,
  expires: null,
  bestBefore: null,
  serial: null,
  sscc: null,
  elements: [],
  problem: null,
};

/** What the page of a product says besides the product: plain maps by SKU, for a test to fill. */
export class ShopDetails {
  readonly locations: LocationAnswer[] = [{ code: 'shop', name: null, role: null }];
  readonly scans = new Map<string, ScanAnswer>();
  readonly places = new Map<string, (Balance & { readonly location: string })[]>();
  readonly aside = new Map<string, StockElsewhere>();
  readonly words: EntryWords[] = [];
  readonly costs = new Map<string, CostAnswer>();
  readonly lots = new Map<string, ProductLots>();

  readers(
    open: () => readonly ExceptionAnswer[],
  ): ProductDetailReader & Pick<GoodsReader, 'locations'> & Pick<CatalogueReader, 'scan'> {
    return {
      locations: () => this.locations,
      scan: (text) => this.scans.get(text) ?? { ...PLAIN_SCAN, text },
      elsewhere: (sku) => this.aside.get(sku) ?? { damaged: '0', inTransit: '0' },
      exceptionsAbout: (subjects) =>
        open().filter((one) =>
          subjects.some(({ cause, subject }) => one.cause === cause && one.subject === subject),
        ),
      entryWords: (seqs) => this.words.filter(({ seq }) => seqs.includes(seq)),
      productCost: (sku) => this.costs.get(sku) ?? null,
      lots: (sku) => this.lots.get(sku) ?? null,
    };
  }

  /** A product lies at several places. Gives the product as it is then. */
  place(product: ProductAnswer, places: readonly (Balance & { readonly location: string })[]): ProductAnswer {
    this.places.set(product.sku, [...places]);
    return { ...product, ...sumOf(places) };
  }

  /** What is left of a product when some of it is sold off its first place. */
  sold(product: ProductAnswer, quantity: string): Quantities {
    const take = (balance: Balance): Balance => ({
      ...balance,
      onHand: formatScaled(micro(balance.onHand) - micro(quantity), 6),
    });
    const [first, ...rest] = this.places.get(product.sku) ?? [];
    if (first === undefined) return sumOf([take(product)]);
    const places = [{ ...first, ...take(first) }, ...rest];
    this.places.set(product.sku, places);
    return sumOf(places);
  }

  stockOf(product: ProductAnswer, asOfSeq: number): StockAnswer {
    const { sku, name, unit, badge, kind } = product;
    const places = this.places.get(sku) ?? [{ location: 'shop', ...product }];
    const locations = places.map((at) => ({
      location: at.location,
      ...sumOf([at]),
      badge: badgeOf({ kind, onHandMicro: micro(at.onHand), lowStockMicro: null }),
    }));
    return { sku, name, unit, ...sumOf(places), badge, locations, asOfSeq };
  }
}

function sumOf(balances: readonly Balance[]): Quantities {
  const sum = (name: keyof Balance): number =>
    balances.reduce((total, balance) => total + micro(balance[name]), 0);
  const [onHand, reserved, incoming] = [sum('onHand'), sum('reserved'), sum('incoming')];
  return {
    onHand: formatScaled(onHand, 6),
    reserved: formatScaled(reserved, 6),
    available: formatScaled(onHand - reserved, 6),
    incoming: formatScaled(incoming, 6),
  };
}

function micro(quantity: string): number {
  return parseScaled(quantity, 6) ?? 0;
}
