/** A payment of one reference, or what a payout says of one; refunds are below zero. */
interface Amount {
  readonly id: string;
  readonly minor: number;
}

/**
 * What is owed and what is paid out, by reference, in two lists, worked out anew whenever somebody asks. It shares no code
 * with the hub and is as simple as the promise: what is paid out settles what is owed, and the rest stands in suspense.
 */
export class PaymentModel {
  readonly #entries = new Map<string, Amount[]>();
  readonly #payouts = new Set<string>();
  readonly #voided = new Set<string>();
  readonly #identified = new Map<string, string>();
  readonly #sales: (Amount & { readonly reference: string | null })[] = [];
  bankMinor = 0;
  feeMinor = 0;
  /** What a payout has that its entries do not explain. */
  offMinor = 0;

  sale(id: string, reference: string | null, minor: number): void {
    this.#sales.push({ id, reference, minor });
  }

  /** A tender has another name than its receipt says. It may come before the sale. */
  identify(id: string, reference: string): void {
    this.#identified.set(id, reference);
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
      this.#entries.set(reference, [...(this.#entries.get(reference) ?? []), { id, minor }]);
      this.feeMinor += feeMinor;
      this.bankMinor += minor - feeMinor;
    }
    this.bankMinor += offMinor;
    this.offMinor += offMinor;
  }

  /** Σ of what is open: of payments, and of payout entries that nothing explains. Both for each reference that has any. */
  open(): Record<string, { payments: number; entries: number }> {
    const open: Record<string, { payments: number; entries: number }> = {};
    const references = new Set([...this.#entries.keys(), ...this.#sales.map((sale) => this.#nameOf(sale))]);
    for (const reference of references) {
      for (const sign of [1, -1]) {
        const owed = this.#sum(
          this.#sales.filter((sale) => this.#nameOf(sale) === reference),
          sign,
        );
        const paid = reference === null ? 0 : this.#sum(this.#entries.get(reference) ?? [], sign);
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

  #nameOf({ id, reference }: { id: string; reference: string | null }): string | null {
    return this.#identified.get(id) ?? reference;
  }
}
