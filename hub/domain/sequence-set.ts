/** Numbers from `first` to `last`, both included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** The numbers of one installation that are here: everything up to `contiguous`, and ranges beyond, in order and apart. */
export interface SequenceSet {
  readonly contiguous: number;
  readonly ahead: readonly NumberRange[];
}

export interface SequenceChange {
  readonly set: SequenceSet;
  /** Some of the numbers were here before. */
  readonly overlaps: boolean;
  /** What changed in `ahead`, for a table that holds it. */
  readonly removed: readonly NumberRange[];
  readonly added: readonly NumberRange[];
}

/** Puts a range of numbers into the set. Pure; adjoining ranges become one. */
export function addNumbers(set: SequenceSet, range: NumberRange): SequenceChange {
  if (range.first === set.contiguous + 1 && range.first === range.last && set.ahead.length === 0) {
    return { set: { contiguous: range.last, ahead: set.ahead }, overlaps: false, removed: [], added: [] };
  }
  const touching = set.ahead.filter(
    (other) => other.first <= range.last + 1 && other.last >= range.first - 1,
  );
  const overlaps =
    range.first <= set.contiguous ||
    touching.some((other) => other.first <= range.last && other.last >= range.first);
  const merged = touching.reduce(widen, range);
  if (merged.first <= set.contiguous + 1) return absorb(set, { merged, touching, overlaps });
  const ahead = [...set.ahead.filter((other) => !touching.includes(other)), merged].sort(
    (a, b) => a.first - b.first,
  );
  return { set: { contiguous: set.contiguous, ahead }, overlaps, removed: touching, added: [merged] };
}

interface Merge {
  readonly merged: NumberRange;
  readonly touching: readonly NumberRange[];
  readonly overlaps: boolean;
}

/** The range closes the gap at the front, and with it whatever now adjoins. */
function absorb(set: SequenceSet, merge: Merge): SequenceChange {
  const contiguous = Math.max(set.contiguous, merge.merged.last);
  const ahead = set.ahead.filter((other) => !merge.touching.includes(other));
  return { set: { contiguous, ahead }, overlaps: merge.overlaps, removed: merge.touching, added: [] };
}

function widen(range: NumberRange, other: NumberRange): NumberRange {
  return { first: Math.min(range.first, other.first), last: Math.max(range.last, other.last) };
}
