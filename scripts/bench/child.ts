import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * A part of the bench in its own process: it gets its settings, gets ready, waits for the word to go, and answers once.
 * The two sides are in one file, because they are one protocol.
 */
export class BenchChild<Result> implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly ready: Promise<void>;
  readonly #result: Promise<Result>;

  constructor(program: URL, settings: object) {
    this.#name = program.pathname.split('/').at(-1) ?? '';
    this.#child = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' });
    this.ready = this.#word('ready').then(() => undefined);
    this.#result = this.#word('result') as Promise<Result>;
    this.#result.catch(() => undefined);
    this.#child.send({ kind: 'settings', value: settings });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Lets it begin and resolves to what it found. */
  async run(): Promise<Result> {
    await this.ready;
    this.#child.send({ kind: 'go' });
    return this.#result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  #word(kind: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#child.on('message', (message: Word) => {
        if (message.kind === kind) resolve(message.value);
      });
      this.#child.once('exit', (code) => reject(new Error(`${this.#name} ended with ${code}`)));
    });
  }
}

interface Word {
  readonly kind: string;
  readonly value: unknown;
}

/** One run of a program from beginning to end. */
export async function runChild<Result>(program: URL, settings: object): Promise<Result> {
  await using child = new BenchChild<Result>(program, settings);
  return await child.run();
}

/** `never`, because each program has settings of its own. */
type Prepare = (settings: never) => Promise<() => Promise<unknown>>;

/** The child's side: `prepare` gets ready and returns what is to be measured. */
export async function serve(prepare: Prepare): Promise<void> {
  process.once('disconnect', () => process.exit());
  const run = await prepare((await nextWord('settings')) as never);
  const go = nextWord('go');
  tell({ kind: 'ready', value: null });
  await go;
  tell({ kind: 'result', value: await run() });
}

function nextWord(kind: string): Promise<unknown> {
  return new Promise((resolve) => {
    process.on('message', (message: Word) => {
      if (message.kind === kind) resolve(message.value);
    });
  });
}

function tell(word: Word): void {
  process.send?.(word);
}
