import { skuKey, type TradingLine } from './classify.ts';
import { hashOf } from './random.ts';

/** What the file does not say of money: who takes the cards, and which taxes are in a price. See the README. */
const PROCESSORS = { most: 'Cardline', some: 'Northbank' };
const SOME_OF = 5;
const RATES: Readonly<Record<string, { readonly category: string; readonly percent: number }>> = {
  '2': { category: 'standard', percent: 20 },
  '8': { category: 'reduced', percent: 5 },
};

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
