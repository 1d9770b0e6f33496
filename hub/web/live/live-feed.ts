import type { CommitNotice } from '../../contract/notice.ts';
import { messageOf } from '../../kit/errors.ts';
import { Nudge } from '../../kit/nudge.ts';
import { WEB_LIMITS } from '../limits.ts';
import { createFormat } from '../pages/format.ts';
import type { PageContext } from '../pages/layout.ts';
import { headerStatus } from '../pages/status-words.ts';
import type { WebPorts } from '../ports.ts';
import { LiveStream } from './live-stream.ts';
import { activityText, liveText, stockText } from './live-text.ts';

export interface StreamRequest {
  /** The last place in the ledger that the browser knows of; undefined for none. */
  readonly afterSeq: number | undefined;
  /** Products on the page, whose stock is told at once. */
  readonly skus: readonly string[];
  readonly disconnect: () => void;
}

/**
 * Tells every open page what changed. Commits only mark what is dirty; a loop renders it once for all pages, at most
 * once in `liveFlushMs`, however many sales come in. The ledger is read, never the notices' own figures, so what a
 * page is told last is what the ledger holds.
 */
export class LiveFeed {
  readonly #ports: WebPorts;
  readonly #context: PageContext;
  readonly #streams = new Set<LiveStream>();
  readonly #nudge = new Nudge();
  readonly #abort = new AbortController();
  readonly #dirtySkus = new Set<string>();
  #hasQuestions = false;
  #toldSeq = 0;
  #toldStatus = '';
  #toldQueues = '';
  #toldAtMs = 0;
  #unsubscribe: () => void = () => undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(ports: WebPorts) {
    this.#ports = ports;
    this.#context = { ports, format: createFormat(ports.settings) };
  }

  get size(): number {
    return this.#streams.size;
  }

  start(): void {
    this.#unsubscribe = this.#ports.changes.subscribe((notice) => this.#note(notice));
    this.#loop = this.#run(this.#abort.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
    this.#abort.abort();
    await this.#loop;
    this.#closeAll();
  }

  /** A new stream with what the browser missed, or null when there are as many as there may be. */
  open(request: StreamRequest): ReadableStream<Uint8Array> | null {
    if (this.#abort.signal.aborted || this.#streams.size >= WEB_LIMITS.liveStreams) return null;
    const greeting = this.#greeting(request);
    // Nobody was told anything while nobody listened.
    if (this.#streams.size === 0) this.#toldSeq = this.#ports.reader.lastSeq();
    const stream = new LiveStream({
      ended: (ended) => this.#streams.delete(ended),
      disconnect: request.disconnect,
    });
    this.#streams.add(stream);
    stream.send(new TextEncoder().encode(greeting));
    return stream.readable;
  }

  #greeting({ afterSeq, skus }: StreamRequest): string {
    const { reader } = this.#ports;
    const stock = skus
      .flatMap((sku) => reader.stock({ sku }) ?? [])
      .map((answer) => stockText(this.#context, answer));
    const status = this.#statusText(reader.lastSeq());
    return [`retry: ${RETRY_MS}\n\n`, ...this.#missed(afterSeq), ...stock, status].join('');
  }

  #missed(afterSeq: number | undefined): string[] {
    if (afterSeq === undefined) return [];
    const { reader } = this.#ports;
    const rows = reader.activityAfter(afterSeq, WEB_LIMITS.liveReplayRows + 1);
    const lastSeq = reader.lastSeq();
    // A browser that knows of more than the ledger holds has seen another ledger: a backup was restored.
    if (rows.length > WEB_LIMITS.liveReplayRows || afterSeq > lastSeq)
      return [liveText('resync', { seq: lastSeq }, lastSeq)];
    return rows.map((row) => activityText(this.#context, row));
  }

  #note(notice: CommitNotice): void {
    for (const { sku } of this.#streams.size === 0 ? [] : notice.stock) {
      if (this.#dirtySkus.size > WEB_LIMITS.liveStockMessages) break;
      this.#dirtySkus.add(sku);
    }
    if (notice.exceptions > 0) this.#hasQuestions = true;
    this.#nudge.ring();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#nudge.wait(WEB_LIMITS.liveTickMs, signal);
      if (signal.aborted) return;
      try {
        this.#tell();
      } catch (thrown) {
        // The pages come back by themselves and catch up from where they were.
        this.#ports.log.error(
          { error: messageOf(thrown) },
          'The live stream could not be told what changed.',
        );
        this.#closeAll();
      }
      await this.#ports.clock.sleep(WEB_LIMITS.liveFlushMs, signal);
    }
  }

  #tell(): void {
    const skus = [...this.#dirtySkus];
    this.#dirtySkus.clear();
    if (this.#streams.size === 0) return;
    const lastSeq = this.#ports.reader.lastSeq();
    const text = [...this.#changes(skus, lastSeq), ...this.#queues(), ...this.#status(lastSeq)].join('');
    this.#toldSeq = lastSeq;
    if (text === '') return;
    const bytes = new TextEncoder().encode(text);
    for (const stream of this.#streams) stream.send(bytes);
  }

  #changes(skus: readonly string[], lastSeq: number): string[] {
    const { reader } = this.#ports;
    const rows = reader.activityAfter(this.#toldSeq, WEB_LIMITS.activityRows + 1);
    if (rows.length > WEB_LIMITS.activityRows || skus.length > WEB_LIMITS.liveStockMessages) {
      return [liveText('resync', { seq: lastSeq }, lastSeq)];
    }
    const stock = skus
      .flatMap((sku) => reader.stock({ sku }) ?? [])
      .map((answer) => stockText(this.#context, answer));
    return [...stock, ...rows.map((row) => activityText(this.#context, row))];
  }

  #queues(): string[] {
    const { reader } = this.#ports;
    const { exceptions, rejected } = reader.needs();
    const queues = JSON.stringify([reader.destinations(), exceptions, rejected]);
    if (queues === this.#toldQueues && !this.#hasQuestions) return [];
    this.#toldQueues = queues;
    this.#hasQuestions = false;
    return [liveText('destinations', { changed: true })];
  }

  #status(lastSeq: number): string[] {
    const nowMs = this.#ports.clock.monotonicMs();
    const status = JSON.stringify(headerStatus(this.#ports, this.#context.format));
    const isDue = nowMs - this.#toldAtMs >= WEB_LIMITS.liveHeartbeatMs;
    if (status === this.#toldStatus && lastSeq === this.#toldSeq && !isDue) return [];
    this.#toldStatus = status;
    this.#toldAtMs = nowMs;
    return [this.#statusText(lastSeq)];
  }

  #statusText(lastSeq: number): string {
    const asOf = this.#context.format.clockTime(this.#ports.clock.nowMs());
    return liveText('status', { ...headerStatus(this.#ports, this.#context.format), asOf }, lastSeq);
  }

  #closeAll(): void {
    for (const stream of this.#streams) stream.close();
  }
}

/** How long a browser waits before it comes back. */
const RETRY_MS = 2_000;
