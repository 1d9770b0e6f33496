import type { HubFolder } from './hub-folder.ts';
import { StubbornTill, Tally } from './stubborn-till.ts';

/** Every till of a shop at work, until they are told to close. */
export class SellingTills {
  readonly tallies = { sent: new Tally(), acknowledged: new Tally() };
  readonly #tills: readonly StubbornTill[];
  readonly #closing = new AbortController();
  readonly #work: Promise<void>[];

  /** `restMs` is how long each of them rests after a sale. */
  constructor(shop: HubFolder, restMs = 0) {
    const settings = { ...this.tallies, restMs };
    this.#tills = shop.tills.map((identity) => new StubbornTill(shop, identity, settings));
    this.#work = this.#tills.map((till) => till.run(this.#closing.signal));
  }

  /** Resolves when so many more sales were acknowledged; rejects when a till fails. */
  async sell(more: number): Promise<void> {
    await Promise.race([this.tallies.acknowledged.more(more), Promise.all(this.#work)]);
  }

  /** The ids of what was acknowledged so far, in order of their text. */
  get acknowledged(): string[] {
    return this.#tills.flatMap((till) => [...till.acknowledged]).toSorted();
  }

  /** No new sales. Resolves when everything that was sold is acknowledged. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#work);
  }
}
