import type { Database } from 'better-sqlite3';
import type { Identity } from '../../hub/contract/identity.ts';
import type { CommitNotice } from '../../hub/contract/notice.ts';
import type { EventReply } from '../../hub/contract/reply.ts';
import { Forwarder, FORWARDER_DEFAULTS } from '../../hub/forward/forwarder.ts';
import { HubError } from '../../hub/kit/errors.ts';
import { silentLog } from '../../hub/kit/log.ts';
import { Intake } from '../../hub/ledger/intake.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { PatientOutbox } from '../../hub/ledger/outbox/patient-outbox.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import type { LedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { brokenInvariants } from '../../hub/ledger/verify/invariants.ts';
import { verifyTail } from '../../hub/ledger/verify/verify-chain.ts';
import { createLedgerWriter } from '../../hub/ledger/writer.ts';
import type { LedgerWriter } from '../../hub/ledger/writer.ts';
import { Desk } from './desk.ts';
import type { Destination } from './destination.ts';
import type { World } from './world.ts';
import { holds, SimFailure } from './trace.ts';
import { expectDay } from './verdict.ts';

const TAIL_LINKS = 100;
const CHECKPOINT_EVERY_MS = 600_000;
const STOP_POLL_MS = 10;

export interface LifePorts extends World {
  readonly destinations: readonly Destination[];
  /** It ended by itself, or was cut off. */
  readonly ended: (why: 'fault' | 'cut') => void;
  /** For the tills, after their acknowledgements. */
  readonly notice: (notice: CommitNotice) => void;
}

/** One life of the hub's process: the real writer, intake, outbox and forwarders over the simulated disk and clock. */
export class HubLife {
  readonly #ports: LifePorts;
  readonly #writer: LedgerWriter;
  readonly #readerDb: Database;
  readonly #stop = new AbortController();
  readonly #forwarders: readonly Forwarder[];
  readonly #runs: readonly Promise<void>[];
  readonly reader: LedgerReader;
  readonly intake: Intake;
  readonly desk: Desk;
  #state: 'running' | 'stopping' | 'over' = 'running';

  constructor(ports: LifePorts) {
    this.#ports = ports;
    const { disk, time, witness, trace } = ports;
    this.#writer = createLedgerWriter({
      file: disk.file,
      open: disk.open,
      destinations: ports.destinations.map(({ setting }) => setting),
      nowMs: () => time.nowMs(),
      tellBug: (event, thrown) =>
        ports.fail(new SimFailure(`${event.source} ${event.id} met a bug: ${String(thrown)}`)),
    });
    this.#readerDb = openReader(disk.file);
    verifyTail(this.#readerDb, TAIL_LINKS);
    ports.witness.afterStart(this.#readerDb);
    this.reader = createLedgerReader(this.#readerDb, this.#writer.identity.incarnation);
    const isAlive = (): boolean => this.#state !== 'over';
    const writer = this.#writer;
    const tell = ({ notice }: { notice: CommitNotice }): void => this.#tell(notice);
    this.desk = new Desk({ writer, disk, time, witness, trace, isAlive, tell, end: (why) => this.#end(why) });
    this.intake = new Intake({
      identity: this.#writer.identity,
      clock: time,
      commit: (event) => this.desk.submit(event),
      addRejected: (row) => this.desk.call('addRejected', row),
      find: this.reader.event,
    });
    this.#forwarders = ports.destinations.map((destination) => this.#forwarder(destination));
    this.#runs = this.#forwarders.map((forwarder) => this.#run(forwarder));
    this.#checkpoint();
  }

  get store(): string {
    return this.#writer.identity.store;
  }

  get isOpen(): boolean {
    return this.#state === 'running';
  }

  /** What a till or a person sends in. The answer is given only by a process that still lives. */
  deliver(payload: Uint8Array, from: Identity, answer: (reply: EventReply) => void): void {
    if (!this.isOpen) return;
    this.#take(payload, from, answer).catch(this.#ports.fail);
  }

  /** The process is gone at once, wherever it was. */
  kill(): void {
    if (this.#state !== 'over') this.#end('cut');
  }

  /** As a service manager stops it: forwarders end, what is queued reaches the disk, the file is closed. */
  async stop(): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'stopping';
    this.#stop.abort();
    await Promise.all(this.#runs);
    const never = new AbortController().signal;
    while (this.#isStopping() && !this.desk.isIdle) await this.#ports.time.sleep(STOP_POLL_MS, never);
    if (!this.#isStopping()) return;
    this.#state = 'over';
    this.#close();
  }

  /** In the evening, while it runs: the file agrees with itself and with the model. */
  expectDay(): void {
    const broken = brokenInvariants(this.#readerDb);
    holds(broken.length === 0, () => `in the evening: ${broken.join('; ')}`);
    expectDay(this.reader, this.#ports.witness);
  }

  nudge(): void {
    for (const forwarder of this.#forwarders) forwarder.nudge();
  }

  async #take(payload: Uint8Array, from: Identity, answer: (reply: EventReply) => void): Promise<void> {
    const reply = await this.intake.submit(payload, from);
    if (this.#state === 'over') return;
    this.#ports.witness.acknowledged(payload, reply);
    answer(reply);
  }

  #isStopping(): boolean {
    return this.#state === 'stopping';
  }

  #end(why: 'fault' | 'cut'): void {
    this.#state = 'over';
    this.#ports.disk.capture();
    this.#stop.abort();
    // The writer may be in the middle of a transaction; it is closed when its call stack is gone.
    queueMicrotask(() => this.#close());
    this.#ports.ended(why);
  }

  #close(): void {
    this.#readerDb.close();
    this.#writer[Symbol.dispose]();
  }

  #tell(notice: CommitNotice): void {
    this.#ports.notice(notice);
    this.nudge();
  }

  #forwarder({ setting, ageMs, connector }: Destination): Forwarder {
    const { time, random } = this.#ports;
    const client = { call: this.desk.call.bind(this.desk) };
    return new Forwarder(
      { ...FORWARDER_DEFAULTS, name: setting.name, itemsMax: 50, ageMs },
      {
        outbox: new PatientOutbox(client, time, this.#stop.signal),
        connector: {
          kind: connector.kind,
          send: (batch, signal) => this.#send(() => connector.send(batch, signal)),
        },
        clock: time,
        random: () => random.below(1_000_000) / 1_000_000,
        log: silentLog,
      },
    );
  }

  /** A process that is gone hears no answer; what it sent is on its way all the same. */
  async #send<T>(send: () => Promise<T>): Promise<T> {
    const outcome = await send();
    return this.#state === 'over' ? new Promise<never>(() => undefined) : outcome;
  }

  async #run(forwarder: Forwarder): Promise<void> {
    try {
      await forwarder.run(this.#stop.signal);
    } catch (error) {
      // As in the hub: what waits for room on a full disk gives up when it is stopped.
      const isGivenUp = this.#state === 'stopping' && error instanceof HubError;
      if (this.#state !== 'over' && !isGivenUp) this.#ports.fail(error);
    }
  }

  #checkpoint(): void {
    this.#ports.time.after(CHECKPOINT_EVERY_MS, () => {
      if (this.#state !== 'running') return;
      this.desk.call('checkpoint').catch(() => undefined);
      this.#checkpoint();
    });
  }
}
