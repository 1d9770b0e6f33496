import '../../kit/node-version.ts';
import { getPriority, platform, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { assert } from '../../kit/assert.ts';
import { packResult } from './hand-back.ts';
import { unpackBatch } from './hand-over.ts';
import { faultOf } from '../fault.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './worker-protocol.ts';
import type { LedgerWriter } from '../writer.ts';
import { createLedgerWriter } from '../writer.ts';

/** How much the writer's thread gives way to the threads that answer questions, in steps of niceness. */
const NICER_BY = 5;

/** The writer's thread: takes one message after the other, so that an fsync never delays a stock answer. */
function run(port: MessagePort): void {
  giveWay();
  const writer = open(port);
  if (writer === null) return;
  const work = inOrder(writer);
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') {
      answer(
        port,
        guarded(() => close(writer)),
      );
      port.close();
      return;
    }
    answer(port, work(message));
  });
  answer(port, { kind: 'ready', identity: writer.identity });
}

/**
 * Where there are fewer cores than threads at work, a long transaction takes turns with whoever waits for an answer of
 * microseconds. setpriority(2) with 0 means the calling thread on Linux, and the whole process elsewhere.
 */
function giveWay(): void {
  if (platform() !== 'linux') return;
  try {
    setPriority(getPriority() + NICER_BY);
  } catch {
    // A sandbox may forbid it: answers that are late now and then are no reason to keep the shop closed.
  }
}

function open(port: MessagePort): LedgerWriter | null {
  const settings = workerData as WorkerSettings;
  try {
    return createLedgerWriter({
      ...settings,
      nowMs: () => Date.now(),
      tellBug: (event, thrown) =>
        answer(port, { kind: 'bug', id: event.id, source: event.source, stack: stackOf(thrown) }),
    });
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    answer(port, { kind: 'failed', fault });
    return null;
  }
}

type Work = Exclude<ToWorker, { kind: 'close' }>;

/** A batch that was posted ahead of the answer to another shares the fault of that one: it does not overtake it. */
function inOrder(writer: LedgerWriter): (message: Work) => FromWorker {
  let held: FromWorker | null = null;
  return (message) => {
    if (message.kind !== 'commit') return guarded(() => take(writer, message));
    if (message.isAhead && held !== null) return held;
    const said = guarded(() => take(writer, message));
    held = said.kind === 'failed' ? said : null;
    return said;
  };
}

function take(writer: LedgerWriter, message: Work): FromWorker {
  if (message.kind === 'commit')
    return { kind: 'committed', result: packResult(writer.commit(unpackBatch(message.batch))) };
  const call = writer.calls[message.name] as (...args: readonly unknown[]) => unknown;
  const value = call(...message.args);
  writer.checkpointIfLarge();
  return { kind: 'called', value };
}

function close(writer: LedgerWriter): FromWorker {
  writer[Symbol.dispose]();
  return { kind: 'closed' };
}

/** A fault of the disk is told; a bug ends the thread, and with it the process. */
function guarded(work: () => FromWorker): FromWorker {
  try {
    return work();
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    return { kind: 'failed', fault };
  }
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

function answer(port: MessagePort, message: FromWorker): void {
  port.postMessage(message);
}

assert(parentPort !== null, 'the writer runs in a worker thread');
run(parentPort);
