import { chmodSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { HubError } from '../../kit/errors.ts';
import { createAdminApp } from './admin-app.ts';
import type { AdminPorts } from './admin-ports.ts';

/** Only the user who runs the hub, and root, may use the socket. */
const SOCKET_MODE = 0o600;

/**
 * Listens for the command line on a socket in the data folder. Whoever holds the ledger's lock may take the
 * path: a socket that is found there was left by a hub that died.
 */
export async function listenForAdmin(ports: AdminPorts, path: string): Promise<AsyncDisposable> {
  rmSync(path, { force: true, recursive: true });
  const server = createAdaptorServer({ fetch: createAdminApp(ports).fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    const hint = 'The path of a socket has at most 107 bytes: choose a data folder with a shorter name.';
    server.once('error', (cause) => reject(new HubError('listen.failed', { cause, detail: path, hint })));
    server.listen(path, resolve);
  });
  chmodSync(path, SOCKET_MODE);
  return {
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
