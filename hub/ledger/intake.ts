import { formatSource } from '../contract/envelope.ts';
import type { Envelope } from '../contract/envelope.ts';
import type { EventData, EventType } from '../contract/events.ts';
import type { Identity } from '../contract/identity.ts';
import { readEvent } from '../contract/read-event.ts';
import type { Unreadable } from '../contract/read-event.ts';
import type { EventReply } from '../contract/reply.ts';
import { toLedgerEvent } from '../domain/ledger-event.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { maskCardNumbers } from '../kit/card-number.ts';
import type { Clock } from '../kit/clock.ts';
import { sha256 } from '../kit/digest.ts';
import { newId } from '../kit/ids.ts';
import { assert } from '../kit/assert.ts';
import type { HubIdentity, RejectedPayload } from './side-tables.ts';

export interface IntakePorts {
  readonly identity: HubIdentity;
  readonly clock: Clock;
  /** How well this computer knows the time. */
  readonly clockQuality?: () => Envelope['clock'];
  commit(event: LedgerEvent): Promise<EventReply>;
  addRejected(row: RejectedPayload): Promise<void>;
}

/** How much of an unreadable payload is kept for a person, in characters. */
const REJECTED_TEXT_MAX = 1_048_576;

const LENIENT_UTF8 = new TextDecoder();

/** The one way into the ledger: bytes become a typed event here, on the main thread, and are committed by the writer. */
export class Intake {
  readonly #ports: IntakePorts;

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

  /** An event of the hub itself: what a person did on its page, its API or its command line. */
  async submitHub<Type extends EventType>(type: Type, data: EventData<Type>): Promise<EventReply> {
    const { store, installation } = this.#ports.identity;
    const envelope = {
      specversion: '1.0',
      id: newId(),
      source: formatSource({ store, kind: 'hub', name: 'hub', installation }),
      type,
      time: new Date(this.#ports.clock.nowMs()).toISOString(),
      clock: this.#ports.clockQuality?.() ?? 'unknown',
      data,
    };
    const result = readEvent(Buffer.from(JSON.stringify(envelope)), { from: 'hub', store });
    assert(result.kind === 'read', `the hub makes readable events: ${JSON.stringify(result)}`);
    return this.#ports.commit(toLedgerEvent(result.event));
  }

  async #reject(payload: Uint8Array, rejection: { from: Identity; why: Unreadable }): Promise<EventReply> {
    const { from, why } = rejection;
    const digest = sha256(payload);
    await this.#ports.addRejected({
      sender: `${from.kind}/${from.name}`,
      receivedMs: this.#ports.clock.nowMs(),
      payloadSha256: digest,
      code: why.code,
      reason: why.path === undefined ? why.message : `${why.path} ${why.message}`,
      payload: maskCardNumbers(LENIENT_UTF8.decode(payload)).slice(0, REJECTED_TEXT_MAX),
    });
    return rejectedReply(why, digest);
  }
}

function rejectedReply({ id, source, code, message, path }: Unreadable, digest: Buffer): EventReply {
  return { outcome: 'rejected', id, source, sha256: digest.toString('hex'), reason: { code, message, path } };
}
