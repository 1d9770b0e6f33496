import { unreachable } from '../kit/assert.ts';
import type { LineFact, ReceiptFacts } from './ledger-event.ts';
import type { LotFact } from './lot-fact.ts';
import { PLACE } from './places.ts';
import type { Route } from './places.ts';

/** A product as far as a decision needs it. */
export interface ProductFact {
  readonly product: number;
  readonly isGoods: boolean;
}

/** A quantity that leaves one place and enters another. Always above zero. */
export interface MovementFact {
  readonly product: number;
  readonly from: number;
  readonly to: number;
  readonly quantityMicro: number;
  /** What goods of a supplier cost, or go back to one for. */
  readonly cost?: GoodsCost;
  /** They bring with them what the movement before took with it: of a product that is merged. */
  readonly bringsValue?: boolean;
  /** The lot of the goods, where a line tells it. */
  readonly lot?: LotFact;
  /** The number of the movement that this one takes back. */
  readonly reverses?: number;
  /** The number of the lot, where it is known by that. */
  readonly lotNumber?: number | null;
}

export interface GoodsCost {
  /** Decimal text, per unit in major units of the shop’s currency. */
  readonly unitCost: string;
  /** When they came, where that is told late. */
  readonly cameMs: number | null;
}

/** A broken rule. `subject` names what it is about, `detail` says it to a person. */
export interface ExceptionFact {
  readonly cause: ExceptionCause;
  readonly subject: string;
  readonly detail: string;
}

export type ExceptionCause =
  | 'id.conflict'
  | 'type.unknown'
  | 'sequence.reused'
  | 'location.unknown'
  | 'product.unlisted'
  | 'stock.negative'
  | 'stock.out_of_range'
  | 'receipt.does_not_add_up'
  | 'line.does_not_multiply'
  | 'void.unknown_sale'
  | 'void.not_a_sale'
  | 'void.repeated'
  | 'void.of_refunded'
  | 'refund.unknown_sale'
  | 'refund.not_a_sale'
  | 'refund.of_voided'
  | 'refund.exceeds_sale'
  | 'refund.exceeds_line'
  | 'liability.overdrawn'
  | 'liability.held_spent'
  | 'liability.other_currency'
  | 'liability.out_of_range'
  | 'hold.unknown'
  | 'hold.repeated'
  | 'hold.exceeded'
  | 'barcode.taken'
  | 'product.merged_set'
  | 'merge.unknown_product'
  | 'merge.into_itself'
  | 'merge.not_merged'
  | 'barcode.unknown_product'
  | 'price.unknown_product'
  | 'price.unknown_list'
  | 'product.withdrawn_sold'
  | 'level.unknown_product'
  | 'import.incomplete'
  | 'cost.out_of_range'
  | 'cost.too_late'
  | 'lot.expired_sold'
  | 'lot.recalled'
  | 'lot.recalled_sold'
  | 'stock.oversold'
  | 'reservation.unknown'
  | 'reservation.repeated'
  | 'reservation.ended'
  | 'reservation.exceeded'
  | 'delivery.unknown'
  | 'delivery.short'
  | 'delivery.elsewhere'
  | 'delivery.closed_received'
  | 'transfer.unknown'
  | 'transfer.short'
  | 'transfer.over'
  | 'reversal.unknown'
  | 'reversal.not_stock'
  | 'reversal.repeated'
  | 'count.not_started'
  | 'count.started_twice'
  | 'count.late_scan'
  | 'count.stale_position'
  | 'count.not_counted'
  | 'count.posted_twice'
  | 'count.over'
  | 'journal.out_of_range'
  | 'count.late_sale'
  | 'session.not_opened'
  | 'session.not_closed'
  | 'session.repeated'
  | 'session.other_day'
  | 'session.numbers_missing'
  | 'session.report_differs'
  | 'day.adjusted'
  | 'day.differs'
  | 'payout.does_not_add_up'
  | 'payout.unexplained'
  | 'payout.unknown_payment'
  | 'payout.other_amount'
  | 'payout.repeated'
  | 'payment.unknown'
  | 'payment.settled_twice'
  | 'payment.voided_settled'
  | 'payment.charged_back'
  | 'customer.merge_unknown'
  | 'customer.merge_into_itself'
  | 'customer.merge_repeated'
  | 'customer.not_merged'
  | 'customer.erased_captured'
  | 'loyalty.negative'
  | 'loyalty.other_value'
  | 'loyalty.nobody'
  | 'card.masked';

export interface DecisionView {
  /** The location that the event names. */
  readonly location: number;
  /** The product of each line, in the order of the lines. */
  readonly products: readonly ProductFact[];
}

export interface Decision {
  readonly movements: readonly MovementFact[];
  readonly exceptions: readonly ExceptionFact[];
}

/** What a sale or a refund does to the stock and which rules it breaks. A fact is never refused. */
export function decide(facts: ReceiptFacts, view: DecisionView): Decision {
  return { movements: movementsOf(facts, view), exceptions: receiptExceptions(facts) };
}

function movementsOf(facts: ReceiptFacts, view: DecisionView): MovementFact[] {
  const movements: MovementFact[] = [];
  facts.lines.forEach((line, index) => {
    const product = view.products[index];
    if (product === undefined || !product.isGoods || line.lineKind !== 'goods' || line.quantityMicro === 0)
      return;
    const route = routeOf(line, view.location);
    if (route === null) return;
    const moved = { product: product.product, ...route, quantityMicro: Math.abs(line.quantityMicro) };
    movements.push(
      line.lot === null && line.expires === null ? moved : { ...moved, lot: lotOf(line, facts) },
    );
  });
  return movements;
}

/** What comes back is no sale, whatever its day. */
function lotOf(line: LineFact, { businessDate }: ReceiptFacts): LotFact {
  return { code: line.lot, expires: line.expires, soldOn: line.quantityMicro > 0 ? businessDate : null };
}

/** Where a line's goods go. Goods given back on a receipt take the way their disposition says. */
function routeOf(line: LineFact, location: number): Route | null {
  if (line.quantityMicro > 0) return { from: location, to: PLACE.customer };
  return returnRoute(line, location);
}

function returnRoute(line: LineFact, location: number): Route | null {
  switch (line.disposition) {
    case 'sellable':
      return { from: PLACE.customer, to: location };
    case 'damaged':
      return { from: PLACE.customer, to: PLACE.damaged };
    case 'none':
      return null;
    default:
      return unreachable(line.disposition);
  }
}

function receiptExceptions(facts: ReceiptFacts): ExceptionFact[] {
  const exceptions: ExceptionFact[] = [];
  if (facts.offByMinor !== 0) {
    const detail = `The tenders differ from the lines by ${facts.offByMinor} minor units of ${facts.currency}.`;
    exceptions.push({ cause: 'receipt.does_not_add_up', subject: facts.kind, detail });
  }
  if (facts.wrongLine !== 0) {
    const detail = `Line ${facts.wrongLine}: the amount is not the quantity times the price, less discounts, plus added taxes.`;
    exceptions.push({ cause: 'line.does_not_multiply', subject: `line ${facts.wrongLine}`, detail });
  }
  return exceptions;
}
