import { once } from 'node:events';
import { createServer } from 'node:net';
import { HubError } from '../../hub/kit/errors.ts';

export const HOST = '127.0.0.1';

/** Fails early and in plain words when a port cannot be used, instead of in the middle of a start. */
export async function needPort(port: number, option: string): Promise<void> {
  const problem = await problemOf(port);
  if (problem === null) return;
  throw new HubError('listen.failed', {
    detail: `Port ${port} ${problem}.`,
    hint: `Choose another one: npm start -- --${option} ${nextOf(port)}`,
  });
}

/** The port, or 0 (any free one) when it cannot be used. */
export async function portOrAny(port: number): Promise<number> {
  return (await problemOf(port)) === null ? port : 0;
}

async function problemOf(port: number): Promise<string | null> {
  const server = createServer();
  try {
    server.listen({ port, host: HOST, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') return 'is used by another program already';
    if (code === 'EACCES') return 'is for administrators only';
    throw error;
  }
  server.close();
  await once(server, 'close');
  return null;
}

function nextOf(port: number): number {
  return port < 1_024 ? port + 8_000 : Math.min(port + 1, 65_535);
}
