import type { IncomingBook } from '../books/incoming-book.ts';
import type { ShopBooks } from '../books/shop-books.ts';
import type { DeliveryDesk } from './delivery-desk.ts';
import type { TransferDesk } from './transfer-desk.ts';

interface Desks {
  readonly incoming: IncomingBook;
  readonly deliveries: DeliveryDesk;
  readonly transfers: TransferDesk;
}

/**
 * Merges products, or tells them apart, while goods of theirs are on their way: what is incoming is taken out of the
 * stock before and worked out anew after, as deliveries and transfers see the products then. Whoever moves balances
 * meanwhile finds nothing incoming that it would have to move. What a person had to look into is asked anew too: what
 * was missing of one product may have come as the other.
 */
export function regrouped(
  products: readonly number[],
  { seq, desks }: { seq: number; desks: Desks },
  change: () => void,
): void {
  const deliveries = new Set(products.flatMap((product) => desks.deliveries.ofProduct(product)));
  const transfers = new Set(products.flatMap((product) => desks.transfers.ofProduct(product)));
  const told = [
    ...[...deliveries].map((delivery) => desks.deliveries.regrouping(delivery, seq)),
    ...[...transfers].map((transfer) => desks.transfers.regrouping(transfer, seq)),
  ];
  for (const product of products) desks.incoming.withdraw(product);
  change();
  for (const settle of told) settle();
}

/** Every product that the SKUs stand for, with what was merged into it and what it was merged into. */
export function familiesOf(skus: readonly string[], { products }: ShopBooks): number[] {
  const named = skus.flatMap((sku) => [products.find(sku, 'sku'), products.ofSku(sku)]);
  const survivors = named.flatMap((row) => (row === null ? [] : products.survivor(row).product));
  return [...new Set(survivors)].flatMap((survivor) => products.family(survivor));
}
