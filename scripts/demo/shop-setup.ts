import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { newId } from '../../hub/kit/ids.ts';
import { childEnvironment, leashed } from './child.ts';
import { Credential, readCredentials, writeCredentials } from './credentials.ts';
import { demoFolder } from './demo-folder.ts';
import { DEMO_PRODUCTS, productsCsv } from './products.ts';

const run = promisify(execFile);

const TILLS = ['till-1', 'till-2', 'till-3'];
const COMMAND_TIMEOUT_MS = 60_000;
const Names = z.array(z.object({ name: z.string() }));

/**
 * Gives each till its credentials, once. A start that was killed between making one and writing it down has lost the
 * secret, so that identity is made anew; the till itself never spoke under it.
 */
export async function ensureTills(data: string, signal: AbortSignal): Promise<void> {
  const folder = demoFolder(data);
  const known = readCredentials(folder);
  const missing = TILLS.filter((name) => !known.some((credential) => credential.name === name));
  if (missing.length === 0) return;
  const backroom = (...args: string[]): Promise<unknown> =>
    runBackroom([...args, '--data', data, '--json'], signal);
  const listed = Names.parse(await backroom('till', 'list')).map(({ name }) => name);
  for (const name of missing) {
    if (listed.includes(name)) await backroom('till', 'remove', name);
    known.push(Credential.parse(await backroom('till', 'add', name)));
    writeCredentials(folder, known);
  }
}

/** Imports the shop's products, once: an import is all or nothing, so one of them stands for all. */
export async function ensureProducts(web: string, signal: AbortSignal): Promise<void> {
  const products = `${web}/api/v1/products`;
  const [any] = DEMO_PRODUCTS;
  const known = await fetch(`${products}/${any?.sku ?? ''}`, { signal });
  if (known.ok) return;
  const answer = await fetch(`${products}/import`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'idempotency-key': newId() },
    body: productsCsv(),
    signal,
  });
  if (!answer.ok) throw new Error(`The products could not be imported: ${await answer.text()}`);
}

async function runBackroom(args: readonly string[], signal: AbortSignal): Promise<unknown> {
  const options = { env: childEnvironment(), timeout: COMMAND_TIMEOUT_MS, signal };
  const { stdout } = await run(process.execPath, leashed(['hub/cli/backroom.ts', ...args]), options);
  return JSON.parse(stdout) as unknown;
}
