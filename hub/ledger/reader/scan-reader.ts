import type { ScanAnswer } from '../../contract/scan-views.ts';
import type { ProductAnswer } from '../../contract/views.ts';
import { codesOfScan } from '../../domain/barcode/codes-of.ts';
import type { PriceWeightLayout } from '../../domain/barcode/price-weight-layout.ts';
import { readCode } from '../../domain/barcode/read-code.ts';
import type { ScannedCode } from '../../domain/barcode/scanned-code.ts';
import { quantityOfScan } from '../../domain/scanned-quantity.ts';
import { barcodeKey } from '../../kit/barcode-key.ts';
import type { Clock } from '../../kit/clock.ts';
import { formatQuantity, parseQuantity } from '../../kit/quantity.ts';
import type { ProductReader } from './product-reader.ts';

export interface ScanSettings {
  /** The shop’s codes with a price or weight inside. */
  readonly layouts: readonly PriceWeightLayout[];
  readonly clock: Pick<Clock, 'nowMs'>;
}

const UNIT_MICRO = 1_000_000;

type Said = Omit<ScanAnswer, 'kind' | 'text' | 'product' | 'quantity' | 'problem'> & { count: number | null };

const NOTHING_SAID: Said = {
  price: null,
  weight: null,
  lot: null,
  expires: null,
  bestBefore: null,
  serial: null,
  sscc: null,
  elements: [],
  count: null,
};

/** What a scanned code is, and which product of the shop. */
export class ScanReader {
  readonly #products: Pick<ProductReader, 'product'>;
  readonly #settings: ScanSettings;

  constructor(products: Pick<ProductReader, 'product'>, settings: ScanSettings) {
    this.#products = products;
    this.#settings = settings;
  }

  /** `scanned` is what the scanner sent, of any length. */
  scan(scanned: string): ScanAnswer {
    const { layouts, clock } = this.#settings;
    const code = readCode(scanned, layouts, new Date(clock.nowMs()).getUTCFullYear());
    const found = this.#find(code);
    const { count, ...said } = saidBy(code);
    const quantityMicro =
      found === null
        ? null
        : quantityOfScan(
            {
              price: said.price,
              count,
              weightMicro: said.weight === null ? null : parseQuantity(said.weight),
            },
            { unit: found.product.unit, packMicro: found.packMicro, unitPrice: found.product.currentPrice },
          );
    return {
      kind: code.kind,
      text: code.text,
      product: found?.product ?? null,
      quantity: quantityMicro === null ? null : formatQuantity(quantityMicro),
      ...said,
      // A shop may have a product under a number that is none by the book.
      problem: code.kind === 'wrong' && found === null ? { code: code.problem, message: code.message } : null,
    };
  }

  #find(code: ScannedCode): { product: ProductAnswer; packMicro: number } | null {
    for (const key of keysOf(code)) {
      const product = this.#products.product({ barcode: key });
      if (product !== null) return { product, packMicro: packOf(product, key) };
    }
    return null;
  }
}

/** A pallet names what is on it. */
function keysOf(code: ScannedCode): readonly string[] {
  const keys = codesOfScan(code);
  const contains = 'contains' in code ? code.contains : null;
  return contains === null ? keys : [...keys, contains];
}

function packOf({ packs }: ProductAnswer, key: string): number {
  const pack = packs.find(({ barcode }) => barcodeKey(barcode) === barcodeKey(key));
  return (pack === undefined ? null : parseQuantity(pack.quantity)) ?? UNIT_MICRO;
}

function saidBy(code: ScannedCode): Said {
  switch (code.kind) {
    case 'elements':
    case 'digital-link': {
      const { lot, expires, bestBefore, serial, sscc, price, count, netWeightMicro } = code;
      const weight = netWeightMicro === null ? null : formatQuantity(netWeightMicro);
      const elements = code.elements.map(({ ai, value, title }) => ({ ai, value, title }));
      return { lot, expires, bestBefore, serial, sscc, price, count, weight, elements };
    }
    case 'in-store': {
      const { measure } = code;
      return measure.kind === 'price'
        ? { ...NOTHING_SAID, price: measure.price }
        : { ...NOTHING_SAID, weight: formatQuantity(measure.weightMicro) };
    }
    case 'wrong':
      return {
        ...NOTHING_SAID,
        elements: code.elements.map(({ ai, value, title }) => ({ ai, value, title })),
      };
    default:
      return NOTHING_SAID;
  }
}
