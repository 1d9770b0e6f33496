import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Why strace cannot trace here, such as in a container without ptrace; null where it can. Without strace it fails. */
export function traceProblem(): string | null {
  const probe = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (probe.error !== undefined) throw probe.error;
  if (probe.status === 0) return null;
  const problem = `system calls were not traced: strace cannot trace here (${probe.stderr.trim()})`;
  process.stdout.write(`${problem}\n`);
  return problem;
}

/** Follows all threads of a running process. `end` lets it go; then `out` has its calls. */
export class Strace {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** `settings` say what is traced and how it is written. Resolves when the process is held. */
  static async attach(pid: number, settings: readonly string[], out: string): Promise<Strace> {
    const args = ['-f', '-p', String(pid), '-o', out, ...settings];
    const child = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      if (/ attached/.test(line)) break;
    }
    if (!said.some((line) => / attached/.test(line)))
      throw new Error(`strace did not attach: ${said.join('\n')}`);
    child.stderr.resume();
    return new Strace(child);
  }

  async end(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await exited;
  }
}
