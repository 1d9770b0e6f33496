import type { Database, Statement } from 'better-sqlite3';
import type { ProductSet, ProductsStaged } from '../../contract/product-events.ts';
import { readStoredEvent } from '../../contract/read-event.ts';
import { must } from '../../kit/assert.ts';

/** Imports come in parts, and count when the last word is said: all of it or nothing. */
export class ImportBook {
  readonly #add: Statement<[string, number, number]>;
  readonly #parts: Statement<[string], { seq: number }>;
  readonly #drop: Statement<[string]>;
  readonly #body: Statement<[number], { body: Buffer }>;

  constructor(db: Database) {
    this.#add = db.prepare('INSERT OR IGNORE INTO import_part (import_id, part, seq) VALUES (?, ?, ?)');
    this.#parts = db.prepare('SELECT seq FROM import_part WHERE import_id = ? ORDER BY part');
    this.#drop = db.prepare('DELETE FROM import_part WHERE import_id = ?');
    this.#body = db.prepare('SELECT body FROM event WHERE seq = ?');
  }

  stage(data: ProductsStaged, seq: number): void {
    this.#add.run(data.importId, data.part, seq);
  }

  /** What reads the products of a whole import in their order, as often as needed; null when parts are missing. */
  take(completed: { importId: string; parts: number }): (() => Iterable<ProductSet>) | null {
    const parts = this.#parts.all(completed.importId);
    this.#drop.run(completed.importId);
    return parts.length === completed.parts ? () => this.#products(parts) : null;
  }

  *#products(parts: readonly { seq: number }[]): Iterable<ProductSet> {
    for (const { seq } of parts) {
      const { content } = readStoredEvent(must(this.#body.get(seq), `event ${seq}`).body);
      if (content?.type === 'backroom.products.staged.v1') yield* content.data.products;
    }
  }
}
