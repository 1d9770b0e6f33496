import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../scripts/demo/main.ts', import.meta.url));

export interface DemoAddresses {
  readonly web: string;
  readonly sandbox: string;
}

/** `npm start` in a process of its own, on free ports. */
export class DemoProcess implements AsyncDisposable {
  readonly data: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  #said = '';

  constructor(data: string, args: readonly string[] = []) {
    this.data = data;
    const ports = ['--web-port', '0', '--mqtt-port', '0', '--sandbox-port', '0'];
    this.#process = spawn(process.execPath, [MAIN, '--data', data, ...ports, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exited = once(this.#process, 'exit');
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    }
  }

  /** Everything that stands in the terminal. */
  get said(): string {
    return this.#said;
  }

  /** Where things are, or undefined before the shop is open. */
  get addresses(): DemoAddresses | undefined {
    if (!this.#said.includes('Ctrl-C closes the shop')) return undefined;
    const [web, , sandbox] = this.#said.match(/http:\/\/[\d.:]+/g) ?? [];
    return web === undefined || sandbox === undefined ? undefined : { web, sandbox };
  }

  get hasExited(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Sends a signal and resolves to the exit code when the demo's own process is gone. */
  async end(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    if (!this.hasExited) this.#process.kill(signal);
    return this.exitCode();
  }

  async exitCode(): Promise<number | null> {
    await this.#exited;
    return this.#process.exitCode;
  }

  /** The processes that work on this demo's data, apart from the demo's own. */
  children(): number[] {
    return globSync('/proc/[0-9]*/cmdline')
      .map((file) => ({ pid: Number(file.split('/')[2]), words: commandLine(file) }))
      .filter(({ pid, words }) => pid !== this.#process.pid && words.includes(`${this.data}/demo`))
      .map(({ pid }) => pid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGINT');
  }
}

/** Empty when the process has ended in the meantime. */
function commandLine(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
