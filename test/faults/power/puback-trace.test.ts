import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hubFolder } from '../../kit/hub-folder.ts';
import { HubProcess } from '../../kit/hub-process.ts';
import { proven } from '../../kit/proven.ts';
import { Strace, traceProblem } from '../../kit/strace.ts';
import { tempFolder } from '../../kit/temp-folder.ts';
import { PubackReader, SellingTill } from './selling-till.ts';
import type { SentEvents } from './selling-till.ts';
import { readTrace, TRACE_SETTINGS } from './traced-calls.ts';
import type { TracedCall } from './traced-calls.ts';

/**
 * The order in which a working hub calls the kernel. A sale is found in the page of the write-ahead log that has its id;
 * its transaction ends with the frame that says how large the ledger is; the fsync that covers it begins after that and
 * has returned before the bytes of the PUBACK are handed to the kernel.
 */
const TILLS = 3;
const SALES_PER_TILL = 20;
const IN_FLIGHT = 4;
const timeout = 90_000;

const PRAGMAS = new URL('../../kit/disk-shim/changed-pragmas.ts', import.meta.url).href;

test('PUBACK leaves only after the fsync that covers its sale', { timeout }, async (context) => {
  const problem = traceProblem();
  if (problem !== null) return context.skip(problem);
  const { acknowledged, early } = await tracedDay({});
  expect(early).toEqual([]);
  expect(acknowledged).toBe(TILLS * SALES_PER_TILL);
  proven(context.task, { promise: 'puback-after-fsync', cases: acknowledged });
});

test(
  'the same look at a hub with synchronous=NORMAL finds every PUBACK too early',
  { timeout },
  async (context) => {
    const problem = traceProblem();
    if (problem !== null) return context.skip(problem);
    const { acknowledged, early } = await tracedDay({ SYNCHRONOUS: 'NORMAL' });
    expect(early.length).toBe(acknowledged);
    expect(acknowledged).toBe(TILLS * SALES_PER_TILL);
  },
);

async function tracedDay(env: Record<string, string>): Promise<Findings> {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: TILLS });
  await using hub = new HubProcess(shop.config, { env, preload: PRAGMAS });
  const { pid } = await hub.start();
  const trace = join(folder.path, 'trace.txt');
  const strace = await Strace.attach(pid, TRACE_SETTINGS, trace);
  const sent: SentEvents = new Map();
  const tills = shop.tills.map((identity) => new SellingTill(shop, identity, sent));
  await Promise.all(tills.map((till) => till.sell(SALES_PER_TILL, IN_FLIGHT)));
  await strace.end();
  return look(readTrace(trace, shop.file), sent);
}

interface Findings {
  readonly acknowledged: number;
  /** Sales whose PUBACK left before their fsync had returned. */
  readonly early: readonly string[];
}

function look(calls: readonly TracedCall[], sent: SentEvents): Findings {
  const sales = new Sales([...sent.values()].flatMap((ids) => [...ids.values()]));
  const pubacks = new PubackReader(sent);
  const early: string[] = [];
  let acknowledged = 0;
  for (const call of calls) {
    if (call.kind === 'log-write') sales.written(call.data);
    if (call.kind === 'sync-begins') sales.syncBegins(call.thread);
    if (call.kind === 'sync-ended') sales.syncEnded(call.thread);
    if (call.kind !== 'sent') continue;
    const ids = pubacks.read(call.port, call.data);
    acknowledged += ids.length;
    early.push(...ids.filter((id) => !sales.isSynced(id)));
  }
  return { acknowledged, early };
}

/** A frame of the log is its head and then its page; the head of a transaction's last frame has the ledger's size. */
const FRAME_HEAD_BYTES = 24;
const LEDGER_SIZE_AT = 4;

/** How far each sale is on its way to the disk. */
class Sales {
  readonly #unseen: Set<string>;
  #written: string[] = [];
  #committed: string[] = [];
  #endsTransaction = false;
  readonly #syncing = new Map<string, readonly string[]>();
  readonly #synced = new Set<string>();

  constructor(ids: readonly string[]) {
    this.#unseen = new Set(ids);
  }

  written(data: Buffer): void {
    if (data.length === FRAME_HEAD_BYTES) {
      this.#endsTransaction = data.readUInt32BE(LEDGER_SIZE_AT) > 0;
      return;
    }
    for (const id of this.#unseen) {
      if (!data.includes(id)) continue;
      this.#unseen.delete(id);
      this.#written.push(id);
    }
    if (!this.#endsTransaction) return;
    this.#committed.push(...this.#written);
    this.#written = [];
    this.#endsTransaction = false;
  }

  syncBegins(thread: string): void {
    this.#syncing.set(thread, this.#committed);
    this.#committed = [];
  }

  syncEnded(thread: string): void {
    for (const id of this.#syncing.get(thread) ?? []) this.#synced.add(id);
    this.#syncing.delete(thread);
  }

  isSynced(id: string): boolean {
    return this.#synced.has(id);
  }
}
