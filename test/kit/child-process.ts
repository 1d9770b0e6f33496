import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Standard error is kept up to this much, to be shown when the process fails. */
const COMPLAINTS_MAX = 20_000;

/**
 * A program of this repository in a process of its own, on the same Node. It says that it is ready with one line of
 * JSON on standard output.
 */
export class ReadyProcess<Ready> {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  /** Rejects when the process ends before it is ready. */
  readonly ready: Promise<Ready>;
  /** Resolves when the process has ended although nobody ended it. */
  readonly died: Promise<void>;
  #isEnded = false;
  #complaints = '';

  /** `env` is added to the environment of this process. */
  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const environment = { ...process.env, ...env };
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    this.#exited = once(this.#child, 'exit').then(([code]: (number | null)[]) => code ?? null);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-COMPLAINTS_MAX);
    });
    this.died = this.#exited.then(() => (this.#isEnded ? new Promise<never>(() => undefined) : undefined));
    this.ready = this.#firstLine();
    this.ready.catch(() => undefined);
  }

  get complaints(): string {
    return this.#complaints;
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Ends it the hard way, or with another signal, and resolves to its exit code when it is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.#isEnded = true;
    if (!this.hasExited) this.#child.kill(signal);
    return this.#exited;
  }

  async #firstLine(): Promise<Ready> {
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('the process has no standard output');
    const lines = createInterface({ input: stdout });
    const line = await Promise.race([once(lines, 'line'), this.#exited]);
    if (Array.isArray(line)) return JSON.parse(String(line[0])) as Ready;
    throw new Error(`the process ended with ${line} before it was ready:\n${this.#complaints}`);
  }
}
