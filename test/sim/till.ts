import { formatSequence, formatSource } from '../../hub/contract/envelope.ts';
import type { CommitNotice } from '../../hub/contract/notice.ts';
import type { WireEvent } from '../kit/wire-event.ts';
import type { HubBox } from './hub-box.ts';
import type { Cable } from './network.ts';
import type { World } from './world.ts';

/** What a till sends: an event, or bytes that are none. */
export interface Sent {
  readonly bytes: Buffer;
  /** Null when nobody can read it. */
  readonly wire: WireEvent | null;
}

export interface Story {
  readonly type: string;
  readonly data: object;
}

const RESEND_MS = 4_000;
const RESEND_MAX_MS = 300_000;
const IN_FLIGHT_MAX = 25;
const REMEMBERED_MAX = 200;

/** A till: it keeps what it sold until the hub acknowledged it, and sends it again and again. */
export class SimTill {
  readonly name: string;
  readonly cable: Cable;
  readonly #world: World;
  readonly #hub: HubBox;
  readonly #store: string;
  #installations = 0;
  #sequence = 0;
  #ids = 0;
  /** By how much the till's clock is wrong. */
  skewMs = 0;
  readonly #open = new Set<Sent>();
  /** What it told before, for everything that refers to it or says it again. */
  readonly #history: Sent[] = [];
  #waitMs = RESEND_MS;
  #isPumping = false;

  constructor(name: string, ports: { world: World; hub: HubBox; cable: Cable; store: string }) {
    this.name = name;
    this.cable = ports.cable;
    this.#world = ports.world;
    this.#hub = ports.hub;
    this.#store = ports.store;
    this.reinstall();
    ports.hub.subscribe((notice) => this.#heard(notice));
  }

  get source(): string {
    const installation = `0b0e5c60-0000-4000-8000-${this.name.slice(-1).padStart(6, '0')}${String(this.#installations).padStart(6, '0')}`;
    return formatSource({ store: this.#store, kind: 'tills', name: this.name, installation });
  }

  /** Everything that it made is acknowledged. */
  get isDone(): boolean {
    return this.#open.size === 0;
  }

  get history(): readonly Sent[] {
    return this.#history;
  }

  /** A new installation counts from one. What the old one had not sent is kept. */
  reinstall(): void {
    this.#installations += 1;
    this.#sequence = 0;
  }

  /** The numbers begin again, though the installation is the same; or the till comes back from a backup. */
  countAgainFrom(sequence: number): void {
    this.#sequence = Math.max(0, sequence);
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Numbers that never come. */
  skip(count: number): void {
    this.#sequence += count;
  }

  /** Makes an event and keeps it; `holdMs` is how long it lies before it is sent. */
  tells(story: Story, options: { id?: string; holdMs?: number } = {}): Sent {
    this.#sequence += 1;
    const wire = {
      specversion: '1.0',
      id: options.id ?? this.nextId(),
      source: this.source,
      type: story.type,
      time: new Date(this.#world.time.trueMs() + this.skewMs).toISOString(),
      sequence: formatSequence(this.#sequence),
      clock: 'unsynced',
      data: story.data,
    };
    const sent = { wire, bytes: Buffer.from(JSON.stringify(wire)) };
    this.#history.push(sent);
    if (this.#history.length > REMEMBERED_MAX) this.#history.shift();
    this.sends(sent, options.holdMs ?? 0);
    return sent;
  }

  nextId(): string {
    this.#ids += 1;
    return `${this.name}-${this.#installations}-${this.#ids}`;
  }

  /** Puts it among what is open, whether it was acknowledged before or not. */
  sends(sent: Sent, holdMs = 0): void {
    this.#world.witness.sends(sent.bytes, sent.wire);
    this.#world.time.after(holdMs, () => {
      this.#open.add(sent);
      this.#attempt(sent);
      this.#pump();
    });
  }

  #attempt(sent: Sent): void {
    const from = { kind: 'till', name: this.name } as const;
    this.cable.carry(() => {
      this.#hub.deliver(sent.bytes, from, (reply) => {
        const isRight = (reply.outcome === 'rejected') === (sent.wire === null);
        if (!isRight) this.#world.fail(new Error(`${this.name} hears ${JSON.stringify(reply)}`));
        this.cable.carry(() => {
          this.#open.delete(sent);
          this.#waitMs = RESEND_MS;
        });
      });
    });
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    const waitMs = this.#waitMs;
    this.#waitMs = Math.min(waitMs * 2, RESEND_MAX_MS);
    this.#world.time.after(waitMs, () => {
      this.#isPumping = false;
      for (const sent of [...this.#open].slice(0, IN_FLIGHT_MAX)) this.#attempt(sent);
      if (this.#open.size > 0) this.#pump();
    });
  }

  /** The retained acknowledgement. Whether it is right says the witness; a till only keeps it. */
  #heard({ acks }: CommitNotice): void {
    for (const { till, ack } of acks)
      if (till === this.name) this.#world.trace.note('ack', `${till} ${ack.sequence}`);
  }
}
