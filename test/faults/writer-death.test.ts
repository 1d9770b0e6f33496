import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { HubError } from '../../hub/kit/errors.ts';
import { LedgerClient } from '../../hub/ledger/worker/ledger-client.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { bytesOf, ledgerEvent, saleOf, tillEvent } from '../kit/till-events.ts';

/** Faults are made from outside: a table that the writer cannot do without is gone, or the kernel refuses its writes. */
function dropTable(file: string): void {
  const db = new Database(file);
  db.exec('DROP TABLE event_key');
  db.close();
}

/** No file of the process may grow any more: a write gives EFBIG, which to SQLite is a disk that fails. */
function refuseWrites(pid: number, bytes: number): string | null {
  const set = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`], {
    encoding: 'utf8',
  });
  return set.status === 0 ? null : (set.error?.message ?? set.stderr.trim());
}

async function post(hub: HubFolder, sequence: number): Promise<number> {
  const [till] = hub.tills;
  const event = tillEvent({
    ...saleOf({ sku: 'MUG' }),
    id: `sale-${sequence}`,
    source: till?.source ?? '',
    sequence,
  });
  const headers = {
    authorization: `Bearer ${till?.name}:${till?.secret}`,
    'content-type': 'application/cloudevents+json',
  };
  const response = await fetch(`${hub.web}/api/v1/events`, { method: 'POST', headers, body: bytesOf(event) });
  await response.text();
  return response.status;
}

test('a writer that finds its ledger damaged rejects what waits, and says so once', async () => {
  using folder = tempFolder();
  const { file } = await hubFolder(folder.path, { tills: 0 });
  const client = await LedgerClient.start({ file, destinations: [] });
  const sale = (sequence: number) => ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence });
  expect(await client.submit(sale(1))).toMatchObject({ outcome: 'accepted', seq: 1 });
  dropTable(file);
  const waiting = [client.submit(sale(2)), client.submit(sale(3)), client.call('checkpoint')];
  const results = await Promise.allSettled(waiting);
  for (const result of results)
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'ledger.damaged' } });
  expect(await client.failure).toBeInstanceOf(HubError);
  expect(client.state).toBe('stopped');
  await expect(client.submit(sale(4))).rejects.toMatchObject({ code: 'ledger.stopped' });
  await client[Symbol.asyncDispose]();
});

test('a hub whose ledger is damaged ends with exit code 65 and acknowledges nothing more', async () => {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  await using hub = new HubProcess(shop.config);
  const started = hub.launch();
  await started.ready;
  expect(await post(shop, 1)).toBe(200);
  dropTable(shop.file);
  const answer = await post(shop, 2).catch(() => 'no answer');
  expect(answer).not.toBe(200);
  await started.died;
  expect(await hub.stop()).toBe(65);
  expect(hub.complaints).toContain('does not prove itself');
});

test('a disk that refuses writes ends the hub with exit code 74; what was acknowledged is there at the next start', async (context) => {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  await using hub = new HubProcess(shop.config);
  const started = hub.launch();
  const { pid } = await started.ready;
  for (let sequence = 1; sequence <= 5; sequence += 1) expect(await post(shop, sequence)).toBe(200);
  const refused = refuseWrites(pid, statSync(`${shop.file}-wal`).size);
  if (refused !== null)
    return context.skip(`a failing disk was not tried: prlimit does not work here (${refused})`);
  const answers = await Promise.all(
    [6, 7, 8].map((sequence) => post(shop, sequence).catch(() => 'no answer')),
  );
  expect(answers).not.toContain(200);
  await started.died;
  expect(await hub.stop()).toBe(74);
  expect(hub.complaints).toMatch(/disk did not take a write/);
  expectWhole(shop.file);
  await hub.start();
  for (let sequence = 1; sequence <= 8; sequence += 1) expect(await post(shop, sequence)).toBe(200);
  expect(await hub.stop()).toBe(0);
  const db = new Database(shop.file, { readonly: true });
  expect(db.prepare('SELECT count(*) AS events FROM event').get()).toEqual({ events: 8 });
  db.close();
  expectWhole(shop.file);
});
