import type { CommitNotice } from '../contract/notice.ts';

export type ChangeListener = (notice: CommitNotice) => void;

/** Tells what was committed, after it was acknowledged. Listeners must be quick and must not throw. */
export class ChangeFeed {
  readonly #listeners = new Set<ChangeListener>();

  /** Listens until the returned function is called. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(notice: CommitNotice): void {
    for (const listener of this.#listeners) listener(notice);
  }
}
