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
  const addedTaxes = line.taxes === undefined ? 0 : sum(line.taxes.filter((tax) => !tax.included));
  const discounts = line.discounts === undefined ? 0 : sum(line.discounts);
  const grossMinor = line.amountMinor + discounts - addedTaxes;
  const scale = 10 ** (quantity.scale + price.scale);
  const product = Number(quantity.digits) * Number(price.digits) * 10 ** digits;
  const gross = grossMinor * scale;
  // Both are exact where they are safe, and so is every step to them.
  if (Math.abs(product) <= EXACT_MAX && Math.abs(gross) <= EXACT_MAX)
    return Math.abs(product - gross) <= scale;
  return bigMultiplies({ quantity, price, digits, grossMinor });
}

/** A sum of two of them is exact too. */
const EXACT_MAX = 2 ** 52;

interface Exact {
  /** Every digit, without the point. */
  readonly digits: string;
  /** How many of them stand behind the point. */
  readonly scale: number;
}

function bigMultiplies(line: { quantity: Exact; price: Exact; digits: number; grossMinor: number }): boolean {
  const { quantity, price, digits, grossMinor } = line;
  const scale = 10n ** BigInt(quantity.scale + price.scale);
  const product = BigInt(quantity.digits) * BigInt(price.digits) * 10n ** BigInt(digits);
  const difference = product - BigInt(grossMinor) * scale;
  return (difference < 0n ? -difference : difference) <= scale;
}

function parseExact(text: string): Exact {
  const point = text.indexOf('.');
  if (point === -1) return { digits: text, scale: 0 };
  return { digits: text.slice(0, point) + text.slice(point + 1), scale: text.length - point - 1 };
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
