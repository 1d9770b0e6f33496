import type { ExceptionCause, ExceptionFact } from '../../domain/decide.ts';
import type { LedgerEvent, ReceiptFacts } from '../../domain/ledger-event.ts';
import { exceedsLine, givenBackMinor, lineRefunds, soldMinor } from '../../domain/refundable.ts';
import type { LineRefund } from '../../domain/refundable.ts';
import type { LoggedEvents } from './hold-sources.ts';
import { receiptFactsIn } from './receipt-in-log.ts';
import type { ReceiptBook, ReceiptRow } from './receipt-book.ts';
import type { RefundBook } from './refund-book.ts';

interface SaleKey {
  readonly source: string;
  readonly id: string;
}

export interface VoidedSale {
  readonly sale: ReceiptRow;
  /** What an exception about it is called. */
  readonly subject: string;
}

/** What a void or a refund does to the sale it names. */
export interface LinkOutcome {
  /** Turn round the movements of this sale. */
  readonly reverse?: VoidedSale;
  readonly raise?: readonly ExceptionFact[];
  readonly resolve?: OpenException;
}

/** Which exception is over. */
export interface OpenException {
  readonly cause: ExceptionCause;
  readonly subject: string;
}

/**
 * Voids and refunds find the sale they name. Messages come late and out of order: what names a sale that is
 * not here yet waits for it, as an exception that closes itself.
 */
export class SaleLinks {
  readonly #receipts: ReceiptBook;
  readonly #refunds: RefundBook;
  readonly #events: LoggedEvents;

  constructor(parts: { receipts: ReceiptBook; refunds: RefundBook; events: LoggedEvents }) {
    this.#receipts = parts.receipts;
    this.#refunds = parts.refunds;
    this.#events = parts.events;
  }

  void(seq: number, original: SaleKey): LinkOutcome {
    const target = this.#target(original);
    if (target === null) {
      this.#receipts.await(original, { seq, kind: 'void', amount_minor: 0 });
      return raise(
        'void.unknown_sale',
        original,
        'A sale was voided that is not here. It is undone when it comes.',
      );
    }
    if (target === 'not-a-sale')
      return raise('void.not_a_sale', original, 'Only a sale can be voided. Nothing was changed.');
    if (target.voided_seq !== null) {
      return raise('void.repeated', original, `The sale was voided before, by entry ${target.voided_seq}.`);
    }
    return this.#void(target, seq, original);
  }

  /** A refund, or an exchange: what comes back in a sale. */
  refund(seq: number, facts: ReceiptFacts, original: SaleKey): LinkOutcome {
    const target = this.#target(original);
    if (target === null) {
      this.#receipts.await(original, { seq, kind: 'refund', amount_minor: givenBackMinor(facts) });
      return raise(
        'refund.unknown_sale',
        original,
        'A refund names a sale that is not here. It counts all the same.',
      );
    }
    if (target === 'not-a-sale')
      return raise('refund.not_a_sale', original, 'A refund names something that is no sale.');
    return this.#refund(target, facts, original);
  }

  /** A sale is here: what waited for it takes effect. */
  arrived(seq: number, event: LedgerEvent): LinkOutcome[] {
    const key = { source: event.source, id: event.id };
    return this.#receipts.takeAwaiting(event.source, event.id).map((waiting) => {
      const target = this.#target(key);
      const cause = waiting.kind === 'void' ? 'void.unknown_sale' : 'refund.unknown_sale';
      const resolve = { cause, subject: subjectOf(key) } as const;
      if (target === null || target === 'not-a-sale') return {};
      if (waiting.kind === 'refund') return { ...this.#refundLate(waiting.seq, target, key), resolve };
      if (target.voided_seq !== null) return { resolve };
      return { ...this.#void(target, seq, key), resolve };
    });
  }

  /** Of an exchange that waits for its sale nothing was taken yet. Gives what is not too much any more. */
  exchangeVoided(facts: ReceiptFacts, original: SaleKey): OpenException[] {
    const target = this.#target(original);
    if (target === null || target === 'not-a-sale') return [];
    const backMinor = givenBackMinor(facts);
    this.#receipts.addRefunded(target, 0 - backMinor);
    for (const { line, quantityMicro, amountMinor } of lineRefunds(facts)) {
      const back = { line, quantityMicro: 0 - quantityMicro, amountMinor: 0 - amountMinor };
      this.#refunds.addLine(target.seq, back);
    }
    const sold = receiptFactsIn(this.#events.body(target.seq));
    const subject = subjectOf(original);
    const ofSale = beyondSale(sold, target.refunded_minor - backMinor, original);
    const ofLines = beyondLines(sold, this.#refunds.lines(target.seq), original);
    return [
      ...(ofSale.length === 0 ? [{ cause: 'refund.exceeds_sale', subject } as const] : []),
      ...(ofLines.length === 0 ? [{ cause: 'refund.exceeds_line', subject } as const] : []),
    ];
  }

  /** An exchange that was voided while it waited gave nothing back. */
  #refundLate(seq: number, sale: ReceiptRow, key: SaleKey): LinkOutcome {
    if (this.#receipts.find(seq)?.voided_seq !== null) return {};
    return this.#refund(sale, receiptFactsIn(this.#events.body(seq)), key);
  }

  #void(sale: ReceiptRow, seq: number, key: SaleKey): LinkOutcome {
    this.#receipts.void(sale, seq);
    const reverse = { sale, subject: subjectOf(key) };
    if (sale.refunded_minor === 0) return { reverse };
    const detail = `The voided sale had refunds of ${sale.refunded_minor} minor units: look whether goods or money went back twice.`;
    return { reverse, ...raise('void.of_refunded', key, detail) };
  }

  #refund(sale: ReceiptRow, facts: ReceiptFacts, key: SaleKey): LinkOutcome {
    const refundedMinor = givenBackMinor(facts);
    this.#receipts.addRefunded(sale, refundedMinor);
    const lines = lineRefunds(facts).map((refund) => this.#refunds.addLine(sale.seq, refund));
    const ofVoided = sale.voided_seq === null ? [] : [refundOfVoided(key)];
    const totalMinor = sale.refunded_minor + refundedMinor;
    // Nearly always less goes back than the sale came to: then nobody has to read it again.
    if (totalMinor <= sale.total_minor && lines.length === 0) return { raise: ofVoided };
    // A void that comes before such a refund hides nothing of what one that comes after it leaves open.
    const sold = receiptFactsIn(this.#events.body(sale.seq));
    return { raise: [...ofVoided, ...beyondSale(sold, totalMinor, key), ...beyondLines(sold, lines, key)] };
  }

  #target(key: SaleKey): ReceiptRow | 'not-a-sale' | null {
    const seq = this.#events.find(key.source, key.id);
    if (seq === null) return null;
    const receipt = this.#receipts.find(seq);
    return receipt === null || receipt.kind !== 'sale' ? 'not-a-sale' : receipt;
  }
}

function raise(cause: ExceptionCause, key: SaleKey, detail: string): LinkOutcome {
  return { raise: [{ cause, subject: subjectOf(key), detail }] };
}

function refundOfVoided(key: SaleKey): ExceptionFact {
  const detail = 'The refunded sale was voided before.';
  return { cause: 'refund.of_voided', subject: subjectOf(key), detail };
}

function beyondSale(sold: ReceiptFacts, totalMinor: number, key: SaleKey): ExceptionFact[] {
  const ofSaleMinor = soldMinor(sold);
  if (totalMinor <= ofSaleMinor) return [];
  const detail = `Refunds of ${totalMinor} are more than the sale's ${ofSaleMinor} minor units.`;
  return [{ cause: 'refund.exceeds_sale', subject: subjectOf(key), detail }];
}

function beyondLines(sold: ReceiptFacts, refunds: readonly LineRefund[], key: SaleKey): ExceptionFact[] {
  const beyond = refunds.filter((refund) => exceedsLine(refund, sold.lines[refund.line - 1]));
  if (beyond.length === 0) return [];
  const [first] = beyond;
  const others = beyond.length === 1 ? '' : ` and ${beyond.length - 1} more`;
  const detail = `More came back of line ${first?.line}${others} than the sale has.`;
  return [{ cause: 'refund.exceeds_line', subject: subjectOf(key), detail }];
}

/** An id alone is unique within its source only. */
function subjectOf(key: SaleKey): string {
  return `${key.source}#${key.id}`;
}
