import type { GoodsEvent, GoodsLine } from './goods-events.ts';

/**
 * Where the goods of a shop are after events, said plainly and in memory: everything is added up from the whole list
 * at once, so that the order of the list is of no account, apart from what is expected of one delivery.
 */
export interface GoodsState {
  /** By `SKU at place`, transit included; zeros are left out. */
  readonly onHand: Record<string, number>;
  readonly incoming: Record<string, number>;
  /** By `delivery SKU`: expected, received, rejected. Lines of zeros are left out. */
  readonly deliveries: Record<string, readonly [number, number, number]>;
  /** By `transfer SKU`: dispatched, received. */
  readonly transfers: Record<string, readonly [number, number]>;
}

const TRANSIT = '~transit';
const BOOKING = new Set(['received', 'adjusted', 'moved', 'dispatched', 'transfer-received']);

export function goodsAfter(all: readonly GoodsEvent[]): GoodsState {
  const undone = new Set(all.flatMap((event) => (event.kind === 'reversed' ? [event.original] : [])));
  const events = all.filter((event) => !(BOOKING.has(event.kind) && undone.has(event.id)));
  const now = productsNow(all);
  const destinations = new Map(
    all.flatMap((event) => (event.kind === 'dispatched' ? [[event.transfer, event.to] as const] : [])),
  );
  const onHand = new Tally();
  for (const event of events)
    stock(event, destinations, (sku, at, units) => onHand.add(`${now(sku)} at ${at}`, units));
  const transfers = transfersAfter(events, destinations, now);
  const closed = new Set(all.flatMap((event) => (event.kind === 'transfer-closed' ? [event.transfer] : [])));
  const incoming = new Tally();
  for (const [key, [dispatched, received]] of Object.entries(transfers)) {
    const [transfer = '', sku = ''] = key.split(' ');
    const destination = destinations.get(transfer);
    if (closed.has(transfer)) onHand.add(`${sku} at ${TRANSIT}`, received - dispatched);
    else if (destination !== undefined)
      incoming.add(`${sku} at ${destination}`, Math.max(0, dispatched - received));
  }
  const deliveries = deliveriesAfter(events, incoming, now);
  return { onHand: onHand.record, incoming: incoming.record, deliveries, transfers };
}

class Tally {
  readonly #sums = new Map<string, number>();

  add(key: string, units: number): void {
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + units);
  }

  get(key: string): number {
    return this.#sums.get(key) ?? 0;
  }

  get keys(): string[] {
    return [...this.#sums.keys()];
  }

  get record(): Record<string, number> {
    return Object.fromEntries([...this.#sums].filter(([, units]) => units !== 0));
  }
}

type Now = (sku: string) => string;

/** Merges in their order: a product that was merged is the other one, for all that was and will be. */
function productsNow(events: readonly GoodsEvent[]): Now {
  const into = new Map<string, string>();
  const now = (sku: string): string => {
    const next = into.get(sku);
    return next === undefined ? sku : now(next);
  };
  for (const event of events) {
    if (event.kind !== 'merged') continue;
    const [from, to] = [now(event.sku), now(event.into)];
    if (from !== to) into.set(from, to);
  }
  return now;
}

function stock(
  event: GoodsEvent,
  destinations: Map<string, string>,
  add: (sku: string, place: string, units: number) => void,
): void {
  const put = (from: string | undefined, to: string | undefined): void => {
    for (const { sku, units } of event.lines) {
      if (from !== undefined) add(sku, from, -units);
      if (to !== undefined) add(sku, to, units);
    }
  };
  if (event.kind === 'received' || event.kind === 'adjusted') put(undefined, event.place);
  if (event.kind === 'moved') put(event.from, event.to);
  if (event.kind === 'dispatched') put(event.from, TRANSIT);
  if (event.kind !== 'transfer-received') return;
  const place = event.place ?? destinations.get(event.transfer);
  if (place !== undefined) put(TRANSIT, place);
}

function transfersAfter(
  events: readonly GoodsEvent[],
  destinations: Map<string, string>,
  now: Now,
): Record<string, [number, number]> {
  const transfers: Record<string, [number, number]> = {};
  const of = (transfer: string, { sku }: GoodsLine): [number, number] =>
    (transfers[`${transfer} ${now(sku)}`] ??= [0, 0]);
  for (const event of events) {
    if (event.kind === 'dispatched')
      for (const line of event.lines) of(event.transfer, line)[0] += line.units;
    if (event.kind !== 'transfer-received') continue;
    if (event.place === undefined && !destinations.has(event.transfer)) continue;
    for (const line of event.lines) of(event.transfer, line)[1] += line.units;
  }
  return Object.fromEntries(Object.entries(transfers).filter(([, [sent, came]]) => sent !== 0 || came !== 0));
}

function deliveriesAfter(
  events: readonly GoodsEvent[],
  incoming: Tally,
  now: Now,
): Record<string, [number, number, number]> {
  const deliveries: Record<string, [number, number, number]> = {};
  const closed = new Set(
    events.flatMap((event) => (event.kind === 'delivery-closed' ? [event.delivery] : [])),
  );
  const expected = new Map(
    events.flatMap((event) => (event.kind === 'expected' ? [[event.delivery, event] as const] : [])),
  );
  const of = (delivery: string, { sku }: GoodsLine): [number, number, number] =>
    (deliveries[`${delivery} ${now(sku)}`] ??= [0, 0, 0]);
  for (const [delivery, event] of expected)
    for (const line of event.lines) of(delivery, line)[0] += line.units;
  for (const event of events) {
    if (event.kind !== 'received' || event.delivery === undefined) continue;
    for (const line of event.lines) {
      of(event.delivery, line)[1] += line.units;
      of(event.delivery, line)[2] += line.rejected ?? 0;
    }
  }
  for (const [key, [units, received]] of Object.entries(deliveries)) {
    const [delivery = '', sku = ''] = key.split(' ');
    const place = expected.get(delivery);
    if (place?.kind !== 'expected' || closed.has(delivery)) continue;
    incoming.add(`${sku} at ${place.place}`, Math.max(0, units - received));
  }
  return Object.fromEntries(Object.entries(deliveries).filter(([, sums]) => sums.some((sum) => sum !== 0)));
}
