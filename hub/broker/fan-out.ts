import mqemitter from 'mqemitter';

type Message = Parameters<ReturnType<typeof mqemitter>['emit']>[0];
type Listener = (message: Message, done: () => void) => void;

/**
 * Carries messages to subscribers, in place of aedes' own emitter. There a publisher's next message waits until
 * every subscriber has taken the last one, so that one tablet that fell asleep stops all tills for a minute.
 * Here the publisher goes on at once, and `idle` tells when the subscribers have caught up.
 */
export class FanOut {
  readonly #emitter = mqemitter({ concurrency: 0, matchEmptyLevels: true });
  readonly #listeners = new Map<string, number>();
  readonly #idle: (() => void)[] = [];
  #underWay = 0;

  on(filter: string, listener: Listener, done?: () => void): this {
    this.#listeners.set(filter, (this.#listeners.get(filter) ?? 0) + 1);
    this.#emitter.on(filter, listener, done);
    return this;
  }

  removeListener(filter: string, listener: Listener, done?: () => void): this {
    const left = (this.#listeners.get(filter) ?? 1) - 1;
    if (left === 0) this.#listeners.delete(filter);
    else this.#listeners.set(filter, left);
    this.#emitter.removeListener(filter, listener, done);
    return this;
  }

  emit(message: Message, done?: (error?: Error) => void): void {
    this.#underWay += 1;
    this.#emitter.emit(message, () => this.#delivered());
    done?.();
  }

  close(done: () => void): void {
    this.#emitter.close(done);
  }

  /** True when somebody listens to a filter that begins so. */
  isHeard(filterBeginning: string): boolean {
    for (const filter of this.#listeners.keys()) if (filter.startsWith(filterBeginning)) return true;
    return false;
  }

  /** Resolves when no message is on its way to a subscriber. */
  async idle(): Promise<void> {
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #delivered(): void {
    this.#underWay -= 1;
    if (this.#underWay > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
