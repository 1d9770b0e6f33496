import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from '../../test/kit/free-port.ts';
import { tempFolder } from '../../test/kit/temp-folder.ts';

/** Programs of Debian that the hub is compared with. */
export interface Service extends AsyncDisposable {
  readonly port: number;
}

export function isInstalled(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}

/** Keeps nothing and bounds nothing: its PUBACK promises nothing. */
export async function startMosquitto(): Promise<Service> {
  const port = await freePort();
  const settings = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence false',
    'max_queued_messages 0',
    'max_inflight_messages 0',
    'set_tcp_nodelay true',
    'log_dest none',
    'user root',
  ];
  const folder = tempFolder();
  const file = `${folder.path}/mosquitto.conf`;
  writeFileSync(file, `${settings.join('\n')}\n`);
  return startService('mosquitto', ['-c', file], { port, folder });
}

export async function startRedis(): Promise<Service> {
  const port = await freePort();
  const folder = tempFolder();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return startService('redis-server', [...args, '--dir', folder.path], { port, folder });
}

const START_MAX_MS = 10_000;

async function startService(
  program: string,
  args: readonly string[],
  { port, folder }: { port: number; folder: Disposable },
): Promise<Service> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const deadline = performance.now() + START_MAX_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${program} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      folder[Symbol.dispose]();
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answer = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return answer;
}
