import type { ReservedLine } from './reservation-events.ts';

/** Where a product lies, as the model calls it. */
const keyOf = (sku: string, place: string): string => `${sku} at ${place}`;

interface Sums {
  made: number;
  posted: number;
  sold: number;
  voided: number;
}

interface Modelled {
  place: string | null;
  refused: boolean;
  ends: Set<'posted' | 'sold' | 'voided' | 'expired'>;
  readonly sums: Map<string, Sums>;
  readonly left: Map<string, number>;
  readonly reserved: Map<string, number>;
}

export type Part = 'posted' | 'sold' | 'voided';

/**
 * Stock and reservations in small maps, in whole units, worked out anew after each step. It shares no code with the hub
 * and is as simple as the promise: what is promised is what was asked for, less what was handed over or freed. What
 * happened to a product stays its own: a merge only has two looked at as one, until it is undone.
 */
export class ReservationModel {
  readonly #own = new Map<string, number>();
  readonly #reservations = new Map<string, Modelled>();
  readonly #mergedInto = new Map<string, string>();

  survivor(sku: string): string {
    const into = this.#mergedInto.get(sku);
    return into === undefined ? sku : this.survivor(into);
  }

  move(sku: string, place: string, change: number): void {
    const key = keyOf(this.survivor(sku), place);
    this.#own.set(key, (this.#own.get(key) ?? 0) + change);
  }

  onHand(sku: string, place: string): number {
    return this.#family(this.survivor(sku)).reduce(
      (sum, each) => sum + (this.#own.get(keyOf(each, place)) ?? 0),
      0,
    );
  }

  reserved(sku: string, place: string): number {
    let sum = 0;
    for (const each of this.#reservations.values())
      if (each.place === place) sum += each.reserved.get(this.survivor(sku)) ?? 0;
    return sum;
  }

  available(sku: string, place: string): number {
    return this.onHand(sku, place) - this.reserved(sku, place);
  }

  /** True when the hold was refused, now or when its id was used first. */
  make(id: string, lines: readonly ReservedLine[], asked: { place: string; ifAvailable: boolean }): boolean {
    const found = this.#take(id);
    if (found.place !== null) return found.refused;
    found.place = asked.place;
    this.#add(found, 'made', lines);
    if (asked.ifAvailable) found.refused = this.#isLacking(found, asked.place);
    this.#settle(found);
    return found.refused;
  }

  change(id: string, part: Part, lines: readonly ReservedLine[] | null): void {
    const found = this.#take(id);
    if (lines === null) found.ends.add(part);
    else this.#add(found, part, lines);
    this.#settle(found);
  }

  expire(id: string): void {
    const found = this.#take(id);
    found.ends.add('expired');
    this.#settle(found);
  }

  merge(sku: string, into: string): void {
    const [from, to] = [this.survivor(sku), this.survivor(into)];
    if (from === to) return;
    this.#mergedInto.set(from, to);
    for (const each of this.#reservations.values()) this.#settle(each);
  }

  undoMerge(sku: string): void {
    this.#mergedInto.delete(sku);
    for (const each of this.#reservations.values()) this.#settle(each);
  }

  /** Every product at every place of which more is promised than is there. */
  oversold(skus: readonly string[], places: readonly string[]): string[] {
    return skus
      .filter((sku) => this.survivor(sku) === sku)
      .flatMap((sku) =>
        places
          .filter((place) => this.reserved(sku, place) > 0 && this.available(sku, place) < 0)
          .map((place) => keyOf(sku, place)),
      );
  }

  #take(id: string): Modelled {
    const known = this.#reservations.get(id);
    if (known !== undefined) return known;
    const made: Modelled = {
      place: null,
      refused: false,
      ends: new Set(),
      sums: new Map(),
      left: new Map(),
      reserved: new Map(),
    };
    this.#reservations.set(id, made);
    return made;
  }

  #add(found: Modelled, part: keyof Sums, lines: readonly ReservedLine[]): void {
    for (const { sku, quantity } of lines) {
      const sums = found.sums.get(sku) ?? { made: 0, posted: 0, sold: 0, voided: 0 };
      sums[part] += Number(quantity);
      found.sums.set(sku, sums);
    }
  }

  #family(sku: string): string[] {
    const merged = [...this.#mergedInto].filter(([, into]) => into === sku);
    return [sku, ...merged.flatMap(([from]) => this.#family(from))];
  }

  /** The sums of each product as it is by now. */
  #bySurvivor(found: Modelled): Map<string, Sums> {
    const grouped = new Map<string, Sums>();
    for (const sku of found.left.keys())
      grouped.set(this.survivor(sku), { made: 0, posted: 0, sold: 0, voided: 0 });
    for (const [sku, sums] of found.sums) {
      const group = grouped.get(this.survivor(sku)) ?? { made: 0, posted: 0, sold: 0, voided: 0 };
      group.made += found.refused ? 0 : sums.made;
      group.posted += sums.posted;
      group.sold += sums.sold;
      group.voided += sums.voided;
      grouped.set(this.survivor(sku), group);
    }
    return grouped;
  }

  #isLacking(found: Modelled, place: string): boolean {
    return [...this.#bySurvivor(found)].some(([sku, sums]) => {
      const rest = Math.max(0, sums.made - sums.posted - sums.sold - sums.voided);
      const isFree = found.ends.size > 0 && (found.ends.has('sold') || !found.ends.has('posted'));
      const need = sums.posted + (isFree ? 0 : rest);
      return need > Math.max(0, this.available(sku, place));
    });
  }

  #settle(found: Modelled): void {
    const { place } = found;
    found.reserved.clear();
    if (place === null) return;
    for (const [sku, sums] of this.#bySurvivor(found)) {
      const rest = Math.max(0, sums.made - sums.posted - sums.sold - sums.voided);
      if (found.ends.size === 0 && !found.refused) found.reserved.set(sku, rest);
      const all = found.ends.has('posted') && !found.ends.has('sold') ? rest : 0;
      const left = this.#family(sku).reduce((sum, each) => sum + (found.left.get(each) ?? 0), 0);
      const leaves = sums.posted + all - left;
      this.move(sku, place, -leaves);
      found.left.set(sku, (found.left.get(sku) ?? 0) + leaves);
    }
  }
}
