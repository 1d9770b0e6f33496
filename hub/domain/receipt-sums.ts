import type { RefundCompleted, SaleCompleted } from '../contract/sale.ts';

export interface ReceiptSums {
  readonly totalMinor: number;
  readonly offByMinor: number;
  readonly wrongLine: number;
}

/**
 * Adds a receipt up. `totalMinor` is the sum of its lines, tax included; `offByMinor` is by how much
 * Σ lines + tip + rounding + cash back differs from Σ tenders − change; `wrongLine` is the first line, from 1,
 * whose amount is more than a minor unit away from quantity × price − discounts + added taxes, or 0.
 */
export function receiptSums(receipt: SaleCompleted | RefundCompleted): ReceiptSums {
  const totalMinor = sum(receipt.lines);
  const due =
    totalMinor + (receipt.tipMinor ?? 0) + (receipt.roundingMinor ?? 0) + (receipt.cashBackMinor ?? 0);
  const paid = sum(receipt.tenders) - (receipt.changeMinor ?? 0);
  const digits = minorDigits(receipt.currency);
  const wrong = receipt.lines.findIndex((line) => !lineMultiplies(line, digits));
  return { totalMinor, offByMinor: paid - due, wrongLine: wrong + 1 };
}

type Line = SaleCompleted['lines'][number];

function sum(amounts: readonly { readonly amountMinor: number }[]): number {
  return amounts.reduce((total, amount) => total + amount.amountMinor, 0);
}

function lineMultiplies(line: Line, digits: number): boolean {
  const quantity = parseExact(line.quantity);
  const price = parseExact(line.unitPrice);
  const addedTaxes = sum((line.taxes ?? []).filter((tax) => !tax.included));
  const grossMinor = BigInt(line.amountMinor + sum(line.discounts ?? []) - addedTaxes);
  const scale = 10n ** BigInt(quantity.scale + price.scale);
  const differenceScaled = quantity.value * price.value * 10n ** BigInt(digits) - grossMinor * scale;
  const distance = differenceScaled < 0n ? -differenceScaled : differenceScaled;
  return distance <= scale;
}

/** Decimal text as an integer and the number of its digits behind the point. */
function parseExact(text: string): { value: bigint; scale: number } {
  const point = text.indexOf('.');
  return { value: BigInt(text.replace('.', '')), scale: point === -1 ? 0 : text.length - point - 1 };
}

const DIGITS = new Map<string, number>();

/** How many digits the minor unit of an ISO 4217 currency has: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  const known = DIGITS.get(currency);
  if (known !== undefined) return known;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const digits = options.maximumFractionDigits ?? 2;
  DIGITS.set(currency, digits);
  return digits;
}
