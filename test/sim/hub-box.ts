import type { Identity } from '../../hub/contract/identity.ts';
import type { CommitNotice } from '../../hub/contract/notice.ts';
import type { EventReply } from '../../hub/contract/reply.ts';
import type { Destination } from './destination.ts';
import { HubLife } from './hub-life.ts';
import type { World } from './world.ts';

const RESTART_MS = 2_000;

/** The box in the back of the shop: the process is started again whenever it ends, and when the power comes back. */
export class HubBox {
  readonly #world: World;
  readonly #destinations: readonly Destination[];
  readonly #listeners: ((notice: CommitNotice) => void)[] = [];
  #life: HubLife | null = null;
  #isPowered = true;

  constructor(world: World, destinations: readonly Destination[]) {
    this.#world = world;
    this.#destinations = destinations;
  }

  /** The process, while it takes events. */
  get life(): HubLife | null {
    return this.#life?.isOpen === true ? this.#life : null;
  }

  subscribe(listener: (notice: CommitNotice) => void): void {
    this.#listeners.push(listener);
  }

  start(): void {
    if (this.#life !== null || !this.#isPowered) return;
    const { disk, trace, witness } = this.#world;
    disk.nextLife();
    this.#life = new HubLife({
      ...this.#world,
      destinations: this.#destinations,
      ended: (why) => this.#ended(why),
      notice: (notice) => this.#listeners.forEach((listener) => listener(notice)),
    });
    trace.note('start', `at ${witness.head}`);
  }

  deliver(payload: Uint8Array, from: Identity, answer: (reply: EventReply) => void): void {
    this.life?.deliver(payload, from, answer);
  }

  kill(): void {
    if (this.#life === null) return;
    this.#world.trace.note('kill');
    this.#life.kill();
  }

  /** What the disk had is there when the power comes back. */
  losePower(forMs: number): void {
    this.#isPowered = false;
    this.#world.trace.note('power-cut', `for ${Math.round(forMs / 1_000)} s`);
    this.#life?.kill();
    this.#world.time.after(forMs, () => {
      this.#isPowered = true;
      this.start();
    });
  }

  /** Stops as it should and stays away for a while: an update, or the night. */
  restart(awayMs: number): void {
    const life = this.life;
    if (life === null) return;
    this.#world.trace.note('stop');
    this.#stop(life, awayMs).catch(this.#world.fail);
  }

  async #stop(life: HubLife, awayMs: number): Promise<void> {
    await life.stop();
    // It may have been cut off while it stopped, and be on its way up already.
    if (this.#life !== life) return;
    this.#life = null;
    this.#world.time.after(awayMs, () => this.start());
  }

  #ended(why: 'fault' | 'cut'): void {
    this.#world.trace.note('end', why);
    this.#life = null;
    this.#world.time.after(RESTART_MS, () => this.start());
  }

  /** For the last look. */
  async shutDown(): Promise<void> {
    const life = this.#life;
    await life?.stop();
    this.#life = null;
    this.#isPowered = false;
  }
}
