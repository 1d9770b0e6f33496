import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSequence } from '../../hub/contract/envelope.ts';
import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import { formatQuantity } from '../../hub/kit/quantity.ts';
import { Ledger } from '../../hub/ledger/ledger.ts';
import { openReader, openWriter } from '../../hub/ledger/open.ts';
import { OutboxTable } from '../../hub/ledger/outbox.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { hubIdentity } from '../../hub/ledger/side-tables.ts';
import { brokenInvariants } from '../../hub/ledger/verify/invariants.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { ShopModel } from '../kit/shop-model.ts';
import type { WireEvent } from '../kit/shop-model.ts';
import { someEvent, TILLS } from '../kit/shop-stories.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { ledgerEvent } from '../kit/till-events.ts';

/** The process dies at the n-th call that the commit makes to the outside; 0: it lives. */
type Step =
  | { readonly kind: 'commit'; readonly events: readonly WireEvent[]; readonly dieAt: number }
  | { readonly kind: 'again'; readonly back: number; readonly dieAt: number }
  | { readonly kind: 'reopen' };

const dieAt = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 5 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      events: fc.array(someEvent(), { minLength: 1, maxLength: 6 }),
      dieAt,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), back: fc.nat(8), dieAt }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);

class Death extends Error {
  override name = 'Death';
}

/** A real ledger beside the model of it. */
class World implements Disposable {
  readonly #folder = tempFolder();
  readonly file = join(this.#folder.path, 'ledger.db');
  readonly model = new ShopModel();
  readonly #history: (readonly WireEvent[])[] = [];
  #callsLeft = 0;
  #nowMs = 1_000;
  db: Database;
  ledger: Ledger;

  constructor() {
    this.db = openWriter(this.file);
    this.ledger = this.#ledger();
  }

  run(action: Step): void {
    switch (action.kind) {
      case 'reopen':
        this.db.close();
        this.db = openWriter(this.file);
        this.ledger = this.#ledger();
        return;
      case 'again':
        return this.#commit(this.#history.at(-action.back - 1) ?? [], action.dieAt);
      case 'commit':
        return this.#commit(action.events, action.dieAt);
    }
  }

  [Symbol.dispose](): void {
    this.db.close();
    this.#folder[Symbol.dispose]();
  }

  #commit(events: readonly WireEvent[], fatalCall: number): void {
    const headBefore = this.ledger.headSeq;
    this.#callsLeft = fatalCall;
    try {
      const { replies } = this.ledger.commit(events.map(toLedgerEvent));
      this.#history.push(events);
      expect(replies.map(({ outcome }) => outcome)).toEqual(events.map((event) => this.model.take(event)));
      this.#seqsAreKept(events, replies);
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      expect(this.ledger.headSeq).toBe(headBefore);
    }
  }

  /** An event has one seq for ever: every later reply names the same. */
  readonly #seqs = new Map<string, number | undefined>();
  #seqsAreKept(events: readonly WireEvent[], replies: readonly { seq?: number | undefined }[]): void {
    events.forEach((event, index) => {
      const content = JSON.stringify(event);
      if (!this.#seqs.has(content)) this.#seqs.set(content, replies[index]?.seq);
      expect(replies[index]?.seq).toBe(this.#seqs.get(content));
    });
  }

  #ledger(): Ledger {
    const outbox = new OutboxTable(this.db);
    outbox.ensureDestinations([{ name: 'cloud', kind: 'webhook' }]);
    const enqueue = (...row: Parameters<OutboxTable['enqueue']>): void => {
      this.#mayDie();
      outbox.enqueue(...row);
    };
    const nowMs = (): number => {
      this.#mayDie();
      return (this.#nowMs += 1);
    };
    return new Ledger(this.db, { outbox: { enqueue }, nowMs, incarnation: hubIdentity(this.db).incarnation });
  }

  #mayDie(): void {
    this.#callsLeft -= 1;
    if (this.#callsLeft === 0) throw new Death();
  }
}

function toLedgerEvent({ data, sequence, ...rest }: WireEvent): LedgerEvent {
  return ledgerEvent({ ...rest, data, ...(sequence === undefined ? {} : { sequence: Number(sequence) }) });
}

/** Everything that the model knows, asked of the file by a reader of its own. */
function expectSame(world: World): void {
  const db = openReader(world.file);
  try {
    const reader = createLedgerReader(db, '');
    for (const [sku, places] of world.model.onHand()) {
      const stock = reader.stock({ sku });
      const locations = stock?.locations.filter(({ onHand }) => onHand !== '0') ?? [];
      const actual = Object.fromEntries(
        locations.map(({ location, onHand }) => [location.toLowerCase(), onHand]),
      );
      const expected = Object.entries(places).map(([place, micro]) => [place, formatQuantity(micro)]);
      expect(actual, `stock of ${sku}`).toEqual(Object.fromEntries(expected));
    }
    const days = reader
      .dayTotals(100)
      .map(({ businessDate, currency, ...figures }) => [`${businessDate} ${currency}`, figures]);
    expect(Object.fromEntries(days)).toEqual(Object.fromEntries(world.model.days()));
    const acks = Object.fromEntries(reader.acks().map(({ till, ack }) => [till, ack.sequence]));
    for (const { name, source } of TILLS) {
      const sequence = formatSequence(world.model.contiguous(source));
      expect(acks[name] ?? formatSequence(0), `sequence of ${name}`).toBe(sequence);
    }
    expect(keysOf(db).toSorted()).toEqual(world.model.keys.toSorted());
    expect(countOf(db, 'event WHERE standing = 1')).toBe(world.model.conflicts);
    expect(countOf(db, 'outbox')).toBe(world.model.keys.length);
  } finally {
    db.close();
  }
}

function keysOf(db: Database): string[] {
  const rows = db.prepare<[], { key: string }>(
    "SELECT source || ' ' || id AS key FROM event_key k JOIN stream s ON s.stream = k.stream",
  );
  return rows.all().map(({ key }) => key);
}

function countOf(db: Database, from: string): number | undefined {
  return db.prepare<[], { count: number }>(`SELECT count(*) AS count FROM ${from}`).get()?.count;
}

test(
  'after any run of events, repetitions, conflicts, restarts and deaths the ledger says what a plain model says',
  { timeout: 120_000 },
  () => {
    const property = fc.property(fc.array(step, { minLength: 4, maxLength: 25 }), (steps) => {
      using world = new World();
      for (const action of steps) {
        world.run(action);
        expect(brokenInvariants(world.db)).toEqual([]);
      }
      expectSame(world);
      expectWhole(world.file);
    });
    fc.assert(property, { numRuns: Number(process.env['MODEL_RUNS'] ?? 60) });
  },
);
