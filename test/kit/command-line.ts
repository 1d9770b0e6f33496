import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../hub/cli/backroom.ts', import.meta.url));

export interface Told {
  readonly exitCode: number | null;
  readonly out: string;
  /** What it complained about. */
  readonly err: string;
}

/** The `backroom` command as a technician runs it, in a process of its own. */
export function commandLine(config: string): (...args: string[]) => Promise<Told> {
  return (...args) =>
    new Promise((resolve) => {
      const child = execFile(process.execPath, [COMMAND, ...args, '--config', config], (_, out, err) => {
        resolve({ exitCode: child.exitCode, out, err });
      });
    });
}
