import { skuKey, type TradingLine } from './classify.ts';
import { hashOf } from './random.ts';

/** What the file does not say of money: who takes the cards, and which taxes are in a price. See the README. */
export const PROCESSORS = { most: 'Cardline', some: 'Northbank' };
const SOME_OF = 5;
const RATES: Readonly<Record<string, { readonly category: string; readonly percent: number }>> = {
  '2': { category: 'standard', percent: 20 },
  '8': { category: 'reduced', percent: 5 },
};

/** One in so many sales for cash is paid with a gift card, up to so much. */
const GIFT = { oneOf: 25, mostMinor: 500, card: 'GIFT_0001_20' };

/** What is paid with which gift card of a sale for cash; null: nothing. */
export function giftTender(invoice: string, totalMinor: number) {
  if (totalMinor <= 0 || hashOf(`gift/${invoice}`) % GIFT.oneOf !== 0) return null;
  return {
    kind: 'gift_card' as const,
    amountMinor: Math.min(totalMinor, GIFT.mostMinor),
    giftCardId: GIFT.card,
  };
}

export function processorOf(invoice: string): string {
  return hashOf(invoice) % SOME_OF === 0 ? PROCESSORS.some : PROCESSORS.most;
}

/** The tax in the amount of a line, rounded for each line, half a penny away from zero; null where there is none. */
export function taxOf({ sku, goods, amountMinor }: Pick<TradingLine, 'sku' | 'goods' | 'amountMinor'>) {
  const rate = RATES[skuKey(sku).slice(0, 1)];
  if (rate === undefined || goods === 'gift_card') return null;
  const { category, percent } = rate;
  const whole = 100 + percent;
  const exact = Math.floor((2 * Math.abs(amountMinor) * percent + whole) / (2 * whole));
  return {
    category,
    rate: String(percent),
    amountMinor: amountMinor < 0 ? 0 - exact : exact,
    included: true,
  };
}
