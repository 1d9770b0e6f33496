import type { World } from './world.ts';

export interface Weather {
  /** In percent. */
  readonly loss: number;
  readonly twice: number;
  readonly late: number;
}

/** The cable between a till and the hub: it delays, loses, repeats, overtakes, and is sometimes pulled out. */
export class Cable {
  readonly #world: World;
  readonly #weather: Weather;
  isPlugged = true;

  constructor(world: World, weather: Weather) {
    this.#world = world;
    this.#weather = weather;
  }

  /** Carries something to the other end, with luck. What was on its way when the cable was pulled is lost. */
  carry(arrive: () => void): void {
    const { random } = this.#world;
    const { loss, twice } = this.#weather;
    if (!this.isPlugged || random.chance(loss)) return;
    this.#after(arrive);
    if (random.chance(twice)) this.#after(arrive);
  }

  #after(arrive: () => void): void {
    const { random, time } = this.#world;
    const delayMs = random.chance(this.#weather.late) ? random.below(20_000) : 1 + random.below(30);
    time.after(delayMs, () => {
      if (this.isPlugged) arrive();
    });
  }
}
