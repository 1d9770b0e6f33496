import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

const COMPLAINTS_MAX = 4_000;

/** A program that somebody else wrote, in a process of its own. What it prints comes line by line. */
export class ForeignProgram implements AsyncDisposable {
  readonly lines: string[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exited: Promise<number | null>;
  #rest = '';
  #complaints = '';
  #isOver = false;
  #wake = Promise.withResolvers<void>();

  constructor(program: string, args: readonly string[], input = '') {
    this.#child = spawn(program, args);
    this.#exited = once(this.#child, 'close').then(([code]: (number | null)[]) => code ?? null);
    this.#child.once('close', () => {
      this.#isOver = true;
      this.#wake.resolve();
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-COMPLAINTS_MAX);
    });
    // A program that was refused may be gone before it has read everything.
    this.#child.stdin.on('error', () => undefined).end(input);
  }

  get complaints(): string {
    return this.#complaints;
  }

  /** Its exit code; null when a signal ended it. */
  get exitCode(): Promise<number | null> {
    return this.#exited;
  }

  /** Resolves when that many of its lines look so, with them. Rejects when it ends before. */
  async heard(count: number, isIt: (line: string) => boolean = () => true): Promise<string[]> {
    for (;;) {
      const found = this.lines.filter(isIt);
      if (found.length >= count) return found;
      if (this.#isOver) throw new Error(`${found.length} of ${count} lines, then: ${this.#complaints}`);
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    this.lines.push(...lines);
    this.#wake.resolve();
  }
}
