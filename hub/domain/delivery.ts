import type { ExceptionFact } from './decide.ts';
import { inWords } from './goods-words.ts';
import type { GoodsNames } from './goods-words.ts';
import { within } from './countable.ts';

/**
 * What a delivery comes to. Quantities are added up, being closed is a flag: whether goods come before they are expected,
 * in parts, or after the delivery was closed, the end is the same.
 *
 * What does not commute: of two events that say what is expected, the later one in the ledger holds; and whether goods
 * came after the delivery was closed is told by the order of the ledger.
 */
export interface DeliveryFacts {
  readonly deliveryId: string;
  readonly supplier: string | null;
  /** Somebody said what is expected. */
  readonly isExpected: boolean;
  readonly isClosed: boolean;
  /** Where it is expected. */
  readonly place: number | null;
  readonly lines: readonly DeliveryLine[];
}

/** The sums of one product at one place. Each may be below zero where events say so. */
export interface DeliveryLine {
  readonly product: number;
  readonly place: number;
  readonly expectedMicro: number;
  readonly receivedMicro: number;
  readonly rejectedMicro: number;
}

export interface DeliveryStanding {
  readonly product: number;
  readonly expectedMicro: number;
  readonly receivedMicro: number;
  readonly rejectedMicro: number;
  /** Came beyond what was expected. */
  readonly overMicro: number;
  /** Did not come, and will not come any more. */
  readonly shortMicro: number;
  /** Still to come. */
  readonly toComeMicro: number;
}

/** How it stands with each product, wherever its goods came. */
export function deliveryStandings(delivery: DeliveryFacts): DeliveryStanding[] {
  const sums = new Map<number, { expected: number; received: number; rejected: number }>();
  for (const line of delivery.lines) {
    const sum = sums.get(line.product) ?? { expected: 0, received: 0, rejected: 0 };
    sums.set(line.product, {
      expected: within(sum.expected + line.expectedMicro),
      received: within(sum.received + line.receivedMicro),
      rejected: within(sum.rejected + line.rejectedMicro),
    });
  }
  return [...sums].map(([product, { expected, received, rejected }]) => {
    const missingMicro = delivery.isExpected ? within(Math.max(0, expected - received)) : 0;
    return {
      product,
      expectedMicro: expected,
      receivedMicro: received,
      rejectedMicro: rejected,
      overMicro: delivery.isExpected ? within(Math.max(0, received - expected)) : 0,
      shortMicro: delivery.isClosed ? missingMicro : 0,
      toComeMicro: delivery.isClosed ? 0 : missingMicro,
    };
  });
}

/** What a person has to look into as the delivery stands now. */
export function deliveryExceptions(delivery: DeliveryFacts, names: GoodsNames): ExceptionFact[] {
  return [...unknown(delivery), ...short(delivery, names), ...elsewhere(delivery, names)];
}

function unknown({ deliveryId, isExpected, isClosed, lines }: DeliveryFacts): ExceptionFact[] {
  if (!isClosed || isExpected || lines.length > 0) return [];
  const detail = `Delivery ${deliveryId} was closed, and nobody expected it. When it comes it is closed.`;
  return [{ cause: 'delivery.unknown', subject: deliveryId, detail }];
}

function short(delivery: DeliveryFacts, names: GoodsNames): ExceptionFact[] {
  if (!delivery.isClosed) return [];
  const standings = deliveryStandings(delivery);
  const missing = standings.filter(({ shortMicro }) => shortMicro > 0);
  const rejected = standings.filter(({ rejectedMicro }) => rejectedMicro > 0);
  if (missing.length === 0 && rejected.length === 0) return [];
  const { deliveryId, supplier } = delivery;
  const missed = inWords(names, missing, ({ shortMicro, expectedMicro }) => [shortMicro, expectedMicro]);
  const refused = inWords(names, rejected, ({ rejectedMicro }) => [rejectedMicro]);
  const detail = [
    `Delivery ${deliveryId}${supplier === null ? '' : ` of ${supplier}`} is closed.`,
    missed === '' ? '' : `Missing: ${missed}.`,
    refused === '' ? '' : `Rejected: ${refused}.`,
    'Ask the supplier.',
  ];
  return [
    { cause: 'delivery.short', subject: deliveryId, detail: detail.filter((part) => part !== '').join(' ') },
  ];
}

function elsewhere({ deliveryId, place, lines }: DeliveryFacts, names: GoodsNames): ExceptionFact[] {
  if (place === null) return [];
  const other = lines.find((line) => line.place !== place && line.receivedMicro > 0);
  if (other === undefined) return [];
  const detail = `Delivery ${deliveryId} is expected at ${names.place(place)}, and goods of it came to ${names.place(other.place)}. They count there: move them if they are elsewhere.`;
  return [{ cause: 'delivery.elsewhere', subject: deliveryId, detail }];
}
