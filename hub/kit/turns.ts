import { HubError } from './errors.ts';

/** How many may wait for the same key. A person or a program that asks again and again is told to wait. */
const WAITING_MAX = 16;

interface Line {
  last: Promise<unknown>;
  length: number;
}

/** Work of the same key is done one after the other; work of different keys does not wait for each other. */
export class Turns {
  readonly #lines = new Map<string, Line>();

  /** Resolves or rejects as the work does. Throws HubError('ledger.busy') when too many wait for this key. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= WAITING_MAX) throw new HubError('ledger.busy', { detail: 'The same is asked again.' });
    this.#lines.set(key, line);
    line.length += 1;
    const turn = line.last.then(work);
    line.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.#lines.delete(key);
    }
  }
}
