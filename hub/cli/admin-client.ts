import { existsSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { adminPorts, adminSocketPath } from '../admin.ts';
import type { Config } from '../config/schema.ts';
import { Problem } from '../contract/problem.ts';
import { destinationsOf } from '../hub.ts';
import { exitCodeOfFault } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { systemClock } from '../kit/clock.ts';
import { ledgerFile, openLedgerService } from '../ledger/ledger-service.ts';
import { createLog } from '../ops/log.ts';
import { version } from '../kit/version.ts';
import { createAdminApp } from '../web/admin/admin-app.ts';
import { CommandFailure } from './command-failure.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The bytes of a file, or a value that is sent as JSON. */
export type RequestBody = AsyncIterable<Uint8Array> | object;

/** The technician's side of a hub: the running one, or the ledger itself where none runs. */
export interface AdminClient extends AsyncDisposable {
  /**
   * Asks the technician's routes, or those of the API at `/api/v1/…`. Every change gets an Idempotency-Key of its own.
   * Throws CommandFailure when the hub says no.
   */
  request(method: Method, path: string, body?: RequestBody): Promise<unknown>;
}

/** A hub that runs on this data folder answers on its socket. Else the command takes the ledger's lock itself. */
export async function openAdmin(config: Config, options: { mayCreate: boolean }): Promise<AdminClient> {
  const socketPath = adminSocketPath(config.data.dir);
  if (await answers(socketPath)) return overSocket(socketPath);
  if (!options.mayCreate) mustExist(ledgerFile(config.data.dir));
  return inProcess(config);
}

function overSocket(socketPath: string): AdminClient {
  return {
    request: async (method, path, body) => {
      const response = await send(socketPath, { method, path, body });
      return checked(response.status, response.value);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Files that a command makes in the hub's place are for its own user alone. */
const OWNER_ONLY = 0o077;

async function inProcess(config: Config): Promise<AdminClient> {
  process.umask(OWNER_ONLY);
  const { barcodes } = config;
  const settings = { dataDir: config.data.dir, destinations: destinationsOf(config), barcodes };
  const ledger = await openLedgerService(settings, { clock: systemClock, log: createLog('warn') });
  const nobody = (): void => undefined;
  const app = createAdminApp(
    adminPorts({
      ledger,
      config,
      clock: systemClock,
      version: version(),
      running: false,
      afterRemoval: nobody,
      afterRetry: nobody,
    }),
  );
  return {
    request: async (method, path, body) => {
      const init =
        body === undefined ? {} : { body: Readable.toWeb(Readable.from(bytesOf(body))), duplex: 'half' };
      const response = await app.request(path, {
        method,
        headers: headersOf(method),
        ...init,
      } as RequestInit);
      return checked(response.status, await response.json());
    },
    [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose](),
  };
}

function headersOf(method: Method): Record<string, string> {
  return method === 'GET' ? {} : { 'idempotency-key': newId() };
}

function bytesOf(body: RequestBody): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  return Symbol.asyncIterator in body ? body : [Buffer.from(JSON.stringify(body))];
}

function checked(status: number, value: unknown): unknown {
  if (status < 400) return value;
  const answer = Problem.safeParse(value);
  if (!answer.success) throw new CommandFailure(`The hub answered ${status}.`);
  const { code, detail, hint, problems = [] } = answer.data;
  const said = [detail, ...problems.map(({ at, message }) => `${at} ${message}`.trim())].join('\n  ');
  throw new CommandFailure(said, hint, exitCodeOfFault(code));
}

interface Sent {
  readonly method: Method;
  readonly path: string;
  readonly body?: RequestBody | undefined;
}

function send(socketPath: string, sent: Sent): Promise<{ status: number; value: unknown }> {
  return new Promise((resolve, reject) => {
    const { method, path } = sent;
    const request = httpRequest({ socketPath, method, path, headers: headersOf(method) }, (response) => {
      json(response).then((value) => resolve({ status: response.statusCode ?? 0, value }), reject);
    });
    request.on('error', reject);
    if (sent.body === undefined) request.end();
    else Readable.from(bytesOf(sent.body)).on('error', reject).pipe(request);
  });
}

/** A wrong --data must not make a ledger where somebody only wanted to look. */
export function mustExist(file: string): string {
  if (existsSync(file)) return file;
  throw new CommandFailure(`There is no ledger at ${file}.`, 'Say where it is with --data or --config.', 66);
}

/** False when nothing listens: there is no socket, or a hub that died left it. */
async function answers(socketPath: string): Promise<boolean> {
  try {
    await send(socketPath, { method: 'GET', path: '/status' });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return false;
    if (code === 'EACCES')
      throw new CommandFailure('The hub runs as another user.', 'Use sudo, or its user.');
    throw error;
  }
}
