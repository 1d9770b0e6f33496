import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ReadyProcess } from './child-process.ts';

export interface HubReady {
  readonly ready: true;
  readonly web: string;
  readonly mqtt: string;
  readonly pid: number;
}

export interface HubProcessOptions {
  /** What is started in place of the hub's own program. */
  readonly program?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Loaded into every thread of the hub before its own code. */
  readonly preload?: string;
}

const MAIN = fileURLToPath(new URL('../../hub/main.ts', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../hub/cli/backroom.ts', import.meta.url));
const COMMAND_OUTPUT_MAX = 64 * 1024 * 1024;

/** A real hub in its own process, which can be killed and started again on the same files and ports. */
export class HubProcess implements AsyncDisposable {
  readonly #config: string;
  readonly #options: HubProcessOptions;
  readonly #death = Promise.withResolvers<never>();
  #process: ReadyProcess<HubReady> | undefined;

  /** `config` is the path of its TOML file, which must name its ports. */
  constructor(config: string, options: HubProcessOptions = {}) {
    this.#config = config;
    this.#options = options;
    this.#death.promise.catch(() => undefined);
  }

  /** Rejects when the hub ends although nobody ended it. */
  get death(): Promise<never> {
    return this.#death.promise;
  }

  /** Resolves when the hub has ended although nobody ended it. */
  get gone(): Promise<void> {
    return this.#process?.died ?? Promise.reject(new Error('the hub was never started'));
  }

  /** Starts it and resolves when it is ready. */
  async start(): Promise<HubReady> {
    return this.launch().ready;
  }

  /** Starts it without waiting for anything. */
  launch(): ReadyProcess<HubReady> {
    const { env, preload, program = MAIN } = this.#options;
    const first = preload === undefined ? [] : ['--import', preload];
    const started = new ReadyProcess<HubReady>([...first, program, 'run', '--config', this.#config], env);
    void started.died.then(() => this.#death.reject(new Error(`the hub ended:\n${started.complaints}`)));
    this.#process = started;
    return started;
  }

  /** SIGKILL: what a power cut is to a process. Resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL');
  }

  /** Asks it to stop, and resolves to its exit code. */
  async stop(): Promise<number | null> {
    return (await this.#process?.end('SIGTERM')) ?? null;
  }

  get complaints(): string {
    return this.#process?.complaints ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/** Runs the `backroom` command and parses the JSON that it prints. Throws with what it complained about. */
export async function backroom(args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args, '--json'], {
    maxBuffer: COMMAND_OUTPUT_MAX,
  });
  return JSON.parse(stdout);
}
