import { PLACE } from './places.ts';

/** How a product stands at a place, as far as it can be low there. */
export interface LevelFacts {
  readonly place: number;
  readonly onHandMicro: number;
  /** The level that was set for this place, or null. */
  readonly levelMicro: number | null;
  /** By how much the level must be passed until the product is not low any more. */
  readonly marginMicro: number | null;
  /** The product's own level. It holds in the shop itself; a back room or a warehouse has one only where it was set. */
  readonly productLevelMicro: number | null;
  /** The entry that made it low, or null. */
  readonly lowSince: number | null;
}

/** The level that holds at a place, or null where none does. */
export function levelAt(
  facts: Pick<LevelFacts, 'place' | 'levelMicro' | 'productLevelMicro'>,
): number | null {
  return facts.levelMicro ?? (facts.place === PLACE.shop ? facts.productLevelMicro : null);
}

/**
 * Since which entry a product is low at a place, once entry `seq` has changed its stock or its level: low at the level
 * or below it, and until there is more than level and margin. Sales that follow do not make it low again.
 */
export function lowSince(facts: LevelFacts, seq: number): number | null {
  const levelMicro = levelAt(facts);
  if (levelMicro === null) return null;
  if (facts.lowSince === null) return facts.onHandMicro <= levelMicro ? seq : null;
  return facts.onHandMicro > levelMicro + (facts.marginMicro ?? 0) ? null : facts.lowSince;
}
