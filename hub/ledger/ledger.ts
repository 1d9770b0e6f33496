import type { Database } from 'better-sqlite3';
import type { CommitNotice } from '../contract/notice.ts';
import type { EventReply } from '../contract/reply.ts';
import { REPLY_EXCEPTIONS_MAX } from '../contract/reply.ts';
import { formatSequence } from '../contract/envelope.ts';
import { badgeOf } from '../domain/badge.ts';
import type { ExceptionFact } from '../domain/decide.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { must } from '../kit/assert.ts';
import { EventLog, STANDING } from './event-log.ts';
import type { StreamRow } from './event-log.ts';
import { Projector } from './projector.ts';
import type { Balance } from './books/stock-book.ts';
import { stockQuantities } from './books/stock-quantities.ts';

/** What the commit writes for the forwarder, in the same transaction. */
export interface OutboxWriter {
  enqueue(firstSeq: number, lastSeq: number): void;
}

export interface LedgerPorts {
  readonly outbox: OutboxWriter;
  readonly nowMs: () => number;
  readonly incarnation: string;
}

export interface CommitResult {
  /** One for each event, in order. */
  readonly replies: readonly EventReply[];
  readonly notice: CommitNotice;
}

/**
 * The one writer of the ledger. `commit` takes many events into one transaction: for each, seen before is a
 * duplicate or a conflict; else it is appended, projected and put into the outbox. When `commit` returns, all
 * of it is on disk (synchronous=FULL); when it throws, none of it is, and memory is as it was before.
 */
export class Ledger {
  readonly #db: Database;
  readonly #ports: LedgerPorts;
  readonly #placeCodes = new Map<number, string>();
  #log: EventLog;
  #projector: Projector;

  constructor(db: Database, ports: LedgerPorts) {
    this.#db = db;
    this.#ports = ports;
    this.#log = new EventLog(db);
    this.#projector = new Projector(db, this.#log);
  }

  get headSeq(): number {
    return this.#log.headSeq;
  }

  commit(events: readonly LedgerEvent[]): CommitResult {
    const firstSeq = this.#log.headSeq + 1;
    try {
      const result = this.#db.transaction(() => this.#commit(events, firstSeq)).immediate();
      this.#projector.sequences.forgetIfMany();
      return result;
    } catch (error) {
      this.#log = new EventLog(this.#db);
      this.#projector = new Projector(this.#db, this.#log);
      this.#placeCodes.clear();
      throw error;
    }
  }

  #commit(events: readonly LedgerEvent[], firstSeq: number): CommitResult {
    const receivedMs = this.#ports.nowMs();
    const batch: Batch = { receivedMs, exceptions: 0, productsChanged: false, streams: new Map() };
    const replies = events.map((event) => this.#take(event, batch));
    this.#ports.outbox.enqueue(firstSeq, this.#log.headSeq);
    const { balances, streams } = this.#projector.endBatch();
    const notice: CommitNotice = {
      firstSeq,
      lastSeq: this.#log.headSeq,
      stock: this.#notices(balances),
      acks: this.#acks(streams, batch.streams),
      exceptions: batch.exceptions,
      productsChanged: batch.productsChanged,
    };
    return { replies, notice };
  }

  #take(event: LedgerEvent, batch: Batch): EventReply {
    const stream = this.#log.stream(event.source);
    batch.streams.set(stream.stream, stream);
    const name = { id: event.id, source: event.source };
    const sighting = this.#log.sight(event, stream);
    switch (sighting.kind) {
      case 'new':
        return { outcome: 'accepted', ...name, ...this.#accept(event, stream, batch) };
      case 'duplicate':
        return { outcome: 'duplicate', ...name, seq: sighting.seq, ...this.#refusal(event, sighting.seq) };
      case 'conflict-again':
        return { outcome: 'conflict', ...name, seq: sighting.seq };
      case 'conflict':
        return { outcome: 'conflict', ...name, ...this.#setAside(event, stream, batch) };
    }
  }

  #accept(event: LedgerEvent, stream: StreamRow, batch: Batch): SeqAndExceptions {
    const seq = this.#log.append(event, { stream, receivedMs: batch.receivedMs, standing: STANDING.counted });
    const applied = this.#projector.apply(event, seq, { stream, receivedMs: batch.receivedMs });
    batch.exceptions += applied.exceptions.length;
    batch.productsChanged ||= applied.productsChanged;
    const told = withExceptions(seq, applied.exceptions);
    return applied.refused === null ? told : { ...told, refused: applied.refused };
  }

  #refusal(event: LedgerEvent, seq: number): Pick<EventReply, 'refused'> {
    const refused = this.#projector.refusalOf(event, seq);
    return refused === null ? {} : { refused };
  }

  #setAside(event: LedgerEvent, stream: StreamRow, batch: Batch): SeqAndExceptions {
    const first = must(this.#log.find(event.source, event.id), `the first event ${event.id}`);
    const seq = this.#log.append(event, {
      stream,
      receivedMs: batch.receivedMs,
      standing: STANDING.conflict,
    });
    const exception = this.#projector.applyConflict(event, { seq, firstSeq: first, stream });
    batch.exceptions += 1;
    return withExceptions(seq, [exception]);
  }

  #notices(balances: readonly Balance[]): CommitNotice['stock'] {
    return balances.flatMap((balance) => {
      const { product, place, onHandMicro } = balance;
      const location = this.#locationCode(place);
      if (location === null) return [];
      const { sku, unit, kind, low_stock_micro: lowStockMicro } = this.#projector.products.get(product);
      const badge = badgeOf({ kind, onHandMicro, lowStockMicro });
      return [{ sku, location, ...stockQuantities(balance), unit, badge, seq: this.#log.headSeq }];
    });
  }

  #locationCode(place: number): string | null {
    const cached = this.#placeCodes.get(place);
    if (cached !== undefined) return cached === '' ? null : cached;
    const row = this.#db
      .prepare<[number], { code: string }>("SELECT code FROM place WHERE place = ? AND kind = 'location'")
      .get(place);
    this.#placeCodes.set(place, row?.code ?? '');
    return row?.code ?? null;
  }

  #acks(streams: readonly number[], seen: ReadonlyMap<number, StreamRow>): CommitNotice['acks'] {
    return streams.flatMap((number) => {
      const stream = seen.get(number);
      if (stream?.kind !== 'tills') return [];
      const sequence = formatSequence(this.#projector.sequences.contiguous(number));
      const ack = { installation: stream.installation, sequence, incarnation: this.#ports.incarnation };
      return [{ till: stream.name, ack }];
    });
  }
}

interface Batch {
  readonly receivedMs: number;
  readonly streams: Map<number, StreamRow>;
  exceptions: number;
  productsChanged: boolean;
}

type SeqAndExceptions = Pick<EventReply, 'seq' | 'exceptions' | 'exceptionCount' | 'refused'>;

function withExceptions(seq: number, exceptions: readonly ExceptionFact[]): SeqAndExceptions {
  if (exceptions.length === 0) return { seq };
  return { seq, exceptions: exceptions.slice(0, REPLY_EXCEPTIONS_MAX), exceptionCount: exceptions.length };
}
