import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosPlan, DestinationMode, PlannedKill, PlannedMode } from './chaos.ts';
import type { Shop } from './shop.ts';

const TROUBLE_MIN_MS = 800;

/** Carries the plan out while the tills sell: one trouble after the other, as their time comes. */
export class Troublemaker {
  readonly #shop: Shop;
  readonly #say: (line: string) => void;
  readonly #kills: PlannedKill[];
  readonly #outages: PlannedMode[];
  #killing: Promise<void> = Promise.resolve();
  #switching: Promise<void> = Promise.resolve();
  kills = 0;

  constructor(shop: Shop, plan: ChaosPlan, say: (line: string) => void) {
    this.#shop = shop;
    this.#say = say;
    this.#kills = plan.kills.toSorted((a, b) => a.atEvent - b.atEvent);
    this.#outages = plan.outages.toSorted((a, b) => a.atEvent - b.atEvent);
  }

  /**
   * So many events have been told: what is due begins. Selling goes on meanwhile, but it waits here for the kill
   * before the next one, so that every kill finds a hub with work to do.
   */
  async told(count: number): Promise<void> {
    for (const { mode } of takeDue(this.#outages, count)) {
      this.#switching = this.#switching.then(() => this.#switch(mode));
    }
    for (const due of takeDue(this.#kills, count)) {
      await this.#killing;
      this.#killing = this.#kill(due);
    }
  }

  /** Resolves when nothing is under way any more, the hub runs and the destination is well. */
  async end(): Promise<void> {
    await this.#killing;
    await this.#switching;
    await this.#shop.setDestination('on');
  }

  /** Trouble lasts long enough for the hub to run into it. */
  async #switch(mode: DestinationMode): Promise<void> {
    await this.#shop.setDestination(mode);
    if (mode !== 'on') await pause(TROUBLE_MIN_MS);
  }

  async #kill({ afterMs, againAfterMs }: PlannedKill): Promise<void> {
    await pause(afterMs);
    await this.#killNow();
    if (againAfterMs !== null) {
      this.#shop.hub.launch();
      await pause(againAfterMs);
      await this.#killNow();
    }
    await this.#shop.hub.start();
  }

  async #killNow(): Promise<void> {
    await this.#shop.hub.kill();
    this.kills += 1;
    this.#say(`kill ${this.kills}`);
  }
}

/** Takes from the front what is due when `count` events have been told. */
function takeDue<T extends { readonly atEvent: number }>(planned: T[], count: number): T[] {
  const later = planned.findIndex(({ atEvent }) => atEvent > count);
  return planned.splice(0, later === -1 ? planned.length : later);
}
