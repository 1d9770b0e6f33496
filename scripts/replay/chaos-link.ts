import { once } from 'node:events';
import { type AddressInfo, type Server, createServer } from 'node:net';
import type { Fate } from './chaos.ts';
import { ChaosWire } from './chaos-wire.ts';
import { LinkMemory, type LinkReport } from './link-memory.ts';

/** Stands between one till and the hub as a bad network does. The till knows nothing of it. */
export class ChaosLink implements AsyncDisposable {
  readonly #server: Server;
  readonly #wires = new Set<ChaosWire>();
  readonly #memory: LinkMemory;

  /** `hub` is the port of the hub on this machine. */
  constructor(hub: number, fateOf: (sequence: number) => Fate) {
    this.#memory = new LinkMemory(fateOf);
    this.#server = createServer((socket) => {
      const wire = new ChaosWire({
        till: socket,
        hub,
        memory: this.#memory,
        ended: () => this.#wires.delete(wire),
      });
      this.#wires.add(wire);
    });
  }

  get report(): LinkReport {
    return this.#memory.report;
  }

  async start(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const wire of this.#wires) wire.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
