import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface ChildSettings {
  /** As a person would call it. */
  readonly name: string;
  /** The script, from the folder of the project, and its arguments. */
  readonly args: readonly string[];
  /** Where what it says on standard error is kept, from this start on. */
  readonly logFile: string;
}

/** A child ended although nobody told it to. */
export class ChildEnded extends Error {
  override name = 'ChildEnded';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LEASH = fileURLToPath(new URL('leash.ts', import.meta.url));
const STOP_GRACE_MS = 15_000;
const TAIL_LINES = 8;
const SOFTWARE_EXIT_CODE = 70;

/** A process of the demo. It ends when it is disposed of, and when this process ends in any way. */
export class Child implements AsyncDisposable {
  /** Rejects with ChildEnded when it ends by itself; never resolves. */
  readonly ended: Promise<never>;
  readonly #settings: ChildSettings;
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #ready = Promise.withResolvers<Record<string, unknown>>();
  #isStopping = false;

  /** Groups of their own: Ctrl-C in the terminal reaches this process, which then ends them in order. */
  constructor(settings: ChildSettings) {
    this.#settings = settings;
    const log = openSync(settings.logFile, 'w', 0o600);
    this.#process = spawn(process.execPath, leashed(settings.args), {
      stdio: ['pipe', 'pipe', log],
      detached: true,
      env: childEnvironment(),
    });
    closeSync(log);
    this.#exited = once(this.#process, 'exit');
    this.ended = this.#exited.then(
      () => (this.#isStopping ? new Promise<never>(() => undefined) : Promise.reject(this.#fault())),
      (cause: unknown) => Promise.reject(new Error(`The ${settings.name} could not be started.`, { cause })),
    );
    // Whoever waits is told; a child that ends while nobody does is no unhandled rejection.
    this.ended.catch(() => undefined);
    if (this.#process.stdout !== null) this.#listen(this.#process.stdout);
  }

  /** The line of JSON with which it says that it is ready. Rejects when it ends before that. */
  ready(): Promise<Record<string, unknown>> {
    return Promise.race([this.#ready.promise, this.ended]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill('SIGTERM');
    const patience = setTimeout(() => this.#process.kill('SIGKILL'), STOP_GRACE_MS);
    await this.#exited;
    clearTimeout(patience);
  }

  #listen(stdout: Readable): void {
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.startsWith('{')) this.#ready.resolve(JSON.parse(line) as Record<string, unknown>);
    });
  }

  #fault(): ChildEnded {
    const { name, logFile } = this.#settings;
    const { exitCode, signalCode } = this.#process;
    const how = exitCode === null ? `was ended by ${signalCode}` : `ended with exit code ${exitCode}`;
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n  ');
    const words = `The ${name} ${how}. Its last words, from ${logFile}:\n  ${tail}`;
    return new ChildEnded(words, exitCode === null || exitCode === 0 ? SOFTWARE_EXIT_CODE : exitCode);
  }
}

/**
 * The arguments with which Node runs a script of the project, so that it ends with this process. Its standard input
 * must be a pipe.
 */
export function leashed([script = '', ...rest]: readonly string[]): string[] {
  return ['--import', LEASH, join(ROOT, script), ...rest];
}

/** Settings of another hub that this terminal may hold do not belong to the demo's. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('BACKROOM_'));
  return { ...Object.fromEntries(own), BACKROOM_LOG_LEVEL: 'info' };
}
