import type { MovementFact } from '../../domain/decide.ts';
import type { CostBook } from './cost-book.ts';
import type { StockBook } from './stock-book.ts';

interface Books {
  readonly stock: Pick<StockBook, 'isTracked' | 'balance'>;
  readonly costs: Pick<CostBook, 'fits'>;
}

/** False when these movements, booked one after the other, could take anything beyond what can be counted exactly. */
export function fitTogether(facts: readonly MovementFact[], { stock, costs }: Books): boolean {
  return balancesFit(facts, stock) && sums(facts, stock).every((sum) => costs.fits(sum));
}

function balancesFit(facts: readonly MovementFact[], stock: Books['stock']): boolean {
  const balances = new Map<string, number>();
  const fits = (product: number, place: number, changeMicro: number): boolean => {
    if (!stock.isTracked(place)) return true;
    const key = `${product}/${place}`;
    const after = (balances.get(key) ?? stock.balance(product, place).onHandMicro) + changeMicro;
    balances.set(key, after);
    return Number.isSafeInteger(after);
  };
  return facts.every(
    ({ product, from, to, quantityMicro }) =>
      fits(product, from, -quantityMicro) && fits(product, to, quantityMicro),
  );
}

/** All of a product that goes the same way as one movement: no order of them takes what is in the shop further. */
function sums(facts: readonly MovementFact[], stock: Books['stock']): MovementFact[] {
  const ways = Map.groupBy(facts, ({ product, from, to }) =>
    [product, stock.isTracked(from), stock.isTracked(to)].join('/'),
  );
  return [...ways.values()].flatMap((same) => {
    const quantityMicro = same.reduce((sum, fact) => sum + fact.quantityMicro, 0);
    const [first = null] = same.toSorted((a, b) => Number(isPriced(b)) - Number(isPriced(a)));
    return first === null ? [] : [{ ...first, quantityMicro }];
  });
}

function isPriced({ cost, bringsValue }: MovementFact): boolean {
  return cost !== undefined || bringsValue === true;
}
