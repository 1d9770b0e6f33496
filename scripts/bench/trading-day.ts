import { formatSequence } from '../../hub/contract/envelope.ts';
import { newId } from '../../hub/kit/ids.ts';
import { saleEvent } from './sale-event.ts';

export interface TradingDayInput {
  readonly sources: readonly string[];
  /** From 0. */
  readonly day: number;
  /** Over all tills, which sell the same number. */
  readonly sales: number;
  readonly products: number;
}

/** The business day of one shop: what its tills tell until the evening, and the closings of their sessions. */
export interface TradingDay {
  readonly businessDate: string;
  readonly selling: readonly object[];
  /** One for each till, in the order of the sources. */
  readonly closings: readonly object[];
}

const FIRST_DAY_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const SALE_MINOR = 747;
const FLOAT_MINOR = 10_000;

/** Every second sale is paid by card, which somebody has to settle. */
export function tradingDay({ sources, day, sales, products }: TradingDayInput): TradingDay {
  const businessDate = new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10);
  const of = { registerSession: `s-${businessDate}`, businessDate, currency: 'EUR' };
  const each = Math.ceil(sales / sources.length);
  const first = day * (each + 2) + 1;
  const last = first + each;
  const tillDay = (source: string): object[] => [
    session({ source, sequence: first }, 'opened', { ...of, floatMinor: FLOAT_MINOR }),
    ...Array.from({ length: each }, (_, index) =>
      saleOf(source, { sequence: first + 1 + index, products, of }),
    ),
  ];
  const range = { firstSequence: formatSequence(first), lastSequence: formatSequence(last) };
  const closing = (source: string): object =>
    session({ source, sequence: last + 1 }, 'closed', { ...of, ...range, countedMinor: FLOAT_MINOR });
  return { businessDate, selling: sources.flatMap(tillDay), closings: sources.map(closing) };
}

function saleOf(
  source: string,
  { sequence, products, of }: { sequence: number; products: number; of: object },
): object {
  const sale = saleEvent({ source, sequence, ids: 'uuidv7', products }) as { data: object };
  const paid = { kind: 'card', processor: 'Acme', reference: newId(), amountMinor: SALE_MINOR };
  const tender = sequence % 2 === 0 ? paid : { kind: 'cash', amountMinor: SALE_MINOR };
  return { ...sale, data: { ...sale.data, ...of, tenders: [tender] } };
}

function session(
  { source, sequence }: { source: string; sequence: number },
  what: 'opened' | 'closed',
  data: object,
): object {
  return {
    specversion: '1.0',
    id: newId(),
    source,
    type: `backroom.session.${what}.v1`,
    time: '2026-11-23T20:00:00Z',
    sequence: formatSequence(sequence),
    clock: 'synced',
    data,
  };
}
