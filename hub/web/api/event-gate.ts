import type { Clock } from '../../kit/clock.ts';
import { Rate, type RateLimit } from '../../kit/rate.ts';
import { WEB_LIMITS } from '../limits.ts';

export type Entry =
  | {
      readonly kind: 'in';
      /** Takes so many messages of the till's rate. */
      readonly take: (messages: number) => void;
      readonly leave: () => void;
    }
  | { readonly kind: 'busy'; readonly with: 'this till' | 'others' }
  /** Only this till has to wait; the others go on. */
  | { readonly kind: 'too-fast'; readonly waitMs: number };

/**
 * Who may bring events over HTTP now. A till that sends faster than its limit, or several requests at a time, is told
 * when to come again before anything of its request is taken: nothing is lost, and no other till stands behind it.
 */
export class EventGate {
  readonly #rate: Rate;
  readonly #clock: Clock;
  readonly #open = new Map<string, number>();
  #openInAll = 0;

  constructor(limit: RateLimit, clock: Clock) {
    this.#rate = new Rate(limit);
    this.#clock = clock;
  }

  enter(name: string): Entry {
    const open = this.#open.get(name) ?? 0;
    const waitMs = this.#rate.waitMs(name, this.#clock.monotonicMs());
    if (waitMs > 0) return { kind: 'too-fast', waitMs };
    if (open >= WEB_LIMITS.eventRequestsPerTill) return { kind: 'busy', with: 'this till' };
    if (this.#openInAll >= WEB_LIMITS.eventRequestsAtOnce) return { kind: 'busy', with: 'others' };
    this.#count(name, 1);
    return {
      kind: 'in',
      take: (messages) => void this.#rate.take(name, messages, this.#clock.monotonicMs()),
      leave: () => this.#count(name, -1),
    };
  }

  #count(name: string, change: 1 | -1): void {
    this.#openInAll += change;
    const open = (this.#open.get(name) ?? 0) + change;
    if (open === 0) this.#open.delete(name);
    else this.#open.set(name, open);
  }
}
