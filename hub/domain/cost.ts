/**
 * What goods cost, by moving average over all places of the shop.
 *
 * A price is a fraction that changes only when goods come in at a cost of their own. Between two such deliveries
 * everything comes and goes at that price, and what is on hand is worth price × on hand, rounded half away from zero to
 * a millionth of the major unit. So the worth depends on the price and the quantity alone, not on the way there: the
 * movements between two deliveries may be taken in any order or all at once, and each moves exactly the difference of
 * the worth before and after. Nothing is lost in rounding: what came in is what is on hand, what went out, and the
 * differences that were booked.
 *
 * While nothing is on hand, or less than nothing, goods leave at the last price, and their worth is below zero. The next
 * delivery sets the price; what its goods replace was worth less or more, and that is the difference to be booked. The
 * same holds for goods that came before any cost was known: they are worth nothing until the first cost is.
 */

/** `valueMicro` millionths of the major unit for `quantityMicro` millionths of the base unit, reduced. */
export interface Price {
  readonly valueMicro: number;
  readonly quantityMicro: number;
}

/** Where the history of a product stands: the price, and how much came in at costs of its own. Null: no cost is known. */
export interface CostState {
  readonly price: Price | null;
  readonly deliveredMicro: number;
}

/** Goods that came in at a cost of their own. The quantity is above zero. */
export interface CostedDelivery {
  readonly quantityMicro: number;
  readonly valueMicro: number;
  /** What all other movements of the product came to before it. */
  readonly movedMicro: number;
}

export const NOTHING_KNOWN: CostState = { price: null, deliveredMicro: 0 };

/** Two thousand million major units. What is worth more is counted as this: sums of four are still exact. */
export const WORTH_MAX_MICRO = 2 ** 51;

const MICRO = 1_000_000;

/** What a quantity is worth, in millionths of the major unit; below zero for a quantity below zero. */
export function worthOf(price: Price | null, quantityMicro: number): number {
  if (price === null || quantityMicro === 0) return 0;
  const worth = multiplyDivide(Math.abs(quantityMicro), price.valueMicro, price.quantityMicro);
  return quantityMicro < 0 ? 0 - worth : worth;
}

/** The state after a delivery, and by how much what is on hand is worth more than before with the delivery's value. */
export function deliver(
  state: CostState,
  delivery: CostedDelivery,
): { state: CostState; differenceMicro: number } {
  const { quantityMicro, valueMicro, movedMicro } = delivery;
  const before = state.deliveredMicro + movedMicro;
  const worthBefore = worthOf(state.price, before);
  const price = priceAfter(state.price, { quantityMicro: before, valueMicro: worthBefore }, delivery);
  const differenceMicro = worthOf(price, before + quantityMicro) - worthBefore - valueMicro;
  return { state: { price, deliveredMicro: state.deliveredMicro + quantityMicro }, differenceMicro };
}

function priceAfter(price: Price | null, onHand: Price, delivery: Price): Price {
  const valueMicro = onHand.valueMicro + delivery.valueMicro;
  const quantityMicro = onHand.quantityMicro + delivery.quantityMicro;
  const isMixed = price !== null && onHand.quantityMicro > 0 && Number.isSafeInteger(quantityMicro);
  return isMixed ? reduced(valueMicro, quantityMicro) : reduced(delivery.valueMicro, delivery.quantityMicro);
}

/** What a delivery is worth by its unit cost, decimal text in major units. Null: more than can be counted. */
export function valueOfDelivery(unitCost: string, quantityMicro: number): number | null {
  const [whole = '', fraction = ''] = unitCost.split('.');
  const value = BigInt(whole + fraction) * BigInt(quantityMicro);
  const rounded = halfUp(value, 10n ** BigInt(fraction.length));
  return rounded > BigInt(WORTH_MAX_MICRO) ? null : Number(rounded);
}

/** The cost of one unit, in millionths of the major unit. */
export function unitCostMicro(price: Price): number {
  return worthOf(price, MICRO);
}

/** a × b ÷ c of whole numbers that are not negative, rounded half up, at most what can be counted. */
function multiplyDivide(a: number, b: number, c: number): number {
  const product = a * b;
  if (product <= Number.MAX_SAFE_INTEGER) {
    const rest = product % c;
    const quotient = (product - rest) / c;
    return Math.min(rest >= c - rest ? quotient + 1 : quotient, WORTH_MAX_MICRO);
  }
  const rounded = halfUp(BigInt(a) * BigInt(b), BigInt(c));
  return rounded > BigInt(WORTH_MAX_MICRO) ? WORTH_MAX_MICRO : Number(rounded);
}

function halfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

function reduced(valueMicro: number, quantityMicro: number): Price {
  let [divisor, rest] = [quantityMicro, valueMicro];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return { valueMicro: valueMicro / divisor, quantityMicro: quantityMicro / divisor };
}
