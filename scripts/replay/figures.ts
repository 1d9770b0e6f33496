import type { EventType } from '../../hub/contract/events.ts';
import { kindOf, skuKey } from './classify.ts';

/** What can be counted about trading, whoever tells it: the oracle, the hub, or the events at a destination. */
export interface DayFigures {
  readonly sales: number;
  readonly salesMinor: number;
  readonly refunds: number;
  readonly refundsMinor: number;
}

export interface Figures {
  readonly sales: number;
  readonly refunds: number;
  readonly adjustments: number;
  readonly deliveries: number;
  /** By business date. */
  readonly days: Readonly<Record<string, DayFigures>>;
  /** Pieces on hand by SKU in upper case. */
  readonly stock: Readonly<Record<string, number>>;
}

/** An event as it is on the wire, as far as figures go. */
export interface CountedEvent {
  readonly id?: string;
  readonly type: EventType;
  readonly data: {
    readonly businessDate?: string;
    /** What is taken back; ids of the replay are unique by themselves. */
    readonly original?: { readonly id: string } | undefined;
    readonly lines?: readonly CountedLine[];
  };
}

interface CountedLine {
  readonly sku?: string | undefined;
  readonly quantity: string;
  readonly amountMinor?: number | undefined;
}

/** Adds up events, each of which must be given once. What was taken back has moved nothing. */
export function figuresOf(given: Iterable<CountedEvent>): Figures {
  const events = [...given];
  const takenBack = new Set(
    events.filter(({ type }) => type === 'backroom.stock.reversed.v1').map(({ data }) => data.original?.id),
  );
  const counts = { sales: 0, refunds: 0, adjustments: 0, deliveries: 0 };
  const days: Record<string, DayFigures> = {};
  const stock: Record<string, number> = {};
  for (const event of events) {
    const sign = SIGNS[event.type];
    if (sign === undefined || (event.id !== undefined && takenBack.has(event.id))) continue;
    counts[sign.counts] += 1;
    for (const line of event.data.lines ?? []) move(stock, line, sign.stock);
    if (sign.counts === 'sales' || sign.counts === 'refunds') addToDay(days, event, sign.counts);
  }
  return { ...counts, days, stock };
}

const SIGNS: Partial<Record<EventType, { counts: keyof Omit<Figures, 'days' | 'stock'>; stock: 1 | -1 }>> = {
  'backroom.sale.completed.v1': { counts: 'sales', stock: -1 },
  'backroom.refund.completed.v1': { counts: 'refunds', stock: -1 },
  'backroom.stock.adjusted.v1': { counts: 'adjustments', stock: 1 },
  'backroom.stock.received.v1': { counts: 'deliveries', stock: 1 },
};

function move(stock: Record<string, number>, line: CountedLine, sign: 1 | -1): void {
  if (line.sku === undefined || kindOf(line.sku) !== 'goods') return;
  const key = skuKey(line.sku);
  stock[key] = (stock[key] ?? 0) + sign * Number(line.quantity);
}

function addToDay(days: Record<string, DayFigures>, event: CountedEvent, kind: 'sales' | 'refunds'): void {
  const date = event.data.businessDate ?? '';
  const day = days[date] ?? { sales: 0, salesMinor: 0, refunds: 0, refundsMinor: 0 };
  const amountMinor = (event.data.lines ?? []).reduce((sum, line) => sum + (line.amountMinor ?? 0), 0);
  days[date] =
    kind === 'sales'
      ? { ...day, sales: day.sales + 1, salesMinor: day.salesMinor + amountMinor }
      : { ...day, refunds: day.refunds + 1, refundsMinor: day.refundsMinor + amountMinor };
}
