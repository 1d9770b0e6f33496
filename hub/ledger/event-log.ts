import type { Database, Statement } from 'better-sqlite3';
import { parseSource } from '../contract/envelope.ts';
import { isEventType } from '../contract/events.ts';
import { must } from '../kit/assert.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { extraHash, GENESIS, linkHash } from './chain.ts';

export const STANDING = { counted: 0, conflict: 1 } as const;
export type Standing = (typeof STANDING)[keyof typeof STANDING];

export interface StreamRow {
  readonly stream: number;
  readonly source: string;
  readonly kind: string;
  readonly name: string;
  readonly installation: string;
}

/** How many sources are remembered before all are forgotten. */
const REMEMBERED_MAX = 10_000;

function hasSameMeaning(event: LedgerEvent, body: Buffer): boolean {
  return isEventType(event.type) && body.equals(Buffer.from(event.body));
}

/** What an event is to the log: new, or known with the same or with other content. */
export type Sighting =
  | { readonly kind: 'new' }
  | { readonly kind: 'duplicate'; readonly seq: number }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'conflict-again'; readonly seq: number };

interface EventContent {
  readonly payload_sha256: Buffer;
  readonly body: Buffer;
}

/** The append-only log, its hash chain and the keys that make an event one event for ever. */
export class EventLog {
  readonly #streams = new Map<string, StreamRow>();
  #headSeq: number;
  #headHash: Buffer;
  readonly #findStream: Statement<[string], StreamRow>;
  readonly #addStream: Statement<[string, string, string, string]>;
  readonly #findKey: Statement<[number, string], { seq: number }>;
  readonly #addKey: Statement<[string, number, number]>;
  readonly #content: Statement<[number], EventContent>;
  readonly #addEvent: Statement<[number, number, number, number, Uint8Array, Uint8Array, Uint8Array]>;
  readonly #addExtra: Statement<[number, string, Uint8Array]>;
  readonly #findConflict: Statement<[number, string, Uint8Array], { seq: number }>;
  readonly #addConflict: Statement<[number, string, Uint8Array, number]>;

  constructor(db: Database) {
    const head = db
      .prepare<[], { seq: number; hash: Buffer }>('SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1')
      .get();
    this.#headSeq = head?.seq ?? 0;
    this.#headHash = head?.hash ?? GENESIS;
    this.#findStream = db.prepare(
      'SELECT stream, source, kind, name, installation FROM stream WHERE source = ?',
    );
    this.#addStream = db.prepare('INSERT INTO stream (source, kind, name, installation) VALUES (?, ?, ?, ?)');
    this.#findKey = db.prepare('SELECT seq FROM event_key WHERE stream = ? AND id = ?');
    this.#addKey = db.prepare(
      'INSERT INTO event_key (id, stream, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#content = db.prepare('SELECT payload_sha256, body FROM event WHERE seq = ?');
    this.#addEvent = db.prepare(
      'INSERT INTO event (seq, stream, received_ms, standing, payload_sha256, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#addExtra = db.prepare('INSERT INTO event_extra (seq, extra, sha256) VALUES (?, ?, ?)');
    this.#findConflict = db.prepare(
      'SELECT seq FROM conflict_key WHERE stream = ? AND id = ? AND payload_sha256 = ?',
    );
    this.#addConflict = db.prepare(
      'INSERT INTO conflict_key (stream, id, payload_sha256, seq) VALUES (?, ?, ?, ?)',
    );
  }

  get headSeq(): number {
    return this.#headSeq;
  }

  /** The stream of a source, made when the source is new. */
  stream(source: string): StreamRow {
    const cached = this.#streams.get(source);
    if (cached !== undefined) return cached;
    const stream = this.#findStream.get(source) ?? this.#newStream(source);
    if (this.#streams.size >= REMEMBERED_MAX) this.#streams.clear();
    this.#streams.set(source, stream);
    return stream;
  }

  /** The seq of the counted event with that source and id, or null. Makes no stream. */
  find(source: string, id: string): number | null {
    const stream = this.#streams.get(source) ?? this.#findStream.get(source);
    return stream === undefined ? null : (this.#findKey.get(stream.stream, id)?.seq ?? null);
  }

  /** The text of an event that is in the log. */
  body(seq: number): Buffer {
    return must(this.#content.get(seq), `event ${seq}`).body;
  }

  /**
   * Takes the key for the entry that comes next, unless it is taken. Same id and same bytes is a duplicate; so is the
   * same meaning, where the contract knows what it means.
   */
  sight(event: LedgerEvent, stream: StreamRow): Sighting {
    const isNew = this.#addKey.run(event.id, stream.stream, this.#headSeq + 1).changes === 1;
    if (isNew) return { kind: 'new' };
    const key = must(this.#findKey.get(stream.stream, event.id), `the key ${event.id}`);
    const stored = must(this.#content.get(key.seq), `event ${key.seq}`);
    if (stored.payload_sha256.equals(event.payloadSha256) || hasSameMeaning(event, stored.body)) {
      return { kind: 'duplicate', seq: key.seq };
    }
    const known = this.#findConflict.get(stream.stream, event.id, event.payloadSha256);
    return known === undefined ? { kind: 'conflict' } : { kind: 'conflict-again', seq: known.seq };
  }

  /** Appends an event that was sighted just before, and gives its seq. */
  append(event: LedgerEvent, at: { stream: StreamRow; receivedMs: number; standing: Standing }): number {
    const seq = this.#headSeq + 1;
    const body = Buffer.from(event.body);
    const { stream, receivedMs, standing } = at;
    const link = {
      previous: this.#headHash,
      seq,
      receivedMs,
      standing,
      payloadSha256: event.payloadSha256,
      body,
    };
    const hash = linkHash(link);
    this.#addEvent.run(seq, stream.stream, receivedMs, standing, event.payloadSha256, hash, body);
    if (standing === STANDING.conflict)
      this.#addConflict.run(stream.stream, event.id, event.payloadSha256, seq);
    if (event.extra !== null) this.#addExtra.run(seq, event.extra, extraHash(seq, event.extra));
    this.#headSeq = seq;
    this.#headHash = hash;
    return seq;
  }

  #newStream(source: string): StreamRow {
    const parts = must(parseSource(source), `the source ${source}`);
    this.#addStream.run(source, parts.kind, parts.name, parts.installation);
    return must(this.#findStream.get(source), `the stream of ${source}`);
  }
}
