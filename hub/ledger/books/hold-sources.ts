import type { HoldMade } from '../../contract/payment-events.ts';
import { moneyWords } from '../../domain/money-words.ts';
import { receiptFactsIn } from './receipt-in-log.ts';
import { refundableMinor, soldMinor } from '../../domain/refundable.ts';
import { unreachable } from '../../kit/assert.ts';
import type { HoldBook, HoldRow } from './hold-book.ts';
import type { LiabilityBalance } from './liability-balance.ts';
import type { ReceiptRow } from './receipt-book.ts';

/** What the ledger knows of where an event stands. */
export interface LoggedEvents {
  find(source: string, id: string): number | null;
  /** The text of an event that is in the log. */
  body(seq: number): Buffer;
}

/** What a hold is of, how much of it can be had, and what is said where that is too little. */
export interface HoldSource {
  readonly liability: number | null;
  readonly sale: number | null;
  readonly availableMinor: number;
  readonly refusal: string;
}

interface Parts {
  readonly events: LoggedEvents;
  readonly holds: HoldBook;
  readonly balance: LiabilityBalance;
  readonly receipts: { find(seq: number): ReceiptRow | null };
}

const KIND_WORDS = { gift_card: 'gift card', store_credit: 'store credit', deposit: 'deposit' };

/** What can be held: balances of customers, and what is refundable of sales. */
export class HoldSources {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `own`: the source of the till that asks. */
  of(data: HoldMade, own: string): HoldSource {
    switch (data.kind) {
      case 'gift_card':
      case 'store_credit':
      case 'deposit':
        return this.#ofAccount({ ...data, kind: data.kind });
      case 'refund':
        return this.#ofSale(data, own);
      default:
        return unreachable(data.kind);
    }
  }

  /** Moves what is held: `changeMinor` is signed. What is held of a sale is the sum of its open holds. */
  hold(row: HoldRow, changeMinor: number, seq: number): void {
    if (row.liability !== null) this.#parts.balance.hold(row.liability, changeMinor, seq);
  }

  body(seq: number): Buffer {
    return this.#parts.events.body(seq);
  }

  #ofAccount(data: HoldMade & { kind: keyof typeof KIND_WORDS }): HoldSource {
    const { kind, account, currency } = data;
    if (account === undefined) return nothing(`The hold names no ${KIND_WORDS[kind]}.`);
    const row = this.#parts.balance.together({ kind, account, currency });
    const name = `${KIND_WORDS[kind]} ${account}`;
    if (row === null) return nothing(`There is no ${name} with money in ${currency}.`);
    const availableMinor = Math.max(0, row.balance_minor - row.held_minor);
    const refusal = `${name}: ${tooLittle(data, availableMinor)}`;
    return { liability: row.liability, sale: null, availableMinor, refusal };
  }

  #ofSale(data: HoldMade, own: string): HoldSource {
    const { original, currency } = data;
    if (original === undefined) return nothing('The hold names no sale.');
    const { source = '', id } = original;
    const seq = this.#parts.events.find(source === '' ? own : source, id);
    const receipt = seq === null ? null : this.#parts.receipts.find(seq);
    if (receipt === null) return nothing(`The sale ${id} is not here.`);
    if (receipt.kind !== 'sale') return nothing(`${id} is no sale.`);
    if (receipt.currency !== currency) return nothing(`The sale ${id} is in ${receipt.currency}.`);
    const availableMinor = refundableMinor({
      soldMinor: soldMinor(receiptFactsIn(this.#parts.events.body(receipt.seq))),
      refundedMinor: receipt.refunded_minor,
      heldMinor: this.#parts.holds.heldOfSale(receipt.seq),
      isVoided: receipt.voided_seq !== null,
    });
    const refusal = `Sale ${id}: ${tooLittle(data, availableMinor)}`;
    return { liability: null, sale: receipt.seq, availableMinor, refusal };
  }
}

function nothing(refusal: string): HoldSource {
  return { liability: null, sale: null, availableMinor: 0, refusal };
}

function tooLittle({ amountMinor, currency }: HoldMade, availableMinor: number): string {
  return `${moneyWords(amountMinor, currency)} asked for, ${moneyWords(availableMinor, currency)} available.`;
}
