import { skuKey } from './classify.ts';
import { BACK_OFFICE, type TradingEvent } from './trading-event.ts';

/**
 * Where the goods came from. The file has only what went out, so that the stock of a shop is derived from it:
 * what was there on the first morning, and what came every Monday.
 */
const OPENING_MIN = 2;
const OPENING_SHARE = 10;
const LINES_MAX = 1000;

interface Flow {
  /** As it was first written. */
  readonly sku: string;
  sold: number;
  returned: number;
}

/** A tenth of all that will be sold of it, and at least two pieces. */
export function openingFor(trade: readonly TradingEvent[]): TradingEvent[] {
  const first = trade[0];
  if (first === undefined) return [];
  const lines = sortedFlows(flowsOf(trade)).map(({ sku, sold }) => {
    const quantity = Math.max(OPENING_MIN, Math.floor(sold / OPENING_SHARE));
    return { sku, quantity: String(quantity) };
  });
  const at = `${mondayOf(first.at)}T05:00:00`;
  return chunksOf(lines).map((part) => ({
    kind: 'adjustment',
    key: BACK_OFFICE,
    at,
    data: { reason: 'opening', lines: part },
  }));
}

/** On Monday comes what will be sold in the week, less what will be brought back. */
export function deliveriesFor(trade: readonly TradingEvent[]): TradingEvent[] {
  const weeks = Map.groupBy(trade, (event) => mondayOf(event.at));
  const names = flowsOf(trade);
  return Array.from(weeks)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([monday, events]) => {
      const lines = sortedFlows(flowsOf(events)).flatMap(({ sku, sold, returned }) => {
        if (sold <= returned) return [];
        return [{ sku: names.get(skuKey(sku))?.sku ?? sku, quantity: String(sold - returned) }];
      });
      return chunksOf(lines).map((part, index): TradingEvent => ({
        kind: 'delivery',
        key: BACK_OFFICE,
        at: `${monday}T06:00:00`,
        data: { deliveryNumber: `${monday}/${index + 1}`, lines: part },
      }));
    });
}

/** How much of each SKU of goods went out and came back. */
function flowsOf(trade: readonly TradingEvent[]): Map<string, Flow> {
  const flows = new Map<string, Flow>();
  for (const event of trade) {
    if (event.kind === 'delivery') continue;
    for (const line of event.data.lines) {
      if ('kind' in line && line.kind !== 'goods') continue;
      const flow = flowOf(flows, line.sku ?? '');
      const quantity = Number(line.quantity);
      if (event.kind === 'sale') flow.sold += quantity;
      if (event.kind === 'refund') flow.returned -= quantity;
    }
  }
  return flows;
}

function flowOf(flows: Map<string, Flow>, sku: string): Flow {
  const key = skuKey(sku);
  const known = flows.get(key);
  if (known !== undefined) return known;
  const flow = { sku, sold: 0, returned: 0 };
  flows.set(key, flow);
  return flow;
}

function sortedFlows(flows: Map<string, Flow>): Flow[] {
  return Array.from(flows)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, flow]) => flow);
}

function chunksOf<T>(lines: readonly T[]): T[][] {
  const count = Math.ceil(lines.length / LINES_MAX);
  return Array.from({ length: count }, (_, index) => lines.slice(index * LINES_MAX, (index + 1) * LINES_MAX));
}

/** The Monday of the ISO week, as a date. */
export function mondayOf(at: string): string {
  const day = new Date(`${at.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
