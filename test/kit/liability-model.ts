/** A receipt as the model sees it: what it does to accounts, to holds, and to the sale that it gives back. */
export interface ModelReceipt {
  readonly id: string;
  /** By account. */
  readonly changes: readonly (readonly [account: string, minor: number])[];
  readonly uses: readonly (readonly [hold: string, minor: number])[];
  /** Null: a refund. */
  readonly soldMinor: number | null;
  readonly back: { readonly sale: string; readonly minor: number } | null;
}

export type HeldOf = { readonly account: string } | { readonly sale: string };

interface Hold {
  asked: { of: HeldOf; minor: number; isRefused: boolean } | null;
  isOver: boolean;
}

/**
 * Gift cards, holds and what is refundable, in small maps: nothing is kept but what was told, and every answer is
 * worked out from all of it. It shares no code with the hub.
 */
export class LiabilityModel {
  readonly #receipts = new Map<string, ModelReceipt>();
  readonly #voids = new Set<string>();
  readonly #adjusted: (readonly [account: string, minor: number])[] = [];
  readonly #holds = new Map<string, Hold>();

  receipt(receipt: ModelReceipt): void {
    if (!this.#receipts.has(receipt.id)) this.#receipts.set(receipt.id, receipt);
  }

  void(id: string): void {
    this.#voids.add(id);
  }

  adjust(account: string, minor: number): void {
    this.#adjusted.push([account, minor]);
  }

  /** True when it is refused. */
  hold(id: string, of: HeldOf, minor: number): boolean {
    const hold = this.#take(id);
    if (hold.asked !== null) {
      const isSame = JSON.stringify([hold.asked.of, hold.asked.minor]) === JSON.stringify([of, minor]);
      return isSame ? hold.asked.isRefused : true;
    }
    const needMinor = hold.isOver || this.#usesOf(id).length > 0 ? 0 : minor;
    const hadMinor = 'account' in of ? this.available(of.account) : this.refundable(of.sale);
    hold.asked = { of, minor, isRefused: needMinor > Math.max(0, hadMinor) };
    return hold.asked.isRefused;
  }

  /** Released or expired. */
  end(id: string): void {
    this.#take(id).isOver = true;
  }

  isHere(receipt: string): boolean {
    return this.#receipts.has(receipt);
  }

  balance(account: string): number {
    const counting = this.#counting().flatMap(({ changes }) => changes);
    return sum([...counting, ...this.#adjusted].filter(([of]) => of === account));
  }

  held(account: string): number {
    return this.#heldBy((of) => 'account' in of && of.account === account);
  }

  available(account: string): number {
    return this.balance(account) - this.held(account);
  }

  refunded(sale: string): number {
    return this.#counting().reduce((total, { back }) => total + (back?.sale === sale ? back.minor : 0), 0);
  }

  refundable(sale: string): number {
    const soldMinor = this.#receipts.get(sale)?.soldMinor ?? null;
    if (soldMinor === null || this.#voids.has(sale)) return 0;
    return Math.max(
      0,
      soldMinor - this.refunded(sale) - this.#heldBy((of) => 'sale' in of && of.sale === sale),
    );
  }

  stateOf(id: string): string | null {
    const hold = this.#holds.get(id);
    const uses = this.#usesOf(id).length;
    if (hold === undefined && uses === 0) return null;
    if (hold?.asked === undefined || hold.asked === null) return 'awaited';
    if (hold.asked.isRefused) return 'refused';
    if (uses > 0) return 'used';
    return hold.isOver ? 'over' : 'open';
  }

  isExceeded(id: string): boolean {
    const asked = this.#holds.get(id)?.asked ?? null;
    if (asked === null) return false;
    const usedMinor = sum(this.#usesOf(id).filter(([, , isVoided]) => !isVoided));
    return usedMinor > (asked.isRefused ? 0 : asked.minor);
  }

  #heldBy(isMeant: (of: HeldOf) => boolean): number {
    let held = 0;
    for (const [id, { asked }] of this.#holds)
      if (asked !== null && isMeant(asked.of) && this.stateOf(id) === 'open') held += asked.minor;
    return held;
  }

  /** Sales that were voided count for nothing; a refund cannot be voided. */
  #counting(): ModelReceipt[] {
    return [...this.#receipts.values()].filter((receipt) => !this.#isVoided(receipt));
  }

  #isVoided({ id, soldMinor }: ModelReceipt): boolean {
    return soldMinor !== null && this.#voids.has(id);
  }

  #usesOf(id: string): (readonly [string, number, boolean])[] {
    return [...this.#receipts.values()].flatMap((receipt) =>
      receipt.uses
        .filter(([hold]) => hold === id)
        .map(([hold, minor]) => [hold, minor, this.#isVoided(receipt)] as const),
    );
  }

  #take(id: string): Hold {
    const known = this.#holds.get(id);
    if (known !== undefined) return known;
    const hold: Hold = { asked: null, isOver: false };
    this.#holds.set(id, hold);
    return hold;
  }
}

function sum(changes: readonly (readonly [string, number, ...unknown[]])[]): number {
  return changes.reduce((total, [, minor]) => total + minor, 0);
}
