import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { PhaseFigures, TillCommand, TillSettings } from './honest-tills-program.ts';

const PROGRAM = new URL('honest-tills-program.ts', import.meta.url);

/** The honest tills of a shop, in a process of their own. One question at a time. */
export class HonestTills implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #died: Promise<never>;

  private constructor() {
    this.#child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#died = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`the honest tills ended with ${String(code)}`);
    });
    this.#died.catch(() => undefined);
  }

  static async start(settings: TillSettings): Promise<HonestTills> {
    const tills = new HonestTills();
    await tills.#ask({ kind: 'start', settings });
    return tills;
  }

  async begin(): Promise<void> {
    await this.#ask({ kind: 'begin' });
  }

  /** Ends the phase when at least so many sales were acknowledged in it. */
  async end(atLeast: number): Promise<PhaseFigures> {
    return (await this.#ask({ kind: 'end', atLeast })) as PhaseFigures;
  }

  /** Resolves to how many sales each till made, when all of them are acknowledged. */
  async close(): Promise<number[]> {
    return (await this.#ask({ kind: 'close' })) as number[];
  }

  async #ask(command: TillCommand): Promise<unknown> {
    const answered = new Promise<{ readonly answer: unknown }>((resolve) =>
      this.#child.once('message', resolve),
    );
    this.#child.send(command);
    return (await Promise.race([answered, this.#died])).answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
