import type { BrokerLimits } from './limits.ts';

/**
 * How long a refusal takes, by the failures of its address. Only refusals are slowed down: a till with the right
 * secret signs in at once, whoever else fails behind the same address. Secrets have 256 bits, so this is
 * not what keeps them safe; it keeps strangers from filling the log and the processor.
 */
export class FailedSignIns {
  readonly #limits: BrokerLimits;
  readonly #byAddress = new Map<string, Failures>();

  constructor(limits: BrokerLimits) {
    this.#limits = limits;
  }

  /** Counts a failure. Answers after how long to refuse, or null when too many refusals of that address are under way. */
  begin(address: string, nowMs: number): number | null {
    const failures = this.#recent(address, nowMs);
    if (failures.waiting >= this.#limits.refusalsWaitingPerAddress) return null;
    failures.waiting += 1;
    failures.count += 1;
    failures.lastMs = nowMs;
    return Math.min(this.#limits.refusalDelayMs * 2 ** (failures.count - 1), this.#limits.refusalDelayMaxMs);
  }

  /** The refusal has been sent. */
  end(address: string): void {
    const failures = this.#byAddress.get(address);
    if (failures !== undefined) failures.waiting -= 1;
  }

  #recent(address: string, nowMs: number): Failures {
    const known = this.#byAddress.get(address);
    if (known !== undefined && nowMs - known.lastMs < this.#limits.refusalMemoryMs) return known;
    const fresh = { count: 0, waiting: known?.waiting ?? 0, lastMs: nowMs };
    this.#byAddress.delete(address);
    this.#byAddress.set(address, fresh);
    if (this.#byAddress.size > this.#limits.refusedAddresses) this.#forgetOldest();
    return fresh;
  }

  #forgetOldest(): void {
    const [oldest] = this.#byAddress.keys();
    if (oldest !== undefined) this.#byAddress.delete(oldest);
  }
}

interface Failures {
  count: number;
  waiting: number;
  lastMs: number;
}
