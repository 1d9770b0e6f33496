import type { MovementFact } from './decide.ts';
import { PLACE } from './places.ts';

/**
 * Counting while the shop goes on selling.
 *
 * **The difference.** A piece is counted at a position p: whoever counts says that on the shelf all had happened that the
 * ledger knew at p, and nothing more. Let L(s) be what the ledger had after entry s, and T what truly was there when it
 * was counted. Then T − L(p) is the ledger's error. Goods that move later change shelf and ledger alike, so the error
 * stays what it is, however much is sold until it is booked: booked at any later entry it makes the ledger right.
 * What is *expected* is therefore L(p). A correction that another count booked after p is the exception: it changed the
 * ledger and not the shelf, the error is smaller by it, and it belongs to what is expected.
 *
 * **The sum.** Several people count one product in several spots, at positions p₁ ≤ … ≤ pₙ. If none of it moved between
 * p₁ and pₙ, L is the same at all of them, each spot holds at pₙ what it held when it was counted, and the sum is what is
 * there at pₙ. So the sum is held against L(pₙ). If some moved meanwhile, nobody can say out of which spot, before or
 * after it was counted: the sum may be off by as much as moved, whatever position it is held against. Such a line is
 * marked, for a person to have it counted again.
 *
 * **The order.** Sum, earliest and latest position and instant commute: scans may come late, shuffled, and before the
 * count was started. What cannot commute goes by the order of the log: a recount replaces what was counted before it; a
 * review is about the lines that are here; what comes after the end changes nothing and is told to a person.
 *
 * **The newer count.** Of two open counts of a product the one with the later position knows better. Once it is booked,
 * the other books nothing for that product.
 *
 * A position ahead of the ledger is the ledger's head when the scan came. One so far back that more than `LOOK_BACK_MAX`
 * movements of the product lie between is the position where that many do, and is told to a person.
 */
export interface CountedLine {
  readonly countedMicro: number;
  readonly firstSeq: number;
  readonly atSeq: number;
  /** The latest instant at which a piece was counted; null where no clock that is set said it. */
  readonly countedMs: number | null;
  readonly state: LineState;
  /** A sale came that may lie before the count, and that the ledger did not know at its position. */
  readonly late: boolean;
}

export type LineState = 'open' | 'approved' | 'recount';

export interface Piece {
  readonly quantityMicro: number;
  readonly atSeq: number;
  readonly countedMs: number | null;
  /** A recount: what was counted before counts no more. */
  readonly again: boolean;
}

/** How many movements of one product are looked back over to find what was expected. */
export const LOOK_BACK_MAX = 5_000;

/** Four thousand million units: a difference of two such numbers is still exact. */
const COUNTED_MAX_MICRO = (Number.MAX_SAFE_INTEGER - 1) / 2;

/** The position of a piece in the ledger: at the latest the entry that tells of it. */
export function positionOf(atSeq: number | undefined, seq: number): number {
  return atSeq === undefined ? seq : Math.min(atSeq, seq);
}

/** The line with one more piece. Null where the sum is beyond what can be counted: then nothing is added. */
export function addPiece(line: CountedLine | null, piece: Piece): CountedLine | null {
  const { quantityMicro, atSeq, countedMs } = piece;
  if (Math.abs(quantityMicro) > COUNTED_MAX_MICRO) return null;
  if (line === null || piece.again)
    return { countedMicro: quantityMicro, firstSeq: atSeq, atSeq, countedMs, state: 'open', late: false };
  const countedMicro = line.countedMicro + quantityMicro;
  if (Math.abs(countedMicro) > COUNTED_MAX_MICRO) return null;
  return {
    ...joined(line, { firstSeq: atSeq, atSeq, countedMs }),
    countedMicro,
    state: line.state === 'recount' ? 'recount' : 'open',
    late: line.late,
  };
}

/** Two lines of products that turned out to be one. What was approved apart is not approved together. */
export function joinLines(one: CountedLine, other: CountedLine): CountedLine {
  const sum = one.countedMicro + other.countedMicro;
  return {
    ...joined(one, other),
    countedMicro: Math.max(-COUNTED_MAX_MICRO, Math.min(COUNTED_MAX_MICRO, sum)),
    state: one.state === 'recount' || other.state === 'recount' ? 'recount' : 'open',
    late: one.late || other.late,
  };
}

type Span = Pick<CountedLine, 'firstSeq' | 'atSeq' | 'countedMs'>;

function joined(one: Span, other: Span): Span {
  return {
    firstSeq: Math.min(one.firstSeq, other.firstSeq),
    atSeq: Math.max(one.atSeq, other.atSeq),
    countedMs: latest(one.countedMs, other.countedMs),
  };
}

export function latest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

/** A movement as it changed one place. A correction changed what the ledger says, and not what is there. */
export interface HistoryStep {
  readonly seq: number;
  readonly changeMicro: number;
  readonly kind: 'goods' | 'correction' | 'merge';
}

export interface Expectation {
  readonly expectedMicro: number;
  /** The position that was found: the one that was asked for, or where looking back ended. */
  readonly atSeq: number;
  /** Goods moved between the first position and the latest one. */
  readonly moved: boolean;
}

/** What was expected at `atSeq`, out of what is on hand now and what changed it, the newest first. */
export function lookBack(
  onHandMicro: number,
  steps: Iterable<HistoryStep>,
  { firstSeq, atSeq }: { readonly firstSeq: number; readonly atSeq: number },
): Expectation {
  let expectedMicro = onHandMicro;
  let looked = 0;
  let newer = Number.POSITIVE_INFINITY;
  for (const { seq, changeMicro, kind } of steps) {
    if (seq <= firstSeq) break;
    if (seq <= atSeq) {
      if (kind === 'goods') return { expectedMicro: clamped(expectedMicro), atSeq, moved: true };
      continue;
    }
    // Between two entries only: all that one entry moved lies on the same side of a position.
    if (looked >= LOOK_BACK_MAX && seq !== newer)
      return { expectedMicro: clamped(expectedMicro), atSeq: seq, moved: true };
    if (kind !== 'correction') expectedMicro -= changeMicro;
    looked += 1;
    newer = seq;
  }
  return { expectedMicro: clamped(expectedMicro), atSeq, moved: false };
}

/** What was expected of products that are one by now. */
export function joinExpectations(one: Expectation, other: Expectation): Expectation {
  return {
    expectedMicro: clamped(one.expectedMicro + other.expectedMicro),
    atSeq: Math.max(one.atSeq, other.atSeq),
    moved: one.moved || other.moved,
  };
}

function clamped(quantityMicro: number): number {
  return Math.max(-COUNTED_MAX_MICRO, Math.min(COUNTED_MAX_MICRO, quantityMicro));
}

/** Above zero: more is there than the ledger has. */
export function varianceOf(line: { readonly countedMicro: number; readonly expectedMicro: number }): number {
  return line.countedMicro - line.expectedMicro;
}

/** The movement that makes the ledger right, or null where it is right already. */
export function correction(
  { product, place }: { readonly product: number; readonly place: number },
  varianceMicro: number,
): MovementFact | null {
  if (varianceMicro === 0) return null;
  const quantityMicro = Math.abs(varianceMicro);
  return varianceMicro > 0
    ? { product, from: PLACE.difference, to: place, quantityMicro }
    : { product, from: place, to: PLACE.difference, quantityMicro };
}
