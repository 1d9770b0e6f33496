import type { Database, Statement } from 'better-sqlite3';
import type { CountLines } from '../books/count-lines.ts';

interface MovedRow {
  readonly product: number;
  readonly from_place: number;
  readonly to_place: number;
}

/**
 * Sales and refunds that come after their goods were counted, and happened before. Whoever counted saw the shelf as the
 * receipt left it, and the ledger moves the goods once more. No line is corrected for that, since a device’s clock is a
 * claim: what was booked is named for a person, what is open is marked, and is not approved any more.
 *
 * Nearly every receipt is younger than anything that was counted: that is one comparison, with the latest instant of
 * all counts.
 */
export class LateReceipts {
  /** The latest instant at which something was counted that is booked or may be; null where nothing was. */
  newestMs: number | null;
  readonly #lines: CountLines;
  readonly #moved: Statement<[number, number], MovedRow>;

  constructor(db: Database, { lines, newestMs }: { lines: CountLines; newestMs: number | null }) {
    this.newestMs = newestMs;
    this.#lines = lines;
    this.#moved = db.prepare(
      'SELECT product, from_place, to_place FROM movement WHERE movement BETWEEN ? AND ?',
    );
  }

  /** The products of a late receipt of which a difference was booked or approved. Marks the lines of open counts. */
  counted(
    movements: { readonly first: number; readonly last: number },
    soldMs: number,
    members: (product: number) => readonly number[],
  ): number[] {
    const told = new Set<number>();
    for (const { product, from_place: from, to_place: to } of this.#moved.all(
      movements.first,
      movements.last,
    )) {
      for (const member of members(product)) {
        for (const place of [from, to]) {
          for (const { line, isBooked } of this.#lines.countedAfter(member, place, soldMs)) {
            if (isBooked || line.state === 'approved') told.add(product);
            if (!isBooked) this.#lines.setLate(line);
          }
        }
      }
    }
    return [...told];
  }
}
