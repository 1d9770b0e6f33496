import { TOPIC_ROOT } from '../contract/topics.ts';

export const STOCK_TOPICS = `${TOPIC_ROOT}/stock/`;

/** A subscription to stock: null stands for any. */
export interface StockFilter {
  readonly location: string | null;
  readonly sku: string | null;
}

/**
 * Reads `stock/{location}/{sku}` with `+` for any. Null for everything else, also for a code that is not
 * percent-encoded as the hub writes it: such a subscription would never hear anything.
 */
export function parseStockFilter(filter: string): StockFilter | null {
  if (!filter.startsWith(STOCK_TOPICS)) return null;
  const levels = filter.slice(STOCK_TOPICS.length).split('/');
  const [location, sku] = levels.map(parseLevel);
  if (levels.length !== 2 || location === undefined || sku === undefined) return null;
  return { location: location.code, sku: sku.code };
}

function parseLevel(level: string): { code: string | null } | undefined {
  if (level === '+') return { code: null };
  if (level === '') return undefined;
  try {
    const code = decodeURIComponent(level);
    return encodeURIComponent(code) === level ? { code } : undefined;
  } catch {
    return undefined;
  }
}
