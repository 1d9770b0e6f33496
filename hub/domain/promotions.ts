import type { RefundCompleted, SaleCompleted } from '../contract/sale.ts';

/** What a receipt gave away by one promotion of the till, in minor units. Less than nothing where it was taken back. */
export interface PromotionFact {
  readonly promotion: string;
  readonly amountMinor: number;
}

const NONE: readonly PromotionFact[] = [];

/** The promotions of a receipt, each once. Costs nothing where there are no discounts, which is nearly always. */
export function promotionsOf({
  lines,
}: Pick<SaleCompleted | RefundCompleted, 'lines'>): readonly PromotionFact[] {
  let sums: Map<string, number> | null = null;
  for (const { discounts } of lines) {
    if (discounts === undefined) continue;
    for (const { promotionId, amountMinor } of discounts) {
      if (promotionId === undefined) continue;
      sums ??= new Map();
      sums.set(promotionId, (sums.get(promotionId) ?? 0) + amountMinor);
    }
  }
  if (sums === null) return NONE;
  return Array.from(sums, ([promotion, amountMinor]) => ({ promotion, amountMinor }));
}
