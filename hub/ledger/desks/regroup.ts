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
 * meanwhile finds nothing incoming that it would have to move.
 */
export function regrouped(
  skus: readonly string[],
  { books, seq, desks }: { books: ShopBooks; seq: number; desks: Desks },
  change: () => void,
): void {
  const numbers = (): number[] => skus.flatMap((sku) => books.products.find(sku, 'sku')?.product ?? []);
  const before = numbers();
  const withdrawn = before.flatMap((product) => desks.incoming.withdraw(product));
  change();
  const products = new Set([...before, ...numbers()]);
  const all = (kind: string, named: (product: number) => number[]): Set<number> => {
    const open = withdrawn.filter((whole) => whole.kind === kind).map((whole) => whole.number);
    return new Set([...open, ...[...products].flatMap(named)]);
  };
  const deliveries = all('delivery', (product) => desks.deliveries.ofProduct(product));
  const transfers = all('transfer', (product) => desks.transfers.ofProduct(product));
  for (const delivery of deliveries) desks.deliveries.regroup(delivery);
  for (const transfer of transfers) desks.transfers.regroup(transfer, seq);
}
