import type { Till } from '../../../devices/till/till.ts';
import type { Clock } from '../../../hub/kit/clock.ts';
import { z } from 'zod';
import { DEMO_PRODUCTS, openingLines, SOLD_OUT } from '../products.ts';
import type { ShelfBook } from './shelf-book.ts';

/** How often the supplier's van comes, at the pace of a usual day. */
const DELIVERY_EVERY_MS = 300_000;
const ANSWER_TIMEOUT_MS = 10_000;
const PRODUCTS_MAX = 200;

const Products = z.object({ products: z.array(z.object({ sku: z.string(), onHand: z.string() })) });

/**
 * Tells the stock of the first day, once: it is the first thing that the first till ever says, so its queue knows
 * whether it was said. Whatever breaks before the hub has it, the till tells it again.
 */
export function tellOpeningStock(till: Till): void {
  if (till.progress().lastSequence > 0) return;
  till.adjust({ reason: 'opening', note: 'Counted before the shop opened.', lines: openingLines() });
}

/** Takes what the hub's ledger says is on the shelves. */
export async function countShelves(shelves: ShelfBook, web: string): Promise<void> {
  const response = await fetch(`${web}/api/v1/products?query=&limit=${PRODUCTS_MAX}`, {
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  const { products } = Products.parse(await response.json());
  for (const { sku, onHand } of products) shelves.set(sku, onHand);
}

export interface SupplyParts {
  readonly shelves: ShelfBook;
  readonly clock: Clock;
  readonly web: string;
  readonly pace: number;
  readonly signal: AbortSignal;
}

/** Has what is low brought by the supplier, until the signal aborts. */
export async function keepSupplied(
  till: Till,
  { shelves, clock, web, pace, signal }: SupplyParts,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(DELIVERY_EVERY_MS / pace, signal);
    if (signal.aborted) return;
    // A hub that does not answer is counted next time: the tills sell on with what they know.
    await countShelves(shelves, web).catch(() => undefined);
    const lines = shelves.toOrder(DEMO_PRODUCTS, SOLD_OUT);
    if (lines.length === 0) continue;
    till.receive({ supplier: 'Dale Wholesale', deliveryNumber: `D-${clock.nowMs()}`, lines });
    for (const { sku, quantity } of lines) shelves.take(sku, -Number(quantity) * 1_000);
  }
}
