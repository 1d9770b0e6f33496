import { MODES } from './destination.ts';
import type { Destination } from './destination.ts';
import { PURPOSES } from './disk.ts';
import type { HubBox } from './hub-box.ts';
import type { SimTill } from './till.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FAULT_ROWS_MAX = 24;

export interface Shop {
  readonly hub: HubBox;
  readonly tills: readonly SimTill[];
  readonly destinations: readonly Destination[];
}

/** How often each thing goes wrong in a week. */
const TIMES = [
  ['kill', 8],
  ['disk fault', 18],
  ['power cut', 3],
  ['restart', 3],
  ['full disk', 3],
  ['clock jump', 4],
  ['cable pulled', 14],
  ['outage', 14],
] as const;

type Kind = (typeof TIMES)[number][0];

/** Everything that goes wrong in a week, at times that the seed decides. */
export class Misfortune {
  readonly #world: World;
  readonly #shop: Shop;
  #isOver = false;

  constructor(world: World, shop: Shop) {
    this.#world = world;
    this.#shop = shop;
  }

  plan(weekMs: number): void {
    const { time, random } = this.#world;
    for (const [kind, times] of TIMES) {
      for (let each = 0; each < times; each += 1) {
        const count = 1 + random.below(2);
        time.after(random.below(weekMs), () => this.#strike(kind, count));
      }
    }
  }

  /** From now on all is well, for what is left to be carried. */
  end(): void {
    this.#isOver = true;
    this.#world.disk.isFull = false;
    this.#world.time.setTimeOfDay(this.#world.time.trueMs());
    for (const till of this.#shop.tills) till.cable.isPlugged = true;
    for (const destination of this.#shop.destinations) {
      destination.mode = 'up';
      destination.refuses = false;
    }
  }

  #strike(kind: Kind, count: number): void {
    if (this.#isOver) return;
    const { random, disk } = this.#world;
    switch (kind) {
      case 'kill':
        return this.#shop.hub.kill();
      case 'disk fault':
        return this.#faults(count);
      case 'power cut':
        return this.#shop.hub.losePower(MINUTE_MS + random.below(4 * HOUR_MS));
      case 'restart':
        return this.#shop.hub.restart(1_000 + random.below(MINUTE_MS));
      case 'full disk':
        this.#world.trace.note('disk-full');
        disk.isFull = true;
        return this.#later(MINUTE_MS + random.below(10 * MINUTE_MS), () => (disk.isFull = false));
      case 'clock jump':
        return this.#jump();
      case 'cable pulled':
        return this.#pull();
      case 'outage':
        return this.#outage();
    }
  }

  /** It strikes the next transaction of some purpose; sometimes one after the restart too. */
  #faults(count: number): void {
    const { random, disk, trace } = this.#world;
    const kind = random.pick(['kill', 'io-error', 'power-cut'] as const);
    const purpose = random.chance(50) ? 'commit' : random.pick(PURPOSES);
    const rows = 1 + random.below(FAULT_ROWS_MAX);
    trace.note(`fault-${kind}`, `${purpose} ${rows}`);
    disk.arm({ kind, purpose, rows });
    if (count > 1) this.#later(MINUTE_MS, () => this.#faults(count - 1));
  }

  /** Three days back, four hundred ahead, the year in which such clocks begin, or right. */
  #jump(): void {
    const { random, time, trace } = this.#world;
    const right = time.trueMs();
    const to = random.pick([right - 3 * DAY_MS, right + 400 * DAY_MS, 5 * MINUTE_MS, right]);
    trace.note('clock', String(Math.round((to - right) / DAY_MS)));
    time.setTimeOfDay(to);
  }

  #pull(): void {
    const { random, trace } = this.#world;
    const till = random.pick(this.#shop.tills);
    trace.note('cable', till.name);
    till.cable.isPlugged = false;
    this.#later(MINUTE_MS + random.below(5 * HOUR_MS), () => (till.cable.isPlugged = true));
  }

  #outage(): void {
    const { random, trace } = this.#world;
    const destination = random.pick(this.#shop.destinations);
    destination.mode = random.pick(MODES);
    trace.note('outage', `${destination.setting.name} ${destination.mode}`);
    this.#later(10 * MINUTE_MS + random.below(2 * DAY_MS), () => (destination.mode = 'up'));
  }

  #later(delayMs: number, then: () => void): void {
    this.#world.time.after(delayMs, () => {
      if (!this.#isOver) then();
    });
  }
}
