import type { Client } from 'aedes';
import type { Identity } from '../contract/identity.ts';
import type { Clock } from '../kit/clock.ts';
import { messagesIn, Rate } from '../kit/rate.ts';
import { takeOverReading } from './aedes-inside.ts';
import type { ClientRegister } from './client-register.ts';
import type { BrokerLimits } from './limits.ts';

/** What a message that waits takes beside its payload. */
const MESSAGE_OVERHEAD_BYTES = 1_024;

/** Does what it is given when the message it stands for may be acknowledged. Call it once. */
export type Visit = (act: () => void) => void;

export interface PaceParts {
  readonly register: ClientRegister;
  readonly limits: BrokerLimits;
  readonly clock: Clock;
  /** Ends all waiting. */
  readonly stop: AbortSignal;
}

/**
 * Bounds what one till or device may have under way, and how fast. Nothing is dropped and nothing is refused: what came
 * too fast is committed like everything else, and its acknowledgement waits until it is due. Above the limit of bytes
 * the connection is read no further, and TCP tells it to wait. aedes has a brake of its own, but each arrival of
 * bytes loosens it.
 *
 * It counts by name, not by connection: who connects again while the disk stands still, and sends everything
 * again, takes no more memory than before. aedes' wish to read on is held back and never lost: whenever something is
 * acknowledged, the connection that bears the name then is looked at.
 */
export class Pace {
  readonly #parts: PaceParts;
  readonly #rate: Rate;
  readonly #waiting = new Map<string, number>();
  readonly #lines = new Map<string, Turn[]>();
  readonly #goOn = new WeakMap<Client, () => void>();

  constructor(parts: PaceParts) {
    this.#parts = parts;
    const { messagesPerSecond: perSecond, messagesAtOnce: atOnce } = parts.limits;
    this.#rate = new Rate({ perSecond, atOnce });
  }

  guard(client: Client): void {
    let wishes = 0;
    client.conn.once('close', () => this.#forget(client));
    takeOverReading(client, (readOn) => {
      const goOn = (): void => {
        while (wishes > 0 && !client.closed && this.#hasRoom(client)) {
          wishes -= 1;
          readOn();
        }
      };
      this.#goOn.set(client, goOn);
      return () => {
        wishes += 1;
        goOn();
      };
    });
  }

  /** Counts a message of that many bytes until what the visit is given has been done. It may count as several. */
  enter({ name }: Identity, payloadBytes: number, messages = messagesIn(payloadBytes)): Visit {
    const bytes = payloadBytes + MESSAGE_OVERHEAD_BYTES;
    this.#waiting.set(name, this.#waitingOf(name) + bytes);
    const atMs = this.#rate.take(name, messages, this.#parts.clock.monotonicMs());
    const client = this.#parts.register.clientOf(name);
    return (act) => this.#whenDue(name, { atMs, bytes, client, act });
  }

  /** How long it takes until everything is due that this till or device has sent so far. */
  waitMs({ name }: Identity): number {
    return this.#rate.waitMs(name, this.#parts.clock.monotonicMs());
  }

  /** Acts when the turn is due, and after whatever of the same name waits already. */
  #whenDue(name: string, turn: Turn): void {
    const line = this.#lines.get(name);
    if (line !== undefined) return void line.push(turn);
    if (turn.atMs <= this.#parts.clock.monotonicMs()) return this.#take(name, turn);
    void this.#keepWaiting(name, [turn]);
  }

  async #keepWaiting(name: string, line: Turn[]): Promise<void> {
    const { clock, stop } = this.#parts;
    this.#lines.set(name, line);
    for (let next = line[0]; next !== undefined; next = line[0]) {
      const waitMs = next.atMs - clock.monotonicMs();
      if (waitMs > 0) await clock.sleep(waitMs, stop);
      line.shift();
      this.#take(name, next);
    }
    this.#lines.delete(name);
  }

  #take(name: string, { act, bytes }: Turn): void {
    act();
    this.#leave(name, bytes);
  }

  /**
   * Nobody is left to hear of these. They keep their places, so that who connects again and again is no faster for it,
   * but a closed connection is not kept in memory for them.
   */
  #forget(client: Client): void {
    const name = this.#parts.register.identityOf(client)?.name;
    const line = name === undefined ? undefined : this.#lines.get(name);
    for (const turn of line ?? []) {
      if (turn.client !== client) continue;
      turn.client = undefined;
      turn.act = () => undefined;
    }
  }

  #leave(name: string, bytes: number): void {
    const left = this.#waitingOf(name) - bytes;
    if (left === 0) this.#waiting.delete(name);
    else this.#waiting.set(name, left);
    const client = this.#parts.register.clientOf(name);
    if (client !== undefined) this.#goOn.get(client)?.();
  }

  #hasRoom(client: Client): boolean {
    const name = this.#parts.register.identityOf(client)?.name;
    return name === undefined || this.#waitingOf(name) < this.#parts.limits.waitingBytesPerName;
  }

  #waitingOf(name: string): number {
    return this.#waiting.get(name) ?? 0;
  }
}

/** What waits until it is due. */
interface Turn {
  readonly atMs: number;
  readonly bytes: number;
  client: Client | undefined;
  act: () => void;
}
