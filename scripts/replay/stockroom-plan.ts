import { type Random, hashOf, randomFrom } from './random.ts';

/** Each kind of work in the stockroom; how it goes is decided by the task's own seed. */
export type StockroomWork = 'transfer' | 'count' | 'reservation' | 'lastPiece' | 'mistake';

export interface PlannedTask {
  readonly atEvent: number;
  readonly work: StockroomWork;
  readonly number: number;
  /** What is moved, counted or promised. All of them different. */
  readonly skus: readonly [string, ...string[]];
  readonly seed: number;
}

const WORK: readonly StockroomWork[] = [
  'transfer',
  'count',
  'reservation',
  'transfer',
  'count',
  'reservation',
  'lastPiece',
  'mistake',
];
const TASK_EVERY_EVENTS = 8;
const TASKS_MAX = 400;
const SKUS_MAX = 3;

/** What the stockroom does while the tills sell. The same seed plans the same work. */
export function planStockroom(
  seed: number,
  shop: { readonly events: number; readonly skus: readonly string[] },
): PlannedTask[] {
  const count = shop.skus.length < SKUS_MAX ? 0 : taskCount(shop.events);
  const random = randomFrom(hashOf(`stockroom ${seed}`));
  return Array.from({ length: count }, (_, index) => ({
    atEvent: Math.floor(((index + 1) * shop.events) / (count + 1)),
    work: WORK[index % WORK.length] ?? 'count',
    number: index + 1,
    skus: someOf(shop.skus, random),
    seed: random.below(0xffff_ffff),
  }));
}

function taskCount(events: number): number {
  return Math.min(TASKS_MAX, Math.max(WORK.length, Math.floor(events / TASK_EVERY_EVENTS)));
}

function someOf(skus: readonly string[], random: Random): [string, ...string[]] {
  const first = random.pick(skus);
  const more = Array.from({ length: random.below(SKUS_MAX) }, () => random.pick(skus));
  return [first, ...new Set(more.filter((sku) => sku !== first))];
}

/** Every other delivery comes as it was announced and in parts, the others all at once and unannounced. */
export function comesInParts(seed: number, index: number): boolean {
  return (seed + index) % 2 === 0;
}
