import type { ExceptionFact } from '../../domain/decide.ts';
import type { GoodsNames } from '../../domain/goods-words.ts';
import type { ShopBooks } from '../books/shop-books.ts';

/** How the books call products and places. */
export function namesOf(books: ShopBooks): GoodsNames {
  return {
    product: (product) => books.products.get(product),
    place: (place) => books.placeCode(place),
  };
}

/** The number of the product that a product is now, merged or not. */
export function survivorOf(product: number, books: ShopBooks): number {
  return books.products.survivor(books.products.get(product)).product;
}

/**
 * Tells what an event changed of what a person has to look into: new questions, and those that it answered. A question
 * that stands as it stood is not asked again, whether a person has closed it or not.
 */
export function tellChange(
  books: ShopBooks,
  seq: number,
  change: { before: readonly ExceptionFact[]; after: readonly ExceptionFact[] },
): void {
  const isIn = (facts: readonly ExceptionFact[], fact: ExceptionFact): boolean =>
    facts.some(({ cause, subject, detail }) => {
      return cause === fact.cause && subject === fact.subject && detail === fact.detail;
    });
  for (const fact of change.before) {
    if (!isIn(change.after, fact)) books.resolve(seq, fact.cause, fact.subject);
  }
  for (const fact of change.after) if (!isIn(change.before, fact)) books.raise(seq, fact);
}
