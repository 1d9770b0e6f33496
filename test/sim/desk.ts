import type { EventReply } from '../../hub/contract/reply.ts';
import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import { assert, must } from '../../hub/kit/assert.ts';
import { endsTheWriter, errorOf, faultOf } from '../../hub/ledger/fault.ts';
import { packBatch, unpackBatch } from '../../hub/ledger/worker/hand-over.ts';
import type { CommitResult } from '../../hub/ledger/ledger.ts';
import type { CallName } from '../../hub/ledger/worker/worker-protocol.ts';
import type { LedgerWriter, WriterCalls } from '../../hub/ledger/writer.ts';
import { ProcessEnd } from './disk.ts';
import type { Purpose, SimDisk } from './disk.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';
import type { RejectedName, Witness } from './witness.ts';

const BATCH_MAX = 512;
const HELD_RETRY_MS = 1_000;
/** From the writer's thread back to the main one. */
const HAND_BACK_MS = 0.2;

export interface DeskPorts {
  readonly writer: LedgerWriter;
  readonly disk: SimDisk;
  readonly time: Scheduler;
  readonly witness: Witness;
  readonly trace: Trace;
  readonly isAlive: () => boolean;
  /** The process ends: by a fault of the disk, or because it was cut off. */
  readonly end: (why: 'fault' | 'cut') => void;
  /** News of a commit, after its acknowledgements. */
  readonly tell: (result: CommitResult) => void;
}

interface Waiting {
  readonly event: LedgerEvent;
  readonly resolve: (reply: EventReply) => void;
}

/** A transaction on the writer's thread; it gives what the main thread does with the answer. */
type Job = () => () => void;

/**
 * The ledger's client and its thread, in one process and in virtual time: one transaction after the other, each as long
 * as the disk takes; whatever queued meanwhile goes into the next commit together; a full disk holds one batch back.
 */
export class Desk {
  readonly #ports: DeskPorts;
  readonly #queue: Waiting[] = [];
  readonly #jobs: Job[] = [];
  #current: readonly Waiting[] = [];
  #working = false;

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  get isIdle(): boolean {
    return !this.#working && this.#queue.length === 0 && this.#current.length === 0;
  }

  submit(event: LedgerEvent): Promise<EventReply> {
    return new Promise((resolve) => {
      this.#queue.push({ event, resolve });
      this.#next();
    });
  }

  call<Name extends CallName>(
    name: Name,
    ...args: Parameters<WriterCalls[Name]>
  ): Promise<ReturnType<WriterCalls[Name]>> {
    const call = this.#ports.writer.calls[name] as (
      ...some: readonly unknown[]
    ) => ReturnType<WriterCalls[Name]>;
    return new Promise((resolve, reject) => {
      this.#post(() => {
        try {
          const value = this.#ports.disk.execute(purposeOf(name), () => call(...args));
          if (name === 'addRejected') this.#ports.witness.rejectedStored(args[0] as unknown as RejectedName);
          return () => resolve(value);
        } catch (error) {
          if (name === 'addRejected')
            this.#ports.witness.unsureOfRejected(args[0] as unknown as RejectedName);
          return this.#afterFault(error, reject);
        }
      });
    });
  }

  #next(): void {
    if (this.#current.length > 0 || this.#queue.length === 0) return;
    this.#current = this.#queue.splice(0, BATCH_MAX);
    this.#post(() => this.#commit());
  }

  #commit(): () => void {
    const { disk, witness, writer, trace } = this.#ports;
    const events = this.#current.map(({ event }) => event);
    try {
      const result = disk.execute('commit', () => writer.commit(unpackBatch(packBatch(events))));
      witness.committed(events, result);
      trace.note('commit', `${events.length} to ${witness.head}`);
      return () => this.#committed(result);
    } catch (error) {
      const held = (): void => this.#holdBack();
      if (faultOf(error)?.code !== 'ledger.full') witness.unsure(events);
      return this.#afterFault(error, held);
    }
  }

  #committed(result: CommitResult): void {
    const batch = this.#current;
    this.#current = [];
    this.#next();
    batch.forEach(({ resolve }, index) => resolve(must(result.replies[index], 'a reply')));
    this.#ports.tell(result);
  }

  #holdBack(): void {
    this.#ports.trace.note('held-back');
    this.#ports.time.after(HELD_RETRY_MS, () => this.#post(() => this.#commit()));
  }

  /** A full disk is told and heals; every other fault ends the process; anything else is a bug and is thrown on. */
  #afterFault(error: unknown, heals: (error: Error) => void): () => void {
    const fault = faultOf(error);
    if (fault === null) throw error;
    if (!endsTheWriter(fault.code)) return () => heals(errorOf(fault));
    this.#ports.end(error instanceof ProcessEnd ? 'cut' : 'fault');
    return () => assert(false, 'a process that has ended answers nobody');
  }

  #post(job: Job): void {
    this.#jobs.push(job);
    if (!this.#working) this.#work();
  }

  #work(): void {
    const job = this.#jobs.shift();
    this.#working = job !== undefined;
    if (job === undefined) return;
    const { time, disk, isAlive } = this.#ports;
    time.after(disk.latencyMs(), () => {
      if (!isAlive()) return;
      const answer = job();
      time.after(HAND_BACK_MS, () => {
        if (!isAlive()) return;
        answer();
        this.#work();
      });
    });
  }
}

function purposeOf(name: CallName): Purpose {
  if (name === 'addRejected') return 'reject';
  return name === 'claim' || name === 'settle' ? name : 'other';
}
