/** A payment of one reference, or what a payout says of one; refunds are below zero. */
interface Amount {
  readonly id: string;
  readonly minor: number;
}

interface Named {
  readonly payments: Amount[];
  readonly entries: Amount[];
}

/**
 * What is owed and what is paid out, by reference, in two lists, worked out anew whenever somebody asks. It shares no code
 * with the hub and is as simple as the promise: what is paid out settles what is owed, and the rest stands in suspense.
 */
export class PaymentModel {
  readonly #names = new Map<string, Named>();
  readonly #payouts = new Set<string>();
  readonly #voided = new Set<string>();
  bankMinor = 0;
  feeMinor = 0;
  /** What a payout has that its entries do not explain. */
  offMinor = 0;

  sale(id: string, reference: string, minor: number): void {
    this.#named(reference).payments.push({ id, minor });
  }

  /** A void may come before its sale. */
  void(id: string): void {
    this.#voided.add(id);
  }

  payout(
    id: string,
    entries: readonly { reference: string; minor: number; feeMinor: number }[],
    offMinor: number,
  ): void {
    if (this.#payouts.has(id)) return;
    this.#payouts.add(id);
    for (const { reference, minor, feeMinor } of entries) {
      this.#named(reference).entries.push({ id, minor });
      this.feeMinor += feeMinor;
      this.bankMinor += minor - feeMinor;
    }
    this.bankMinor += offMinor;
    this.offMinor += offMinor;
  }

  /** Σ of what is open: of payments, and of payout entries that nothing explains. Both for each reference that has any. */
  open(): Record<string, { payments: number; entries: number }> {
    const open: Record<string, { payments: number; entries: number }> = {};
    for (const [reference, named] of this.#names) {
      for (const sign of [1, -1]) {
        const owed = this.#sum(named.payments, sign);
        const paid = this.#sum(named.entries, sign);
        const settled = Math.min(owed, paid);
        if (owed === paid) continue;
        open[`${reference} ${sign}`] = {
          payments: sign * owed - sign * settled,
          entries: sign * paid - sign * settled,
        };
      }
    }
    return open;
  }

  get suspenseMinor(): number {
    return Object.values(this.open()).reduce((sum, { entries }) => sum + entries, this.offMinor);
  }

  #sum(amounts: readonly Amount[], sign: number): number {
    return amounts
      .filter(({ id, minor }) => minor * sign > 0 && !this.#voided.has(id))
      .reduce((sum, { minor }) => sum + Math.abs(minor), 0);
  }

  #named(reference: string): Named {
    const known = this.#names.get(reference);
    if (known !== undefined) return known;
    const named = { payments: [], entries: [] };
    this.#names.set(reference, named);
    return named;
  }
}
