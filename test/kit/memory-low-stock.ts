import type { LowStockAnswer } from '../../hub/contract/low-stock-views.ts';
import type { ProductAnswer } from '../../hub/contract/views.ts';
import { parseScaled } from '../../hub/kit/scaled-decimal.ts';
import type { LowStockReader } from '../../hub/web/low-stock-port.ts';

const SINCE_MS = Date.UTC(2026, 10, 23, 9);
const EACH_MS = 1_260_000;

/** What is low among these products, as their own levels say. */
export function memoryLowStock(products: () => Iterable<ProductAnswer>): LowStockReader {
  const low = (): LowStockAnswer[] => [...products()].flatMap(lowAnswer);
  return {
    lowStock: ({ before = '0', limit }) => {
      const first = Number(before) || 0;
      const rows = low().slice(first, first + limit);
      return { products: rows, next: rows.length < limit ? null : String(first + limit) };
    },
    lowStockCount: () => low().length,
  };
}

function lowAnswer(product: ProductAnswer, index: number): LowStockAnswer[] {
  const { sku, name, department, unit, onHand, available, incoming, lowStockLevel: level } = product;
  if (level === null || (parseScaled(onHand, 6) ?? 0) > (parseScaled(level, 6) ?? 0)) return [];
  const since = new Date(SINCE_MS - index * EACH_MS).toISOString();
  const at = { location: 'shop', sinceSeq: 1_000 - index, since };
  return [{ sku, name, department, unit, onHand, available, incoming, level, ...at }];
}
