/**
 * Which waiting rows make the next batch for a destination. Pure: rows in, choice out.
 *
 * A row that was refused travels alone, so that one bad item costs one request and not a split batch; the rows
 * of its partition wait behind it until it is due, delivered or parked.
 */
export interface Candidate {
  readonly seq: number;
  readonly partitionKey: number;
  readonly refusals: number;
}

export interface RefusedRow {
  readonly seq: number;
  readonly partitionKey: number;
  readonly notBeforeMs: number;
  /** How long the wait was when it was set. */
  readonly delayMs: number;
}

export interface ChoiceLimits {
  readonly itemsMax: number;
  readonly bytesMax: number;
  readonly oldestBeforeMs: number;
  readonly nowMs: number;
}

export interface WaitingRows {
  /** By seq. */
  readonly candidates: readonly Candidate[];
  /** Those of them that were refused before. */
  readonly refused: readonly RefusedRow[];
  readonly measure: (seq: number) => { readonly receivedMs: number; readonly bytes: number };
}

export type Choice =
  | { readonly kind: 'seqs'; readonly seqs: readonly number[] }
  | { readonly kind: 'wait'; readonly untilMs: number | null };

/**
 * A wait that is longer than it was when it was set means that the clock was set back: it is due. So however the clock
 * jumps, nothing waits for more than twice its delay: what had passed before the jump, and the delay once more.
 */
export function isDue(
  wait: { readonly notBeforeMs: number; readonly delayMs: number },
  nowMs: number,
): boolean {
  return wait.notBeforeMs <= nowMs || wait.notBeforeMs > nowMs + wait.delayMs;
}

export function chooseRows(rows: WaitingRows, limits: ChoiceLimits): Choice {
  const held = rows.refused.filter((row) => !isDue(row, limits.nowMs));
  const ready = readyRows(rows.candidates, held, limits.itemsMax);
  const [first] = ready;
  const heldUntilMs = held.map(({ notBeforeMs }) => notBeforeMs);
  if (first === undefined) return { kind: 'wait', untilMs: earliest(heldUntilMs) };
  if (first.refusals > 0) return { kind: 'seqs', seqs: [first.seq] };

  const oldestMs = rows.measure(first.seq).receivedMs;
  // An event from the future was received before the clock was set back.
  const isOld = oldestMs <= limits.oldestBeforeMs || oldestMs > limits.nowMs;
  if (isOld || ready.length >= limits.itemsMax) {
    return { kind: 'seqs', seqs: fit(ready, rows.measure, limits.bytesMax) };
  }
  const ageLimitMs = oldestMs + (limits.nowMs - limits.oldestBeforeMs);
  return { kind: 'wait', untilMs: earliest([...heldUntilMs, ageLimitMs]) };
}

/** The rows that may go now, up to the first that has to travel alone. */
function readyRows(
  candidates: readonly Candidate[],
  held: readonly RefusedRow[],
  itemsMax: number,
): Candidate[] {
  const heldFrom = new Map<number, number>();
  for (const { partitionKey, seq } of held) {
    heldFrom.set(partitionKey, Math.min(seq, heldFrom.get(partitionKey) ?? seq));
  }
  const ready: Candidate[] = [];
  for (const row of candidates) {
    if (row.seq >= (heldFrom.get(row.partitionKey) ?? Infinity)) continue;
    if (row.refusals > 0 && ready.length > 0) break;
    ready.push(row);
    if (row.refusals > 0 || ready.length >= itemsMax) break;
  }
  return ready;
}

/** As many as fit, and at least one: an item that is too large for a batch goes by itself. */
function fit(ready: readonly Candidate[], measure: WaitingRows['measure'], bytesMax: number): number[] {
  const seqs: number[] = [];
  let bytes = 0;
  for (const { seq } of ready) {
    bytes += measure(seq).bytes;
    if (seqs.length > 0 && bytes > bytesMax) break;
    seqs.push(seq);
  }
  return seqs;
}

function earliest(timesMs: readonly number[]): number | null {
  return timesMs.length === 0 ? null : Math.min(...timesMs);
}
