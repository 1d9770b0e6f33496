import type { StockNotice } from './ask.ts';
import type { TillAck } from './reply.ts';

/** What a committed batch changed, told once to whoever shows or forwards it. */
export interface CommitNotice {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly stock: readonly StockNotice[];
  readonly acks: readonly { readonly till: string; readonly ack: TillAck }[];
  readonly exceptions: number;
  readonly productsChanged: boolean;
}
