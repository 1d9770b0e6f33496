import type { Clock } from '../../kit/clock.ts';
import { HubError } from '../../kit/errors.ts';
import type { LedgerClient } from '../worker/ledger-client.ts';
import type { WriterCalls } from '../writer.ts';

/** How long the outbox is left alone while the disk is full. */
const FULL_RETRY_MS = 1_000;

type Claim = ReturnType<WriterCalls['claim']>;

/** The outbox as forwarders use it: on a full disk a call waits for room, as an event does. */
export class PatientOutbox {
  readonly #client: Pick<LedgerClient, 'call'>;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(client: Pick<LedgerClient, 'call'>, clock: Clock, signal: AbortSignal) {
    this.#client = client;
    this.#clock = clock;
    this.#signal = signal;
  }

  claim(...args: Parameters<WriterCalls['claim']>): Promise<Claim> {
    return this.#untilRoom(() => this.#client.call('claim', ...args));
  }

  settle(...args: Parameters<WriterCalls['settle']>): Promise<void> {
    return this.#untilRoom(() => this.#client.call('settle', ...args));
  }

  async #untilRoom<T>(call: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        const heals =
          error instanceof HubError && (error.code === 'ledger.full' || error.code === 'ledger.held');
        if (!heals || this.#signal.aborted) throw error;
        await this.#clock.sleep(FULL_RETRY_MS, this.#signal);
      }
    }
  }
}
