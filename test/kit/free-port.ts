import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that Linux gives away by itself: another test's connection never sits on one of these. */
const FIRST = 10_000;
const COUNT = 22_000;
const ATTEMPTS_MAX = 100;

const handedOut = new Set<number>();

/**
 * A port that nobody listens on at the moment, and that is given to nobody else of this process: for a process that must
 * come back on the same one.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`none of ${ATTEMPTS_MAX} ports is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
