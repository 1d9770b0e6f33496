/** What happens to customers, as a test tells it to the hub and to the model. Amounts in minor units. */
export type CustomerStep =
  | {
      readonly kind: 'sale';
      readonly id: string;
      readonly customer: string | null;
      readonly goods: number;
      readonly giftCard: number;
      readonly redeemed: number;
      /** Goods of another sale that come back with it. */
      readonly exchange: { readonly of: string; readonly back: number } | null;
    }
  | {
      readonly kind: 'refund';
      readonly of: string;
      readonly customer: string | null;
      readonly back: number;
    }
  | { readonly kind: 'void'; readonly of: string }
  | {
      readonly kind: 'capture';
      readonly customer: string;
      readonly given: boolean;
      readonly minute: number;
    }
  | { readonly kind: 'adjust'; readonly customer: string; readonly points: number }
  | { readonly kind: 'merge'; readonly customer: string; readonly into: string }
  | { readonly kind: 'undo'; readonly customer: string }
  | { readonly kind: 'erase'; readonly customer: string };

type Sale = Extract<CustomerStep, { kind: 'sale' }>;

/** What the ledger should answer of a customer. */
export interface ModelledCustomer {
  readonly survivor: string;
  readonly ids: readonly string[];
  readonly points: number;
  readonly visits: number;
  readonly spentMinor: number;
  readonly consent: boolean | null;
  readonly isErased: boolean;
  readonly isKnownPerson: boolean;
}

/**
 * The customers of a small shop where three points are earned for each two units: worked out anew from all steps so far,
 * without any order but that of merges and erasures.
 */
export class CustomerModel {
  readonly #steps: CustomerStep[] = [];
  readonly #named = new Set<string>();
  readonly #into = new Map<string, string>();
  readonly #erased = new Set<string>();
  readonly #captures: Extract<CustomerStep, { kind: 'capture' }>[] = [];

  play(step: CustomerStep): void {
    this.#steps.push(step);
    if ('customer' in step && step.customer !== null && step.kind !== 'merge' && step.kind !== 'undo')
      this.#named.add(step.customer);
    if (step.kind === 'capture' && !this.#erased.has(step.customer)) this.#captures.push(step);
    if (step.kind === 'merge') this.#merge(step.customer, step.into);
    if (step.kind === 'undo') this.#into.delete(step.customer);
    if (step.kind === 'erase') for (const id of this.#family(step.customer)) this.#erased.add(id);
  }

  customer(id: string): ModelledCustomer | null {
    if (!this.#named.has(id)) return null;
    const ids = this.#family(id);
    const receipts = this.#receipts().filter(({ customer }) => ids.includes(customer));
    const survivor = this.#survivor(id);
    return {
      survivor,
      ids: ids.toSorted(),
      points: ids.reduce((sum, member) => sum + this.#points(member), 0),
      visits: receipts.reduce((sum, receipt) => sum + receipt.visits, 0),
      spentMinor: receipts.reduce((sum, receipt) => sum + receipt.minor, 0),
      consent: this.#consent(ids),
      isErased: this.#erased.has(survivor),
      isKnownPerson: this.#captures.some((of) => ids.includes(of.customer) && !this.#erased.has(of.customer)),
    };
  }

  #merge(customer: string, into: string): void {
    const areKnown = this.#named.has(customer) && this.#named.has(into);
    if (!areKnown || this.#into.has(customer)) return;
    if (this.#survivor(customer) !== this.#survivor(into)) this.#into.set(customer, into);
  }

  #survivor(id: string): string {
    const into = this.#into.get(id);
    return into === undefined ? id : this.#survivor(into);
  }

  #family(id: string): string[] {
    return [...this.#named].filter((other) => this.#survivor(other) === this.#survivor(id));
  }

  #sales(): Sale[] {
    return this.#steps.flatMap((step) => (step.kind === 'sale' && !this.#isVoided(step.id) ? step : []));
  }

  #isVoided(id: string): boolean {
    return this.#steps.some((step) => step.kind === 'void' && step.of === id);
  }

  #receipts(): { customer: string; visits: number; minor: number }[] {
    return this.#steps.flatMap((step) => {
      if (step.kind === 'sale') {
        const customer = step.customer ?? this.#customerOf(step.exchange?.of ?? null);
        const minor = step.goods + step.giftCard - (step.exchange?.back ?? 0);
        return customer === null || this.#isVoided(step.id) ? [] : [{ customer, visits: 1, minor }];
      }
      if (step.kind !== 'refund') return [];
      const customer = step.customer ?? this.#customerOf(step.of);
      return customer === null ? [] : [{ customer, visits: 0, minor: -step.back }];
    });
  }

  /** Whom a sale names itself. */
  #customerOf(sale: string | null): string | null {
    const found = this.#steps.find((step) => step.kind === 'sale' && step.id === sale);
    return found?.kind === 'sale' ? found.customer : null;
  }

  #points(customer: string): number {
    let points = 0;
    for (const sale of this.#sales()) {
      if (sale.customer !== customer) continue;
      const earned = Math.floor((sale.goods * 3) / 200);
      const kept = Math.max(0, sale.goods - this.#returned(sale.id));
      if (sale.goods > 0) points += Math.floor((earned * kept) / sale.goods);
      points -= sale.redeemed;
    }
    for (const step of this.#steps)
      if (step.kind === 'adjust' && step.customer === customer) points += step.points;
    return points;
  }

  /** What came back of a sale. */
  #returned(id: string): number {
    let back = 0;
    for (const step of this.#steps) if (step.kind === 'refund' && step.of === id) back += step.back;
    for (const sale of this.#sales()) if (sale.exchange?.of === id) back += sale.exchange.back;
    return back;
  }

  #consent(ids: readonly string[]): boolean | null {
    const words = this.#captures.filter(({ customer }) => ids.includes(customer));
    const newest = Math.max(...words.map(({ minute }) => minute));
    const last = words.filter(({ minute }) => minute === newest);
    return last.length === 0 ? null : last.every(({ given }) => given);
  }
}
