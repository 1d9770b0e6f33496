import { assert } from './assert.ts';

/** First in, first out, with a maximum. Full means that `offer` says no; nothing is ever dropped. */
export class BoundedQueue<T> {
  readonly #max: number;
  #items: T[] = [];

  constructor(max: number) {
    assert(max > 0, 'a queue holds at least one item');
    this.#max = max;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Adds the item and answers true, or answers false when the queue is full. */
  offer(item: T): boolean {
    if (this.#items.length >= this.#max) return false;
    this.#items.push(item);
    return true;
  }

  /** Takes items from the front: at most `countMax`, and no more than `weightMax` together unless it is one alone. */
  takeLight(countMax: number, weight: { readonly of: (item: T) => number; readonly max: number }): T[] {
    let total = 0;
    const end = this.#items.findIndex((item, index) => {
      total += weight.of(item);
      return index > 0 && total > weight.max;
    });
    return this.take(end === -1 ? countMax : Math.min(end, countMax));
  }

  /** Takes up to `count` items from the front. */
  take(count: number): T[] {
    if (count >= this.#items.length) {
      const all = this.#items;
      this.#items = [];
      return all;
    }
    return this.#items.splice(0, count);
  }
}
