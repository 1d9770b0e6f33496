import { setTimeout as pause } from 'node:timers/promises';
import type { EventData } from '../../hub/contract/events.ts';
import { DEPOT, type KnownStock, SHOP, TRANSIT } from './known-stock.ts';
import { type Random, randomFrom } from './random.ts';
import type { StockroomDesk } from './stockroom-desk.ts';
import type { PlannedTask } from './stockroom-plan.ts';

/** What the stockroom has done, for the result of the replay. */
export interface StockroomFigures {
  deliveriesInParts: number;
  transfers: number;
  counts: number;
  reservations: number;
  reversals: number;
  /** Races for a last piece, and those of them that did not end with one winner. */
  races: number;
  unfairRaces: number;
}

export interface Stockroom {
  readonly desk: StockroomDesk;
  readonly known: KnownStock;
  readonly figures: StockroomFigures;
  /** Makes ids that nobody else has. */
  readonly name: string;
}

type Delivery = EventData<'backroom.stock.received.v1'>;

const MEANWHILE_MAX_MS = 25;
const OK = 200;
const CONFLICT = 409;
/** More than came: what a supplier still owes. */
const OWED = 5;
const UNIT_COST = '1.25';

/** A transfer to the depot: all of it comes back, or some of it stays, gets lost, or is still on its way. */
export async function transfer(room: Stockroom, task: PlannedTask): Promise<void> {
  const { desk, known, figures } = room;
  const random = randomFrom(task.seed);
  const goods = task.skus.map((sku) => ({ sku, pieces: 2 + random.below(20) }));
  const transferId = `${room.name}-t-${task.number}`;
  const way = { from: SHOP, to: DEPOT };
  const sent = await desk.tell('backroom.transfer.dispatched.v1', {
    transferId,
    ...way,
    lines: linesOf(goods),
  });
  figures.transfers += 1;
  const ending = random.pick(['back', 'stays', 'lost', 'under way', 'taken back']);
  if (ending === 'taken back') {
    figures.reversals += 1;
    return desk.reverse(sent);
  }
  for (const { sku, pieces } of goods) known.change({ sku, pieces: -pieces });
  const some = goods.map(({ sku, pieces }) => ({ sku, pieces: Math.floor(pieces / 2) }));
  await desk.tell('backroom.transfer.received.v1', { transferId, lines: linesOf(some) });
  await meanwhile(random);
  const rest = goods.map(({ sku, pieces }) => ({ sku, pieces: Math.ceil(pieces / 2) }));
  for (const { sku, pieces } of some) known.change({ sku, pieces, place: DEPOT });
  if (ending === 'under way') {
    for (const { sku, pieces } of rest) {
      known.change({ sku, pieces, place: TRANSIT });
      known.change({ sku, pieces, place: DEPOT, figure: 'incoming' });
    }
    return;
  }
  if (ending !== 'lost') {
    await desk.tell('backroom.transfer.received.v1', { transferId, lines: linesOf(rest) });
    for (const { sku, pieces } of rest) known.change({ sku, pieces, place: DEPOT });
  }
  await desk.tell('backroom.transfer.closed.v1', { transferId });
  if (ending === 'back') await bringBack(room, `${transferId}-back`, goods);
}

interface Goods {
  readonly sku: string;
  readonly pieces: number;
}

async function bringBack(
  { desk, known }: Stockroom,
  transferId: string,
  goods: readonly Goods[],
): Promise<void> {
  const lines = linesOf(goods);
  await desk.tell('backroom.transfer.dispatched.v1', { transferId, from: DEPOT, to: SHOP, lines });
  await desk.tell('backroom.transfer.received.v1', { transferId, lines });
  await desk.tell('backroom.transfer.closed.v1', { transferId });
  for (const { sku, pieces } of goods) {
    known.change({ sku, pieces: -pieces, place: DEPOT });
    known.change({ sku, pieces });
  }
}

/** A count while the shop sells. What is found is what the ledger had then, and a difference that the seed decides. */
export async function count(room: Stockroom, task: PlannedTask): Promise<void> {
  const { desk, known, figures } = room;
  const random = randomFrom(task.seed);
  const countId = `${room.name}-c-${task.number}`;
  await desk.tell('backroom.count.started.v1', { countId, kind: 'spot', skus: [...task.skus] });
  figures.counts += 1;
  if (random.chance(30)) {
    const lines = task.skus.map((sku) => ({ sku, quantity: String(random.below(50)), atSeq: 1 }));
    await desk.tell('backroom.count.scanned.v1', { countId, lines });
    await desk.tell('backroom.count.reviewed.v1', { countId, recount: [...task.skus] });
  }
  const found: Goods[] = [];
  for (const sku of task.skus) {
    const pieces = await scan(room, { countId, sku, more: random.below(9) - 4 });
    if (pieces !== null) found.push({ sku, pieces });
  }
  await meanwhile(random);
  if (random.chance(10)) return void (await desk.tell('backroom.count.cancelled.v1', { countId }));
  await desk.tell('backroom.count.reviewed.v1', { countId, approve: 'all' });
  await meanwhile(random);
  const posted = await desk.tell('backroom.count.posted.v1', { countId });
  if (random.chance(20)) {
    figures.reversals += 1;
    return desk.reverse(posted);
  }
  for (const goods of found) known.change(goods);
}

/** Scans what is there, or `more` than that, at the position that is known. Gives the difference that this makes. */
async function scan(
  { desk }: Stockroom,
  { countId, sku, more }: { countId: string; sku: string; more: number },
): Promise<number | null> {
  const seen = await desk.look(sku);
  if (seen === null) return null;
  const quantity = Math.max(0, seen.onHand + more);
  const line = { sku, quantity: String(quantity), atSeq: seen.asOfSeq, again: true };
  await desk.tell('backroom.count.scanned.v1', { countId, lines: [line] });
  return quantity - seen.onHand;
}

/** Promised to a customer who fetches all of it, some of it, or nothing; or who does not come. */
export async function reservation(room: Stockroom, task: PlannedTask): Promise<void> {
  const { desk, known, figures } = room;
  const random = randomFrom(task.seed);
  const reservationId = `${room.name}-r-${task.number}`;
  const path = `/api/v1/reservations/${reservationId}`;
  const goods = task.skus.map((sku) => ({ sku, pieces: 2 + random.below(4) }));
  const write = async (to: string, key: string, body: object): Promise<void> => {
    const status = await desk.write(to, { key: `${reservationId}-${key}`, body });
    if (status !== OK) throw new Error(`${to} was answered with ${status}`);
  };
  await write('/api/v1/reservations', 'make', { reservationId, lines: linesOf(goods) });
  figures.reservations += 1;
  await meanwhile(random);
  const taken = goods.map(({ sku, pieces }) => ({ sku, pieces: 1 + random.below(pieces - 1) }));
  const ending = random.pick(['open', 'void', 'all', 'part', 'part and void']);
  if (ending.startsWith('part')) await write(`${path}/post`, 'part', { lines: linesOf(taken) });
  if (ending === 'all') await write(`${path}/post`, 'all', {});
  if (ending.endsWith('void')) await write(`${path}/void`, 'void', {});
  goods.forEach(({ sku, pieces }, index) => {
    const part = ending.startsWith('part') ? (taken[index]?.pieces ?? 0) : 0;
    const gone = ending === 'all' ? pieces : part;
    known.change({ sku, pieces: -gone });
    const isOpen = ending === 'open' || ending === 'part';
    if (isOpen) known.change({ sku, pieces: pieces - gone, figure: 'reserved' });
  });
}

/** Two want the last piece of something at once, all or nothing. One of them has it. */
export async function lastPiece({ desk, known, figures, name }: Stockroom, task: PlannedTask): Promise<void> {
  const random = randomFrom(task.seed);
  const sku = `LAST-PIECE-${task.number}`;
  const lines = [{ sku, quantity: '1' }];
  await desk.tell('backroom.stock.adjusted.v1', { reason: 'found', lines });
  known.tell(sku, 1);
  const ids = ['a', 'b'].map((side) => `${name}-l-${task.number}-${side}`);
  const hold = async (reservationId: string): Promise<number> =>
    desk.write('/api/v1/reservations', {
      key: reservationId,
      body: { reservationId, lines, ifAvailable: true },
    });
  const statuses = await Promise.all(ids.map(hold));
  figures.reservations += ids.length;
  figures.races += 1;
  const [winner] = ids.filter((_, index) => statuses[index] === OK);
  const isFair = statuses.includes(OK) && statuses.includes(CONFLICT);
  if (!isFair || winner === undefined) return void (figures.unfairRaces += 1);
  if (random.chance(50)) return known.change({ sku, pieces: 1, figure: 'reserved' });
  await desk.write(`/api/v1/reservations/${winner}/post`, { key: `${winner}-post`, body: {} });
  known.change({ sku, pieces: -1 });
}

/** Something is entered that did not happen, and is taken back. */
export async function mistake({ desk, figures }: Stockroom, task: PlannedTask): Promise<void> {
  const random = randomFrom(task.seed);
  const lines = linesOf(task.skus.map((sku) => ({ sku, pieces: 1 + random.below(30) })));
  const made = random.chance(50)
    ? await desk.tell('backroom.stock.received.v1', { lines })
    : await desk.tell('backroom.stock.adjusted.v1', { reason: 'damage', lines });
  await meanwhile(random);
  await desk.reverse(made);
  figures.reversals += 1;
}

/** A delivery as it was announced, in two parts. Now and then more was announced than comes. */
export async function deliver(room: Stockroom, delivery: Delivery, seed: number): Promise<void> {
  const { desk, known, figures } = room;
  const random = randomFrom(seed);
  const deliveryId = `${room.name}-d-${delivery.deliveryNumber ?? ''}`;
  const lines = delivery.lines.map((line) => ({ ...line, unitCost: UNIT_COST }));
  const [first, ...others] = lines;
  const owed = first !== undefined && random.chance(40) ? OWED : 0;
  const announced =
    first === undefined ? [] : [{ ...first, quantity: String(Number(first.quantity) + owed) }, ...others];
  await desk.tell('backroom.delivery.expected.v1', { deliveryId, lines: announced });
  figures.deliveriesInParts += 1;
  const half = lines.filter((_, index) => index % 2 === 0);
  const rest = lines.filter((_, index) => index % 2 === 1);
  await desk.tell('backroom.stock.received.v1', { ...delivery, deliveryId, lines: half });
  await meanwhile(random);
  if (rest.length > 0)
    await desk.tell('backroom.stock.received.v1', { ...delivery, deliveryId, lines: rest });
  if (random.chance(70)) return void (await desk.tell('backroom.delivery.closed.v1', { deliveryId }));
  if (first !== undefined) known.change({ sku: first.sku ?? '', pieces: owed, figure: 'incoming' });
}

function linesOf(goods: readonly Goods[]) {
  return goods.map(({ sku, pieces }) => ({ sku, quantity: String(pieces) }));
}

/** The tills go on selling. */
async function meanwhile(random: Random): Promise<void> {
  await pause(random.below(MEANWHILE_MAX_MS));
}
