import { unreachable } from '../kit/assert.ts';
import type { LineFact, ReceiptFacts, StockFacts } from './ledger-event.ts';
import { PLACE } from './places.ts';

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
  | 'barcode.taken'
  | 'merge.unknown_product'
  | 'merge.into_itself'
  | 'level.unknown_product'
  | 'import.incomplete'
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
  | 'reversal.repeated';

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

/** What an event does to the stock and which rules it breaks. A fact is never refused. */
export function decide(facts: ReceiptFacts | StockFacts, view: DecisionView): Decision {
  switch (facts.kind) {
    case 'sale':
    case 'refund':
      return { movements: movementsOf(facts, view), exceptions: receiptExceptions(facts) };
    case 'received':
    case 'adjusted':
      return { movements: movementsOf(facts, view), exceptions: [] };
    default:
      return unreachable(facts);
  }
}

function movementsOf(facts: ReceiptFacts | StockFacts, view: DecisionView): MovementFact[] {
  const movements: MovementFact[] = [];
  facts.lines.forEach((line, index) => {
    const product = view.products[index];
    if (product === undefined || !product.isGoods || line.lineKind !== 'goods' || line.quantityMicro === 0)
      return;
    const route = routeOf(facts.kind, line, view.location);
    if (route !== null)
      movements.push({ product: product.product, ...route, quantityMicro: Math.abs(line.quantityMicro) });
  });
  return movements;
}

interface Route {
  readonly from: number;
  readonly to: number;
}

/** Where a line's goods go. Goods given back on a receipt take the way their disposition says. */
function routeOf(kind: (ReceiptFacts | StockFacts)['kind'], line: LineFact, location: number): Route | null {
  const inward = line.quantityMicro > 0;
  switch (kind) {
    case 'sale':
    case 'refund':
      if (inward) return { from: location, to: PLACE.customer };
      return returnRoute(line, location);
    case 'received':
      return inward ? { from: PLACE.supplier, to: location } : { from: location, to: PLACE.supplier };
    case 'adjusted':
      return inward ? { from: PLACE.difference, to: location } : { from: location, to: PLACE.difference };
    default:
      return unreachable(kind);
  }
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
