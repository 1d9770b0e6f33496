import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import { Ledger } from '../../hub/ledger/ledger.ts';
import { openWriter } from '../../hub/ledger/open.ts';
import { OutboxTable } from '../../hub/ledger/outbox/outbox.ts';
import { hubIdentity } from '../../hub/ledger/side-tables.ts';
import { ShopModel } from './shop-model.ts';
import type { WireEvent } from './wire-event.ts';
import { tempFolder } from './temp-folder.ts';
import { ledgerEvent } from './till-events.ts';

/** The process dies at the n-th call that the commit makes to the outside; 0: it lives. */
export type Step =
  | { readonly kind: 'commit'; readonly events: readonly WireEvent[]; readonly dieAt: number }
  | { readonly kind: 'again'; readonly back: number; readonly dieAt: number }
  | { readonly kind: 'reopen' };

class Death extends Error {
  override name = 'Death';
}

/** A real ledger beside the model of it. */
export class LedgerWorld implements Disposable {
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
      const outcomes = replies.map(({ outcome }) => outcome);
      deepEqual(
        outcomes,
        events.map((event) => this.model.take(event)),
      );
      this.#seqsAreKept(events, replies);
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      equal(this.ledger.headSeq, headBefore);
    }
  }

  /** An event has one seq for ever: every later reply names the same. */
  readonly #seqs = new Map<string, number | undefined>();
  #seqsAreKept(events: readonly WireEvent[], replies: readonly { seq?: number | undefined }[]): void {
    events.forEach((event, index) => {
      const content = JSON.stringify(event);
      if (!this.#seqs.has(content)) this.#seqs.set(content, replies[index]?.seq);
      equal(replies[index]?.seq, this.#seqs.get(content));
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
