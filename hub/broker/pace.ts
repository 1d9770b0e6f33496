import type { Client } from 'aedes';
import type { Identity } from '../contract/identity.ts';
import { takeOverReading } from './aedes-inside.ts';
import type { ClientRegister } from './client-register.ts';
import type { BrokerLimits } from './limits.ts';

/** What a message that waits takes beside its payload. */
const MESSAGE_OVERHEAD_BYTES = 1_024;

/**
 * Bounds what one till or device may have waiting for the disk: above the limit its connection is read no further,
 * and TCP tells it to wait. aedes has a brake of its own, but each arrival of bytes loosens it.
 *
 * It counts by name, not by connection: who connects again while the disk stands still, and sends everything
 * again, takes no more memory than before. aedes' wish to read on is held back and never lost: whenever something is
 * acknowledged, the connection that bears the name then is looked at.
 */
export class Pace {
  readonly #register: ClientRegister;
  readonly #bytesMax: number;
  readonly #waiting = new Map<string, number>();
  readonly #goOn = new WeakMap<Client, () => void>();

  constructor(register: ClientRegister, limits: BrokerLimits) {
    this.#register = register;
    this.#bytesMax = limits.waitingBytesPerName;
  }

  guard(client: Client): void {
    let wishes = 0;
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

  /** Counts a message until the returned function is called, once. */
  enter({ name }: Identity, payloadBytes: number): () => void {
    const bytes = payloadBytes + MESSAGE_OVERHEAD_BYTES;
    this.#waiting.set(name, this.#waitingOf(name) + bytes);
    return () => {
      const left = this.#waitingOf(name) - bytes;
      if (left === 0) this.#waiting.delete(name);
      else this.#waiting.set(name, left);
      const client = this.#register.clientOf(name);
      if (client !== undefined) this.#goOn.get(client)?.();
    };
  }

  #hasRoom(client: Client): boolean {
    const name = this.#register.identityOf(client)?.name;
    return name === undefined || this.#waitingOf(name) < this.#bytesMax;
  }

  #waitingOf(name: string): number {
    return this.#waiting.get(name) ?? 0;
  }
}
