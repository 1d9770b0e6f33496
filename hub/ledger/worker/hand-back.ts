import type { StockNotice } from '../../contract/ask.ts';
import type { CommitNotice } from '../../contract/notice.ts';
import type { EventReply } from '../../contract/reply.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';
import { must } from '../../kit/assert.ts';
import type { CommitResult } from '../ledger.ts';

/**
 * What became of a batch, on its way back from the worker. Nearly every event is accepted and nothing is to be said
 * about it, so that its place in the ledger tells the whole reply. The stock is text, read when somebody looks.
 */
export interface PackedResult {
  /** The seq of each event that was just accepted; 0 for one whose reply is among the others, in order. */
  readonly seqs: Float64Array<ArrayBuffer>;
  readonly others: readonly EventReply[];
  readonly stock: string;
  readonly notice: Omit<CommitNotice, 'stock'>;
}

const AMONG_OTHERS = 0;

export function packResult({ replies, notice }: CommitResult): PackedResult {
  const seqs = new Float64Array(replies.length);
  const others: EventReply[] = [];
  replies.forEach((reply, index) => {
    const { outcome, seq, exceptions, refused } = reply;
    const isPlain = outcome === 'accepted' && exceptions === undefined && refused === undefined;
    if (isPlain && seq !== undefined) seqs[index] = seq;
    else others.push(reply);
  });
  const { stock, ...rest } = notice;
  return { seqs, others, stock: JSON.stringify(stock), notice: rest };
}

export function unpackResult(packed: PackedResult, events: readonly LedgerEvent[]): CommitResult {
  let other = 0;
  const replies = events.map(({ id, source }, index): EventReply => {
    const seq = must(packed.seqs[index], 'the seq of an event');
    if (seq !== AMONG_OTHERS) return { outcome: 'accepted', id, source, seq };
    other += 1;
    return must(packed.others[other - 1], 'the reply to an event');
  });
  return { replies, notice: new LazyNotice(packed) };
}

class LazyNotice implements CommitNotice {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly acks: CommitNotice['acks'];
  readonly exceptions: number;
  readonly productsChanged: boolean;
  readonly #text: string;
  #stock: readonly StockNotice[] | undefined;

  constructor({ notice, stock }: PackedResult) {
    this.firstSeq = notice.firstSeq;
    this.lastSeq = notice.lastSeq;
    this.acks = notice.acks;
    this.exceptions = notice.exceptions;
    this.productsChanged = notice.productsChanged;
    this.#text = stock;
  }

  get stock(): readonly StockNotice[] {
    this.#stock ??= JSON.parse(this.#text) as StockNotice[];
    return this.#stock;
  }
}
