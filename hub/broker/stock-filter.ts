import { type CodedTopic, TOPIC_ROOT } from '../contract/topics.ts';

export const STOCK_TOPICS = `${TOPIC_ROOT}/stock/`;
export const LOW_STOCK_TOPICS = `${TOPIC_ROOT}/low-stock/`;

/** A subscription to stock, or to what is low: null stands for any. */
export interface StockFilter {
  readonly topic: CodedTopic;
  readonly location: string | null;
  readonly sku: string | null;
}

/**
 * Reads `stock/{location}/{sku}` and `low-stock/{location}/{sku}` with `+` for any, and `low-stock/#`. Null for
 * everything else, also for a code that is not percent-encoded as the hub writes it: such a subscription would never hear
 * anything.
 */
export function parseStockFilter(filter: string): StockFilter | null {
  if (filter === `${LOW_STOCK_TOPICS}#`) return { topic: 'low-stock', location: null, sku: null };
  if (filter.startsWith(LOW_STOCK_TOPICS)) return codesOf(filter.slice(LOW_STOCK_TOPICS.length), 'low-stock');
  return filter.startsWith(STOCK_TOPICS) ? codesOf(filter.slice(STOCK_TOPICS.length), 'stock') : null;
}

function codesOf(below: string, topic: CodedTopic): StockFilter | null {
  const levels = below.split('/');
  const [location, sku] = levels.map(parseLevel);
  if (levels.length !== 2 || location === undefined || sku === undefined) return null;
  return { topic, location: location.code, sku: sku.code };
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
