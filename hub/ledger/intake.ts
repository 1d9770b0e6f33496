import { isDeepStrictEqual } from 'node:util';
import { formatSource } from '../contract/envelope.ts';
import type { Envelope } from '../contract/envelope.ts';
import type { EventData, EventType } from '../contract/events.ts';
import type { Identity } from '../contract/identity.ts';
import { readEvent, readStoredEvent } from '../contract/read-event.ts';
import type { Unreadable } from '../contract/read-event.ts';
import type { EventReply } from '../contract/reply.ts';
import { toLedgerEvent } from '../domain/ledger-event.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { maskCardNumbers } from '../kit/card-number.ts';
import type { Clock } from '../kit/clock.ts';
import { sha256 } from '../kit/digest.ts';
import { newId } from '../kit/ids.ts';
import { assert } from '../kit/assert.ts';
import { Turns } from '../kit/turns.ts';
import type { StoredEvent } from './reader/event-reader.ts';
import type { HubIdentity, RejectedPayload } from './side-tables.ts';

export interface IntakePorts {
  readonly identity: HubIdentity;
  readonly clock: Clock;
  /** How well this computer knows the time. */
  readonly clockQuality?: () => Envelope['clock'];
  commit(event: LedgerEvent): Promise<EventReply>;
  addRejected(row: RejectedPayload): Promise<void>;
  /** The event that counts under that source and id, as a reader sees it that is never behind an answer. */
  find(source: string, id: string): StoredEvent | null;
}

export interface SubmitOptions {
  /** What makes it one event for ever. A new one is made where it is left out. */
  readonly id?: string;
}

/** An event that the hub made itself. */
export interface HubEvent {
  readonly seq: number;
  readonly type: string;
  readonly data: unknown;
}

/** How much of an unreadable payload is kept for a person, in characters. */
const REJECTED_TEXT_MAX = 1_048_576;

const LENIENT_UTF8 = new TextDecoder();

/** The one way into the ledger: bytes become a typed event here, on the main thread, and are committed by the writer. */
export class Intake {
  readonly #ports: IntakePorts;
  readonly #turns = new Turns();

  constructor(ports: IntakePorts) {
    this.#ports = ports;
  }

  /** Resolves when the event, or the unreadable payload, is on disk. */
  async submit(payload: Uint8Array, from: Identity): Promise<EventReply> {
    const result = readEvent(payload, { from, store: this.#ports.identity.store });
    if (result.kind === 'read') return this.#ports.commit(toLedgerEvent(result.event));
    return this.#reject(payload, { from, why: result });
  }

  /** A repaired payload from a person's hand. What still cannot be read is told and not kept again. */
  async admit(payload: Uint8Array, from: Identity): Promise<EventReply> {
    const result = readEvent(payload, { from, store: this.#ports.identity.store });
    if (result.kind === 'read') return this.#ports.commit(toLedgerEvent(result.event));
    return rejectedReply(result, sha256(payload));
  }

  /**
   * An event of the hub itself: what a person did on its page, its API or its command line. Under a given id it is
   * made once: the same again is a duplicate, and other data under that id is a conflict, which changes nothing.
   */
  async submitHub<Type extends EventType>(
    type: Type,
    data: EventData<Type>,
    { id }: SubmitOptions = {},
  ): Promise<EventReply> {
    if (id === undefined) return this.#ports.commit(this.#made(newId(), { type, data }));
    // One after the other: each sees what became of the one before it.
    return this.#turns.take(id, () => this.#commitOnce(this.#made(id, { type, data })));
  }

  /** The hub's own event of that id, or null. */
  hubEvent(id: string): HubEvent | null {
    const stored = this.#ports.find(this.#source(), id);
    if (stored === null) return null;
    const { envelope, content } = readStoredEvent(stored.body);
    return { seq: stored.seq, type: envelope.type, data: content?.data };
  }

  /** The time of the event differs from one attempt to the next, so it is what it says that is compared. */
  async #commitOnce(event: LedgerEvent): Promise<EventReply> {
    const { id, source } = event;
    const stored = this.hubEvent(id);
    if (stored === null) return this.#ports.commit(event);
    const { envelope, content } = readStoredEvent(Buffer.from(event.body));
    const isSame = envelope.type === stored.type && isDeepStrictEqual(content?.data, stored.data);
    return { outcome: isSame ? 'duplicate' : 'conflict', id, source, seq: stored.seq };
  }

  #made(id: string, content: { type: EventType; data: unknown }): LedgerEvent {
    const { store } = this.#ports.identity;
    const envelope = {
      specversion: '1.0',
      id,
      source: this.#source(),
      type: content.type,
      time: new Date(this.#ports.clock.nowMs()).toISOString(),
      clock: this.#ports.clockQuality?.() ?? 'unknown',
      data: content.data,
    };
    const result = readEvent(Buffer.from(JSON.stringify(envelope)), { from: 'hub', store });
    assert(result.kind === 'read', `the hub makes readable events: ${JSON.stringify(result)}`);
    return toLedgerEvent(result.event);
  }

  #source(): string {
    const { store, installation } = this.#ports.identity;
    return formatSource({ store, kind: 'hub', name: 'hub', installation });
  }

  async #reject(payload: Uint8Array, rejection: { from: Identity; why: Unreadable }): Promise<EventReply> {
    const { from, why } = rejection;
    const digest = sha256(payload);
    const text = LENIENT_UTF8.decode(payload);
    const masked = maskCardNumbers(text);
    await this.#ports.addRejected({
      sender: `${from.kind}/${from.name}`,
      receivedMs: this.#ports.clock.nowMs(),
      // The digest of a card number, with the rest of the text beside it, could be guessed back.
      payloadSha256: masked === text ? digest : sha256(masked),
      code: why.code,
      reason: why.path === undefined ? why.message : `${why.path} ${why.message}`,
      payload: masked.slice(0, REJECTED_TEXT_MAX),
    });
    return rejectedReply(why, digest);
  }
}

function rejectedReply({ id, source, code, message, path }: Unreadable, digest: Buffer): EventReply {
  return { outcome: 'rejected', id, source, sha256: digest.toString('hex'), reason: { code, message, path } };
}
