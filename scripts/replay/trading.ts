import type { EventData } from '../../hub/contract/events.ts';
import {
  type ClassifiedLine,
  type ExclusionReason,
  type TradingLine,
  classify,
  skuKey,
  writeOffReason,
} from './classify.ts';
import type { TradingRow } from './rows.ts';
import { giftTender, processorOf, taxOf } from './money-rules.ts';
import { deliveriesFor, openingFor } from './supply.ts';
import type { TradingEvent } from './trading-event.ts';

export interface Trading {
  readonly events: readonly TradingEvent[];
  readonly excluded: Readonly<Record<string, number>>;
}

/** Turns the lines of invoices into what the shop's tills tell. Pure: the same lines give the same events. */
export function tradingOf(rows: readonly TradingRow[]): Trading {
  const excluded: Partial<Record<ExclusionReason, number>> = {};
  const exclude = (reason: ExclusionReason): void => {
    excluded[reason] = (excluded[reason] ?? 0) + 1;
  };
  const trade = invoicesOf(rows).flatMap((invoice) => eventsOf(invoice, exclude));
  const sorted = trade.toSorted((a, b) => compare(a.at, b.at));
  const events = [...openingFor(sorted), ...mergeByTime(deliveriesFor(sorted), sorted)];
  return { events, excluded };
}

interface Invoice {
  readonly number: string;
  readonly at: string;
  readonly rows: readonly TradingRow[];
}

function invoicesOf(rows: readonly TradingRow[]): Invoice[] {
  const byNumber = new Map<string, TradingRow[]>();
  for (const row of rows) {
    const known = byNumber.get(row.InvoiceNo);
    if (known === undefined) byNumber.set(row.InvoiceNo, [row]);
    else known.push(row);
  }
  return Array.from(byNumber, ([number, lines]) => ({
    number,
    at: lines[0]?.InvoiceDate ?? '',
    rows: lines,
  }));
}

function eventsOf(invoice: Invoice, exclude: (reason: ExclusionReason) => void): TradingEvent[] {
  const lines = invoice.rows.map(classify);
  for (const line of lines) if (line.kind === 'excluded') exclude(line.reason);
  const writeOffs = linesOf(lines, ['writeOff']).map((line) =>
    adjustment(invoice, line, writeOffReason(line.description)),
  );
  const refunded = linesOf(lines, ['refund']);
  const refunds = refunded.length === 0 ? [] : [refund(invoice, refunded)];
  if (linesOf(lines, ['sale']).length > 0)
    return [...writeOffs, ...refunds, sale(invoice, linesOf(lines, ['sale', 'giveAway']))];
  return [...writeOffs, ...refunds, ...found(invoice, linesOf(lines, ['giveAway']), exclude)];
}

function linesOf(lines: readonly ClassifiedLine[], kinds: readonly ClassifiedLine['kind'][]): TradingLine[] {
  return lines.flatMap((line) => (line.kind !== 'excluded' && kinds.includes(line.kind) ? [line.line] : []));
}

/** An invoice of nothing but free pieces for nobody records goods that were found. */
function found(
  invoice: Invoice,
  lines: readonly TradingLine[],
  exclude: (reason: ExclusionReason) => void,
): TradingEvent[] {
  for (const line of lines) if (line.goods !== 'goods') exclude('foundNoGoods');
  return lines.filter((line) => line.goods === 'goods').map((line) => adjustment(invoice, line, 'found'));
}

function sale(invoice: Invoice, lines: readonly TradingLine[]): TradingEvent {
  return {
    kind: 'sale',
    key: invoice.number,
    at: invoice.at,
    data: { ...receipt(invoice, lines), lines: lines.map(wireLine) },
  };
}

function refund(invoice: Invoice, lines: readonly TradingLine[]): TradingEvent {
  const refundLines = lines.map((line) => {
    const disposition = line.goods === 'goods' ? ('sellable' as const) : ('none' as const);
    return { ...wireLine(line), disposition };
  });
  return {
    kind: 'refund',
    key: invoice.number,
    at: invoice.at,
    data: { ...receipt(invoice, lines), lines: refundLines },
  };
}

function adjustment(
  invoice: Invoice,
  line: TradingLine,
  reason: EventData<'backroom.stock.adjusted.v1'>['reason'],
): TradingEvent {
  const note = line.description === '' ? {} : { note: line.description };
  const lines = [{ sku: line.sku, quantity: String(line.quantity) }];
  return { kind: 'adjustment', key: invoice.number, at: invoice.at, data: { reason, ...note, lines } };
}

function receipt(invoice: Invoice, lines: readonly TradingLine[]) {
  const totalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const customerId = lines[0]?.customerId ?? '';
  const businessDate = invoice.at.slice(0, 10);
  return {
    currency: 'GBP',
    businessDate,
    registerSession: businessDate,
    receiptNumber: invoice.number,
    ...(customerId === '' ? {} : { customerId }),
    tenders: tendersOf(invoice, customerId, totalMinor),
  };
}

/** A customer who is known pays by card, somebody else in cash, now and then with a gift card as well. */
function tendersOf({ number }: Invoice, customerId: string, totalMinor: number) {
  if (customerId !== '') {
    const card = { kind: 'card' as const, processor: processorOf(number), reference: number };
    return totalMinor === 0 ? [] : [{ ...card, amountMinor: totalMinor }];
  }
  const gift = giftTender(number, totalMinor);
  const cashMinor = totalMinor - (gift?.amountMinor ?? 0);
  const cash = cashMinor === 0 ? [] : [{ kind: 'cash' as const, amountMinor: cashMinor }];
  return gift === null ? cash : [gift, ...cash];
}

function wireLine(line: TradingLine) {
  const tax = taxOf(line);
  return {
    sku: line.sku,
    ...(line.description === '' ? {} : { description: line.description }),
    kind: line.goods,
    quantity: String(line.quantity),
    unitPrice: line.unitPrice,
    amountMinor: line.amountMinor,
    ...(tax === null ? {} : { taxes: [tax] }),
    ...(line.goods === 'gift_card' ? { giftCardId: skuKey(line.sku) } : {}),
  };
}

/** Both in order already; of two at the same time the delivery comes first. */
function mergeByTime(deliveries: readonly TradingEvent[], trade: readonly TradingEvent[]): TradingEvent[] {
  return [...deliveries, ...trade].toSorted((a, b) => compare(a.at, b.at));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
