import type { SettledSum } from '../../domain/payout-posting.ts';

/** What an event changes in what payouts settle: by payout, kind of tender and processor. */
export class SettledSums {
  readonly #payouts = new Map<number, Map<string, SettledSum>>();

  add(payoutSeq: number, { kind, processor, minor }: SettledSum): void {
    const sums = this.#payouts.get(payoutSeq) ?? new Map<string, SettledSum>();
    this.#payouts.set(payoutSeq, sums);
    const key = `${kind} ${processor ?? ''}`;
    sums.set(key, { kind, processor, minor: (sums.get(key)?.minor ?? 0) + minor });
  }

  get payouts(): number[] {
    return [...this.#payouts.keys()].toSorted((a, b) => a - b);
  }

  /** Of one payout; it is done with then. */
  take(payoutSeq: number): { sums: SettledSum[]; sumMinor: number } {
    const sums = [...(this.#payouts.get(payoutSeq)?.values() ?? [])].filter(({ minor }) => minor !== 0);
    this.#payouts.delete(payoutSeq);
    return { sums, sumMinor: sums.reduce((total, { minor }) => total + minor, 0) };
  }
}
