import type { RefundCompleted, SaleCompleted } from '../contract/sale.ts';

/** What a receipt says of money and people, apart from its lines. Minor units of the receipt's currency, signed as on the wire. */
export interface MoneyFacts {
  readonly registerSession: string;
  readonly customer: string | null;
  readonly employee: string | null;
  readonly taxes: readonly TaxFact[];
  readonly tenders: readonly TenderFact[];
  /** Of lines and of the whole receipt; in the amounts of the lines already. */
  readonly discountMinor: number;
  readonly changeMinor: number;
  readonly tipMinor: number;
  readonly roundingMinor: number;
  readonly cashBackMinor: number;
  /** The hold of a refundable amount that a refund or an exchange uses up. */
  readonly hold: string | null;
}

/** The tax of one category and rate over all lines of a receipt, and the amount without any tax that it is of. */
export interface TaxFact {
  readonly category: string;
  /** Decimal text, percent. */
  readonly rate: string;
  readonly amountMinor: number;
  readonly baseMinor: number;
}

export type TenderKind = SaleCompleted['tenders'][number]['kind'];

export interface TenderFact {
  readonly kind: TenderKind;
  readonly amountMinor: number;
  /** The gift card, store credit or deposit that pays. */
  readonly account: string | null;
  readonly hold: string | null;
  readonly processor: string | null;
  readonly reference: string | null;
  readonly points: number;
}

type Receipt = SaleCompleted | RefundCompleted;

export function moneyFacts(receipt: Receipt): MoneyFacts {
  return {
    registerSession: receipt.registerSession,
    customer: receipt.customerId ?? null,
    employee: receipt.employeeId ?? null,
    taxes: taxesOf(receipt.lines),
    tenders: receipt.tenders.map(tenderFact),
    discountMinor: discountsOf(receipt),
    changeMinor: receipt.changeMinor ?? 0,
    tipMinor: receipt.tipMinor ?? 0,
    roundingMinor: receipt.roundingMinor ?? 0,
    cashBackMinor: receipt.cashBackMinor ?? 0,
    hold: receipt.holdId ?? null,
  };
}

/** The taxes in the amount of a line, included or added. */
export function lineTaxMinor({ taxes }: Pick<Receipt['lines'][number], 'taxes'>): number {
  if (taxes === undefined) return 0;
  let sum = 0;
  for (const { amountMinor } of taxes) sum += amountMinor;
  return sum;
}

const NO_TAXES: readonly TaxFact[] = [];

function taxesOf(lines: Receipt['lines']): readonly TaxFact[] {
  let sums: { category: string; rate: string; amountMinor: number; baseMinor: number }[] | null = null;
  for (const line of lines) {
    if (line.taxes === undefined) continue;
    const baseMinor = line.amountMinor - lineTaxMinor(line);
    for (const { category, rate, amountMinor } of line.taxes) {
      sums ??= [];
      const known = sums.find((sum) => sum.category === category && sum.rate === rate);
      if (known === undefined) sums.push({ category, rate, amountMinor, baseMinor });
      else {
        known.amountMinor += amountMinor;
        known.baseMinor += baseMinor;
      }
    }
  }
  return sums ?? NO_TAXES;
}

function tenderFact(tender: Receipt['tenders'][number]): TenderFact {
  const { kind, amountMinor } = tender;
  return {
    kind,
    amountMinor,
    account: accountNamed(tender),
    hold: tender.holdId ?? null,
    processor: tender.processor ?? null,
    reference: tender.reference ?? null,
    points: tender.loyaltyPoints ?? 0,
  };
}

function accountNamed(tender: Receipt['tenders'][number]): string | null {
  switch (tender.kind) {
    case 'gift_card':
      return tender.giftCardId ?? null;
    case 'store_credit':
      return tender.storeCreditId ?? null;
    case 'deposit':
      return tender.depositId ?? null;
    default:
      return null;
  }
}

function discountsOf({ lines, discounts }: Receipt): number {
  let sum = 0;
  for (const line of lines) for (const { amountMinor } of line.discounts ?? []) sum += amountMinor;
  for (const { amountMinor } of discounts ?? []) sum += amountMinor;
  return sum;
}
