import type { ScanAnswer } from '../../contract/scan-views.ts';
import type { ProductAnswer } from '../../contract/views.ts';
import { barcodeKey } from '../../kit/barcode-key.ts';
import type { PageContext } from './layout.ts';
import { pieces } from './product-facts.ts';

/**
 * What a scanned code says besides which product it is, such as `Scanned: Case, 12 pieces.` Undefined where it says no
 * more than that.
 */
export function scanWords(
  context: PageContext,
  product: ProductAnswer,
  scanned: string | undefined,
): string | undefined {
  const { reader, settings } = context.ports;
  if (scanned === undefined || scanned === '') return undefined;
  const scan = reader.scan(scanned);
  if (scan.product?.sku !== product.sku) return undefined;
  const { format } = context;
  const { quantity, price, lot, serial } = scan;
  const isOne = quantity === null || (quantity === '1' && product.unit === 'each');
  const words = [
    ...(packNameOf(product, scan) ?? []),
    ...(isOne ? [] : [pieces(quantity, product.unit, format)]),
    ...(price === null ? [] : [format.price(price, settings.currency)]),
    ...(lot === null ? [] : [`lot ${lot}`]),
    ...dayWords(context, scan),
    ...(serial === null ? [] : [`serial number ${serial}`]),
  ];
  return words.length === 0 ? undefined : `Scanned: ${words.join(', ')}.`;
}

function packNameOf({ packs }: ProductAnswer, { text }: ScanAnswer): string[] | undefined {
  const pack = packs.find(({ barcode }) => barcodeKey(barcode) === barcodeKey(text));
  return pack?.name === undefined ? undefined : [pack.name];
}

function dayWords({ format, ports }: PageContext, { expires, bestBefore }: ScanAnswer): string[] {
  const today = format.day(ports.clock.nowMs());
  const best = bestBefore === null ? [] : [`best before ${format.date(bestBefore)}`];
  if (expires === null) return best;
  const last = `last day ${format.date(expires)}`;
  return [expires < today ? `${last}, which is over: do not sell it` : last, ...best];
}
