import type { ExceptionCause, ExceptionFact } from '../../domain/decide.ts';
import type { LedgerEvent, ReceiptFacts } from '../../domain/ledger-event.ts';
import type { ReceiptBook, ReceiptRow } from './receipt-book.ts';

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
  readonly raise?: ExceptionFact;
  readonly resolve?: { readonly cause: ExceptionCause; readonly subject: string };
}

/**
 * Voids and refunds find the sale they name. Messages come late and out of order: what names a sale that is
 * not here yet waits for it, as an exception that closes itself.
 */
export class SaleLinks {
  readonly #receipts: ReceiptBook;
  readonly #sales: { find(source: string, id: string): number | null };

  constructor(receipts: ReceiptBook, sales: { find(source: string, id: string): number | null }) {
    this.#receipts = receipts;
    this.#sales = sales;
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

  refund(seq: number, facts: ReceiptFacts, original: SaleKey): LinkOutcome {
    const refundedMinor = -facts.totalMinor;
    const target = this.#target(original);
    if (target === null) {
      this.#receipts.await(original, { seq, kind: 'refund', amount_minor: refundedMinor });
      return raise(
        'refund.unknown_sale',
        original,
        'A refund names a sale that is not here. It counts all the same.',
      );
    }
    if (target === 'not-a-sale')
      return raise('refund.not_a_sale', original, 'A refund names something that is no sale.');
    return this.#refund(target, refundedMinor, original);
  }

  /** A sale is here: what waited for it takes effect. */
  arrived(seq: number, event: LedgerEvent): LinkOutcome[] {
    const key = { source: event.source, id: event.id };
    return this.#receipts.takeAwaiting(event.source, event.id).map((waiting) => {
      const target = this.#target(key);
      const cause = waiting.kind === 'void' ? 'void.unknown_sale' : 'refund.unknown_sale';
      const resolve = { cause, subject: subjectOf(key) } as const;
      if (target === null || target === 'not-a-sale') return {};
      if (waiting.kind === 'refund') return { ...this.#refund(target, waiting.amount_minor, key), resolve };
      if (target.voided_seq !== null) return { resolve };
      return { ...this.#void(target, seq, key), resolve };
    });
  }

  #void(sale: ReceiptRow, seq: number, key: SaleKey): LinkOutcome {
    this.#receipts.void(sale, seq);
    const reverse = { sale, subject: subjectOf(key) };
    if (sale.refunded_minor === 0) return { reverse };
    const detail = `The voided sale had refunds of ${sale.refunded_minor} minor units: look whether goods or money went back twice.`;
    return { reverse, ...raise('void.of_refunded', key, detail) };
  }

  #refund(sale: ReceiptRow, refundedMinor: number, key: SaleKey): LinkOutcome {
    this.#receipts.addRefunded(sale, refundedMinor);
    if (sale.voided_seq !== null)
      return raise('refund.of_voided', key, 'The refunded sale was voided before.');
    const total = sale.refunded_minor + refundedMinor;
    if (total <= sale.total_minor) return {};
    return raise(
      'refund.exceeds_sale',
      key,
      `Refunds of ${total} are more than the sale's ${sale.total_minor} minor units.`,
    );
  }

  #target(key: SaleKey): ReceiptRow | 'not-a-sale' | null {
    const seq = this.#sales.find(key.source, key.id);
    if (seq === null) return null;
    const receipt = this.#receipts.find(seq);
    return receipt === null || receipt.kind !== 'sale' ? 'not-a-sale' : receipt;
  }
}

function raise(cause: ExceptionCause, key: SaleKey, detail: string): LinkOutcome {
  return { raise: { cause, subject: subjectOf(key), detail } };
}

/** An id alone is unique within its source only. */
function subjectOf(key: SaleKey): string {
  return `${key.source}#${key.id}`;
}
