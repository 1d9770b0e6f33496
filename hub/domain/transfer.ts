import { within } from './countable.ts';
import type { ExceptionFact } from './decide.ts';
import { inWords } from './goods-words.ts';
import type { GoodsNames } from './goods-words.ts';

/**
 * What a transfer comes to. Quantities are added up, being closed is a flag: a receipt may come before its dispatch, and
 * both after the transfer was closed; what a closed transfer leaves in transit is settled anew after each.
 *
 * What does not commute: of two dispatches of one transfer, the first in the ledger says where it goes.
 */
export interface TransferFacts {
  readonly transferId: string;
  readonly isDispatched: boolean;
  readonly isClosed: boolean;
  readonly lines: readonly TransferLine[];
}

/** The sums of one product. Each may be below zero where events say so. */
export interface TransferLine {
  readonly product: number;
  readonly dispatchedMicro: number;
  readonly receivedMicro: number;
  /** Taken out of transit because it was lost; below zero where more came than was sent. */
  readonly settledMicro: number;
}

export interface TransferStanding extends TransferLine {
  readonly inTransitMicro: number;
  /** To be taken out of transit now. */
  readonly toSettleMicro: number;
  readonly toComeMicro: number;
  readonly shortMicro: number;
  readonly overMicro: number;
}

/** How it stands with each product. */
export function transferStandings({
  isClosed,
  lines,
}: Omit<TransferFacts, 'transferId'>): TransferStanding[] {
  const sums = new Map<number, { dispatched: number; received: number; settled: number }>();
  for (const line of lines) {
    const sum = sums.get(line.product) ?? { dispatched: 0, received: 0, settled: 0 };
    sums.set(line.product, {
      dispatched: within(sum.dispatched + line.dispatchedMicro),
      received: within(sum.received + line.receivedMicro),
      settled: within(sum.settled + line.settledMicro),
    });
  }
  return [...sums].map(([product, { dispatched, received, settled }]) => {
    const inTransitMicro = within(dispatched - received - settled);
    const missingMicro = within(dispatched - received);
    return {
      product,
      dispatchedMicro: dispatched,
      receivedMicro: received,
      settledMicro: settled,
      inTransitMicro,
      toSettleMicro: isClosed ? inTransitMicro : 0,
      toComeMicro: isClosed ? 0 : Math.max(0, missingMicro),
      shortMicro: isClosed ? Math.max(0, missingMicro) : 0,
      overMicro: Math.max(0, -missingMicro),
    };
  });
}

/** What a person has to look into as the transfer stands now. */
export function transferExceptions(transfer: TransferFacts, names: GoodsNames): ExceptionFact[] {
  const { transferId: subject, isDispatched, isClosed } = transfer;
  if (!isDispatched) {
    const detail = `Transfer ${subject}: its dispatch is not here. What came is taken in; it is made good when the dispatch comes.`;
    return [{ cause: 'transfer.unknown', subject, detail }];
  }
  if (!isClosed) return [];
  const standings = transferStandings(transfer);
  const missing = standings.filter(({ shortMicro }) => shortMicro > 0);
  const over = standings.filter(({ overMicro }) => overMicro > 0);
  const lost = inWords(names, missing, ({ shortMicro, dispatchedMicro }) => [shortMicro, dispatchedMicro]);
  const found = inWords(names, over, ({ overMicro }) => [overMicro]);
  const short: ExceptionFact = {
    cause: 'transfer.short',
    subject,
    detail: `Transfer ${subject} is closed and did not come whole. Missing: ${lost}. Look for it at both places.`,
  };
  const tooMuch: ExceptionFact = {
    cause: 'transfer.over',
    subject,
    detail: `Transfer ${subject} is closed, and more came than was sent: ${found}. Count where it came from.`,
  };
  return [...(missing.length > 0 ? [short] : []), ...(over.length > 0 ? [tooMuch] : [])];
}
