import { isDeepStrictEqual } from 'node:util';
import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import { payoutSums, payoutTroubles, settles } from '../../domain/payout.ts';
import type { PayoutSums } from '../../domain/payout.ts';
import { paymentsOf } from '../../domain/settlement.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { PaymentBook } from '../books/payment-book.ts';
import type { PaymentName, PaymentRow, SaidName, TenderKey } from '../books/payment-book.ts';
import type { LoggedEvents } from '../books/hold-sources.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import type { JournalDesk } from './journal-desk.ts';
import { ownOr } from './receipt-desk.ts';
import { SettledSums } from './settled-sums.ts';
import { SettlementRound } from './settlement-round.ts';
import type { Change } from './settlement-round.ts';

type Payout = EventData<'backroom.payout.recorded.v1'>;

type WhatChanged = Pick<Change, 'isNewPayment' | 'isVoidedPayment' | 'gone'>;

interface Parts {
  readonly journal: JournalDesk;
  readonly events: Pick<LoggedEvents, 'find'>;
}

/** Payments that processors owe the shop, and the payouts that settle them. */
export class PaymentDesk {
  readonly #books: ShopBooks;
  readonly #journal: JournalDesk;
  readonly #events: Parts['events'];
  readonly #book: PaymentBook;
  readonly #round: SettlementRound;

  constructor(db: Database, books: ShopBooks, { journal, events }: Parts) {
    this.#books = books;
    this.#journal = journal;
    this.#events = events;
    this.#book = new PaymentBook(db);
    this.#round = new SettlementRound(this.#book, books);
  }

  receiptCame({ facts, at }: MoneyReceipt): void {
    const { source, id } = at.event;
    for (const payment of paymentsOf(facts)) {
      const { tender } = payment;
      const name = this.#book.nameOf({ source, id, tender });
      const known = this.#book.addPayment(at.seq, facts, { ...payment, name });
      if (name !== null) this.#books.resolve(at.seq, 'payment.unknown', subjectOf({ source, id, tender }));
      if (known !== null) this.#settleNew(known, { seq: at.seq, tender }, at);
    }
  }

  saleVoided({ facts, at }: MoneyReceipt, voidAt: Applying): void {
    if (paymentsOf(facts).length === 0) return;
    const payments = this.#book.void(at.seq, voidAt.seq);
    const settled = payments.filter(({ open_minor: open, amount_minor: amount }) => open !== amount);
    const isVoidedPayment = (row: PaymentRow): boolean => row.seq === at.seq;
    this.#resettle(settled.flatMap(nameIn), voidAt, { isVoidedPayment });
  }

  /** Who it is of comes apart from the receipt, and may come before it. */
  identified(data: EventData<'backroom.payment.identified.v1'>, at: Applying): void {
    const { tender, reference } = data;
    const key = { ...ownOr(data.original, at.event.source), tender };
    const name = { processorKey: foldCode(data.processor), reference };
    this.#book.setName(key, name, at.seq);
    const receipt = this.#events.find(key.source, key.id);
    const payment = receipt === null ? null : this.#book.payment(receipt, tender);
    if (payment !== null) return this.#rename(payment, name, at);
    const detail = `Payment ${tender} of receipt ${key.id} was identified, and is not here yet.`;
    this.#books.raise(at.seq, { cause: 'payment.unknown', subject: subjectOf(key), detail });
  }

  payoutRecorded(data: Payout, at: Applying): void {
    const first = this.#book.payoutById(data.processor, data.payoutId);
    if (first !== null) return this.#recordedAgain(data, first.seq, at);
    const sums = payoutSums(data);
    this.#book.addPayout(at.seq, data, sums.offMinor);
    for (const trouble of payoutTroubles(data)) this.#books.raise(at.seq, trouble);
    const settled = new SettledSums();
    for (const name of namesOf(data))
      this.#round.settle(name, { seq: at.seq, settled, isNewEntry: (entry) => entry.seq === at.seq });
    this.#post(data, sums, { settled, at });
  }

  /** Writes what the batch kept back. */
  endBatch(): void {
    this.#book.endBatch();
  }

  #rename(payment: PaymentRow, name: SaidName, at: Applying): void {
    const { processor_key: processorKey, reference, currency } = payment;
    if (processorKey === name.processorKey && reference === name.reference) return;
    this.#book.rename(payment, name);
    this.#resettle(nameIn(payment), at, { gone: payment });
    this.#settleNew({ ...name, currency }, payment, at);
  }

  /** Nearly never is there a payout before the payment. */
  #settleNew(name: PaymentName, { seq, tender }: Pick<PaymentRow, 'seq' | 'tender'>, at: Applying): void {
    if (!this.#book.isPaidOut(name.processorKey, name.reference)) return;
    const isNewPayment = (row: PaymentRow): boolean => row.seq === seq && row.tender === tender;
    this.#resettle([name], at, { isNewPayment });
  }

  /** What came, or was taken back, after its payout. */
  #resettle(names: readonly PaymentName[], at: Applying, what: WhatChanged): void {
    const settled = new SettledSums();
    const settledNames = new Set<string>();
    for (const name of names) {
      const key = JSON.stringify(name);
      if (settledNames.has(key) || !this.#book.isPaidOut(name.processorKey, name.reference)) continue;
      settledNames.add(key);
      this.#round.settle(name, { seq: at.seq, settled, ...what });
    }
    this.#postLate(settled, at);
  }

  #post(data: Payout, sums: PayoutSums, { settled, at }: { settled: SettledSums; at: Applying }): void {
    const { payoutId, processor, currency, arrivedOn, netMinor: bankMinor } = data;
    const own = settled.take(at.seq);
    const { feeMinor, chargedBackMinor } = sums;
    const suspenseMinor = bankMinor + feeMinor - chargedBackMinor - own.sumMinor;
    const amounts = { bankMinor, feeMinor, settled: own.sums, chargedBackMinor, suspenseMinor };
    this.#journal.payoutPosted({ payoutId, processor, currency, arrivedOn, ...amounts }, at);
    this.#postLate(settled, at);
  }

  /** Between suspense and clearing, on the day of each payout that settles more or less than before. */
  #postLate(settled: SettledSums, at: Applying): void {
    for (const seq of settled.payouts) {
      const { sums, sumMinor } = settled.take(seq);
      if (sums.length === 0) continue;
      const { payout_id: payoutId, processor, currency, arrived_on: arrivedOn } = this.#book.payout(seq);
      const nothing = { bankMinor: 0, feeMinor: 0, chargedBackMinor: 0 };
      const amounts = { ...nothing, settled: sums, suspenseMinor: 0 - sumMinor };
      this.#journal.payoutPosted({ payoutId, processor, currency, arrivedOn, ...amounts }, at);
    }
  }

  /** The same said again is no mistake. */
  #recordedAgain(data: Payout, firstSeq: number, at: Applying): void {
    if (isDeepStrictEqual(this.#saidBy(firstSeq), saidOf(data))) return;
    const { payoutId, processor } = data;
    const detail = `Payout ${payoutId} of ${processor} was recorded before, with other content. The first one counts.`;
    this.#books.raise(at.seq, { cause: 'payout.repeated', subject: `${processor} ${payoutId}`, detail });
  }

  #saidBy(seq: number): unknown {
    const { currency, arrived_on, gross_minor, fee_minor, net_minor, bank_reference } =
      this.#book.payout(seq);
    const header = [currency, arrived_on, gross_minor, fee_minor, net_minor, bank_reference];
    return [header, this.#book.said(seq)];
  }
}

function saidOf({
  entries,
  currency,
  arrivedOn,
  grossMinor,
  feeMinor,
  netMinor,
  bankReference,
}: Payout): unknown {
  const header = [currency, arrivedOn, grossMinor, feeMinor, netMinor, bankReference ?? null];
  const said = entries.map((entry) => ({
    kind: entry.kind,
    reference: entry.reference ?? null,
    gross_minor: entry.grossMinor,
    fee_minor: entry.feeMinor,
    net_minor: entry.netMinor,
  }));
  return [header, said];
}

/** The name of a payment; none where no payout can name it. */
function nameIn({ processor_key: processorKey, reference, currency }: PaymentRow): PaymentName[] {
  return processorKey === null || reference === null ? [] : [{ processorKey, reference, currency }];
}

function subjectOf({ source, id, tender }: TenderKey): string {
  return `${source}#${id}, tender ${tender}`;
}

/** What a payout says that it settles, each name once. */
function namesOf({ processor, currency, entries }: Payout): PaymentName[] {
  const processorKey = foldCode(processor);
  const references = entries.flatMap((entry) => (settles(entry) ? (entry.reference ?? []) : []));
  return [...new Set(references)].map((reference) => ({ processorKey, reference, currency }));
}
