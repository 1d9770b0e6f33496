/**
 * Which of the prices, or the tax rates, of one thing holds at an instant. Of those that hold, the one that began last
 * wins; of those that began together, the one that was said last, and these stand in the order of the ledger. A row with
 * an end lets the others hold again after it.
 */
export interface Dated {
  /** The first instant at which it holds, in milliseconds since 1970. */
  readonly fromMs: number;
  /** The first instant at which it holds no more; null where it has no end. */
  readonly untilMs: number | null;
}

export function holdingAt<Row extends Dated>(rows: readonly Row[], atMs: number): Row | null {
  let holding: Row | null = null;
  for (const row of rows) {
    if (row.fromMs > atMs || (row.untilMs !== null && row.untilMs <= atMs)) continue;
    if (holding === null || row.fromMs >= holding.fromMs) holding = row;
  }
  return holding;
}

/** A row, and when it is the one that holds. */
export interface Span<Row> {
  readonly row: Row;
  readonly fromMs: number;
  readonly untilMs: number | null;
}

/**
 * What holds now and what will: one after the other, at most one at each instant, so that whoever reads it needs no rule.
 * The first span begins where its row does, which may be long ago.
 */
export function spansFrom<Row extends Dated>(rows: readonly Row[], nowMs: number): Span<Row>[] {
  const alive = rows.filter((row) => row.untilMs === null || row.untilMs > nowMs);
  const ends = alive.flatMap(({ fromMs, untilMs }) => (untilMs === null ? [fromMs] : [fromMs, untilMs]));
  const turns = [...new Set([nowMs, ...ends.filter((ms) => ms > nowMs)])].toSorted((a, b) => a - b);
  const spans: Span<Row>[] = [];
  turns.forEach((turnMs, index) => {
    const row = holdingAt(alive, turnMs);
    const untilMs = turns[index + 1] ?? null;
    const last = spans.at(-1);
    if (row === null) return;
    if (last?.row === row && last.untilMs === turnMs) spans[spans.length - 1] = { ...last, untilMs };
    else spans.push({ row, fromMs: turnMs === nowMs ? row.fromMs : turnMs, untilMs });
  });
  return spans;
}
