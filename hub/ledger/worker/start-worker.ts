import { Worker } from 'node:worker_threads';
import { HubError } from '../../kit/errors.ts';
import { errorOf } from '../fault.ts';
import type { HubIdentity } from '../side-tables.ts';
import type { FromWorker, WorkerSettings } from './worker-protocol.ts';

/** The writer's heap, in MiB. It needs a tenth; beyond this it is a bug, which must not take the whole computer along. */
const WRITER_HEAP_MAX = 256;

/** Starts the writer's thread and waits until the ledger is open. Throws HubError when it cannot be. */
export async function startWorker(
  settings: WorkerSettings,
): Promise<{ worker: Worker; identity: HubIdentity }> {
  const resourceLimits = { maxOldGenerationSizeMb: WRITER_HEAP_MAX };
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: settings, resourceLimits });
  const first = await firstWord(worker);
  if (first.kind === 'ready') return { worker, identity: first.identity };
  await worker.terminate();
  throw errorOf(first.fault);
}

type FirstWord = Extract<FromWorker, { kind: 'ready' | 'failed' }>;

function firstWord(worker: Worker): Promise<FirstWord> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new HubError('ledger.stopped', { detail: 'Its writer ended.' })));
  });
}
