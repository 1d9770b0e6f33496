import type { Worker } from 'node:worker_threads';
import type { EventReply } from '../../contract/reply.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';
import { assert, must } from '../../kit/assert.ts';
import { systemClock } from '../../kit/clock.ts';
import type { Clock } from '../../kit/clock.ts';
import { HubError } from '../../kit/errors.ts';
import { silentLog } from '../../kit/log.ts';
import type { Log } from '../../kit/log.ts';
import { ChangeFeed } from '../change-feed.ts';
import { CommitLine } from './commit-line.ts';
import type { Posting, Waiting } from './commit-line.ts';
import { type PackedResult, unpackResult } from './hand-back.ts';
import { packBatch } from './hand-over.ts';
import type { HubIdentity } from '../side-tables.ts';
import { endsTheWriter, errorOf } from '../fault.ts';
import { startWorker } from './start-worker.ts';
import type { CallName, FromWorker, ToWorker, WorkerSettings } from './worker-protocol.ts';
import type { WriterCalls } from '../writer.ts';
import { WRITER_LIMITS, WriterWatch } from './writer-watch.ts';
import type { WriterLimits } from './writer-watch.ts';

/** How long a full disk is left alone before the same batch is tried again. */
const HELD_RETRY_MS = 1_000;

export interface LedgerClientParts {
  readonly log: Log;
  readonly clock: Clock;
  readonly limits: WriterLimits;
  /** Gives away room that was kept for a full disk; false when there is none. */
  readonly releaseRoom: () => boolean;
}

const ALONE: LedgerClientParts = {
  log: silentLog,
  clock: systemClock,
  limits: WRITER_LIMITS,
  releaseRoom: () => false,
};

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: HubError) => void;
}

/** waiting: one batch is held back and tried again, because the disk is full or another program holds the file. */
export type WriterState = 'ok' | 'waiting' | 'stopped';

const HEALS_BY_ITSELF = new Set(['ledger.full', 'ledger.held']);

/**
 * The main thread's side of the writer. Whatever queued while the last transaction was on its way to the disk
 * goes into the next one together: no timer, no waiting for company. At most one batch is posted ahead of the answer to
 * another, and the writer does not begin with it while that one is held back, so that a full disk keeps the order.
 */
export class LedgerClient {
  readonly changes = new ChangeFeed();
  /** Resolves with the fault that ended the writer. The process ends with it: the log makes a restart safe. */
  readonly failure: Promise<HubError>;
  readonly identity: HubIdentity;
  readonly #worker: Worker;
  readonly #parts: LedgerClientParts;
  readonly #watch: WriterWatch;
  readonly #line = new CommitLine();
  readonly #answers: Pending[] = [];
  readonly #room: (() => void)[] = [];
  readonly #fail: (fault: HubError) => void;
  #state: WriterState = 'ok';
  #isStuck = false;
  #heldBack: HubError | null = null;
  #retry: NodeJS.Timeout | undefined;

  /** Starts the worker and waits until the ledger is open. Throws HubError when it cannot be. */
  static async start(
    settings: WorkerSettings,
    parts: Partial<LedgerClientParts> = {},
  ): Promise<LedgerClient> {
    const { worker, identity } = await startWorker(settings);
    return new LedgerClient(worker, identity, { ...ALONE, ...parts });
  }

  private constructor(worker: Worker, identity: HubIdentity, parts: LedgerClientParts) {
    this.#worker = worker;
    this.#parts = parts;
    this.identity = identity;
    const { clock, log, limits } = parts;
    this.#watch = new WriterWatch({ clock, log, limits, onStuck: (fault) => this.#fail(fault) });
    void this.#watch.run();
    const failure = Promise.withResolvers<HubError>();
    this.failure = failure.promise;
    this.#fail = (fault) => {
      if (this.#state === 'stopped') return;
      this.#isStuck = fault.code === 'ledger.stuck';
      this.#stop(fault);
      failure.resolve(fault);
    };
    worker.on('message', (message: FromWorker) => this.#onMessage(message));
    worker.on('error', (cause) => this.#fail(new HubError('ledger.stopped', { cause })));
    worker.on('exit', () => this.#fail(new HubError('ledger.stopped', { detail: 'Its writer ended.' })));
  }

  get state(): WriterState {
    return this.#state;
  }

  /** Why a batch waits, or null. */
  get heldBack(): HubError | null {
    return this.#state === 'waiting' ? this.#heldBack : null;
  }

  /** True while the writer takes longer for one answer than a healthy disk ever needs. */
  get isSlow(): boolean {
    return this.#watch.isSlow;
  }

  /** How long the writer has been at the answer that is next. */
  get waitedMs(): number {
    return this.#watch.waitedMs;
  }

  get queued(): number {
    return this.#line.queued;
  }

  /** Resolves when the event is on disk. Stays pending while the disk is full; rejects when the writer stopped. */
  async submit(event: LedgerEvent): Promise<EventReply> {
    const { promise, resolve, reject } = Promise.withResolvers<EventReply>();
    while (this.#state !== 'stopped' && !this.#line.offer({ event, resolve, reject })) {
      await new Promise<void>((wake) => this.#room.push(wake));
    }
    if (this.#state === 'stopped') throw new HubError('ledger.stopped');
    this.#next();
    return promise;
  }

  /** Asks the writer for one of its calls. */
  call<Name extends CallName>(
    name: Name,
    ...args: Parameters<WriterCalls[Name]>
  ): Promise<ReturnType<WriterCalls[Name]>> {
    return this.#ask({ kind: 'call', name, args }) as Promise<ReturnType<WriterCalls[Name]>>;
  }

  /** Lets what is queued reach the disk, then closes the ledger. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === 'stopped') return this.#abandon();
    if (this.#state === 'waiting') return this.#abandon();
    while (!this.#line.isEmpty) {
      await new Promise<void>((wake) => this.#room.push(wake));
      if (this.#state !== 'ok') return this.#abandon();
    }
    await this.#ask({ kind: 'close' });
    this.#stop(new HubError('ledger.stopped'));
  }

  /** A thread that is stuck in a write cannot be ended; waiting for it would wait for the disk. */
  async #abandon(): Promise<void> {
    this.#stop(new HubError('ledger.stopped'));
    if (!this.#isStuck) await this.#worker.terminate();
  }

  #next(): void {
    if (this.#state === 'stopped') return;
    const posting = this.#line.next({ mayGoAhead: this.#state === 'ok' });
    if (posting !== null) this.#commit(posting);
  }

  #commit({ batch, isAhead }: Posting): void {
    const packed = packBatch(batch.map(eventOf));
    this.#answers.push({
      resolve: (value) => this.#committed(value as PackedResult),
      reject: (fault) => this.#notCommitted(batch, fault),
    });
    this.#post({ kind: 'commit', batch: packed, isAhead }, [packed.numbers.buffer, packed.digests.buffer]);
  }

  /** First the acknowledgements, then the news. */
  #committed(packed: PackedResult): void {
    const { done, again } = this.#line.committed();
    this.#state = 'ok';
    if (again !== null) this.#commit(again);
    this.#next();
    const { replies, notice } = unpackResult(packed, done.map(eventOf));
    done.forEach((waiting, index) => waiting.resolve(must(replies[index], 'a reply')));
    this.#makeRoom();
    setImmediate(() => this.changes.emit(notice));
  }

  /**
   * A full disk heals: the batch stays and is tried again, and the one behind it is posted once more when this one is
   * through. Any other fault stops the writer, which rejects both.
   */
  #notCommitted(batch: readonly Waiting[], fault: HubError): void {
    if (!HEALS_BY_ITSELF.has(fault.code) || this.#state === 'stopped') return;
    if (!this.#line.notTaken(batch)) return;
    if (fault.code === 'ledger.full' && this.#state === 'ok' && this.#findRoom())
      return this.#commit(this.#line.current());
    this.#state = 'waiting';
    this.#heldBack = fault;
    this.#retry = setTimeout(() => this.#commit(this.#line.current()), HELD_RETRY_MS);
    this.#makeRoom();
  }

  /**
   * Once each time the disk fills up: gives away what was kept back, and moves the write-ahead log into the file, after
   * which its space is used again. Where that finds no room either, the batch's next attempt says so.
   */
  #findRoom(): boolean {
    const isReleased = this.#parts.releaseRoom();
    this.call('checkpoint').catch(() => undefined);
    return isReleased;
  }

  #ask(message: ToWorker): Promise<unknown> {
    if (this.#state === 'stopped') return Promise.reject(new HubError('ledger.stopped'));
    return new Promise((resolve, reject) => {
      this.#answers.push({ resolve, reject });
      this.#post(message, []);
    });
  }

  #post(message: ToWorker, transfer: ArrayBuffer[]): void {
    this.#watch.asked();
    this.#worker.postMessage(message, transfer);
  }

  #onMessage(message: FromWorker): void {
    if (message.kind === 'bug') {
      const { id, source, stack } = message;
      this.#parts.log.error({ id, source, stack }, 'An event met a mistake of the hub and was set aside.');
      return;
    }
    // What the writer still says after it failed answers nobody: all of them were told already.
    if (this.#state === 'stopped') return;
    const pending = this.#answers.shift();
    assert(pending !== undefined, 'the writer answers what it was asked');
    this.#watch.answered(this.#answers.length);
    switch (message.kind) {
      case 'committed':
        return pending.resolve(message.result);
      case 'called':
        return pending.resolve(message.value);
      case 'closed':
      case 'ready':
        return pending.resolve(undefined);
      case 'failed': {
        const fault = errorOf(message.fault);
        pending.reject(fault);
        if (endsTheWriter(fault.code)) this.#fail(fault);
        return;
      }
    }
  }

  #stop(fault: HubError): void {
    if (this.#state === 'stopped') return;
    this.#state = 'stopped';
    this.#watch[Symbol.dispose]();
    clearTimeout(this.#retry);
    for (const pending of this.#answers.splice(0)) pending.reject(fault);
    for (const waiting of this.#line.takeAll()) waiting.reject(fault);
    this.#makeRoom();
  }

  #makeRoom(): void {
    for (const wake of this.#room.splice(0)) wake();
  }
}

function eventOf({ event }: Waiting): LedgerEvent {
  return event;
}
