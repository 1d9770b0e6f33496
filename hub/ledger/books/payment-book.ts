import type { Database, Statement } from 'better-sqlite3';
import type { PayoutRecorded } from '../../contract/payment-events.ts';
import { tenderAccount } from '../../domain/journal-accounts.ts';
import type { ReceiptFacts } from '../../domain/ledger-event.ts';
import { unexplainedOf } from '../../domain/payout.ts';
import type { PayoutEntry } from '../../domain/payout.ts';
import type { Allocation, PaymentFact, PaymentKind } from '../../domain/settlement.ts';
import { must } from '../../kit/assert.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { PaymentTotals } from './payment-totals.ts';

/** By what payments and payout entries know each other. */
export interface PaymentName {
  readonly processorKey: string;
  readonly reference: string;
  readonly currency: string;
}

export interface PaymentRow {
  readonly seq: number;
  readonly tender: number;
  readonly kind: PaymentKind;
  readonly processor: string | null;
  readonly processor_key: string | null;
  readonly account: string;
  readonly reference: string | null;
  readonly currency: string;
  readonly amount_minor: number;
  readonly open_minor: number;
  readonly voided_seq: number | null;
}

export interface EntryRow {
  readonly seq: number;
  readonly entry: number;
  readonly gross_minor: number;
  readonly open_minor: number;
}

export interface PayoutRow {
  readonly seq: number;
  readonly payout_id: string;
  readonly processor: string;
  readonly currency: string;
  readonly arrived_on: string;
  readonly gross_minor: number;
  readonly fee_minor: number;
  readonly net_minor: number;
  readonly bank_reference: string | null;
}

/** A tender of a receipt, which may not be here yet. */
export interface TenderKey {
  readonly source: string;
  readonly id: string;
  readonly tender: number;
}

/** By what a processor knows a payment. */
export type SaidName = Omit<PaymentName, 'currency'>;

interface SaidEntry {
  readonly kind: PayoutEntry['kind'];
  readonly reference: string | null;
  readonly gross_minor: number;
  readonly fee_minor: number;
  readonly net_minor: number;
}

/** Payments, payouts, and which entry of a payout settles which payment. */
export class PaymentBook {
  readonly #addPayment: Statement<(string | number | null)[]>;
  readonly #named: Statement<[string, string, string], PaymentRow>;
  readonly #ofReceipt: Statement<[number], PaymentRow>;
  readonly #setVoided: Statement<[number, number]>;
  readonly #payment: Statement<[number, number], PaymentRow>;
  readonly #rename: Statement<[string, string, number, number]>;
  readonly #setName: Statement<(string | number)[]>;
  readonly #name: Statement<[string, string, number], SaidName>;
  readonly #openPayment: Statement<[number, number, number]>;
  readonly #addPayout: Statement<(string | number | null)[]>;
  readonly #payout: Statement<[number], PayoutRow>;
  readonly #payoutById: Statement<[string, string], PayoutRow>;
  readonly #said: Statement<[number], SaidEntry>;
  readonly #addEntry: Statement<(string | number | null)[]>;
  readonly #entries: Statement<[string, string, string], EntryRow>;
  readonly #openEntry: Statement<[number, number, number]>;
  readonly #isPaidOut: Statement<[string, string], { entry: number }>;
  readonly #addSettlement: Statement<[number, number, number, number, number]>;
  readonly #changeSettlement: Statement<[number, number, number, number, number]>;
  readonly #dropSettlement: Statement<[number, number, number, number]>;

  /** Where there is none at all no sale has to look whether a payout names it. */
  #hasPayouts: boolean;
  /** Where nobody ever named a payment no sale has to look whether its own was. */
  #hasNames: boolean;

  readonly #totals: PaymentTotals;

  constructor(db: Database) {
    this.#totals = new PaymentTotals(db);
    const payment =
      'seq, tender, kind, processor, processor_key, account, reference, currency, amount_minor, open_minor, voided_seq';
    this.#addPayment = db.prepare(
      `INSERT INTO payment (seq, tender, kind, processor, processor_key, account, reference, register_session, business_date,
         currency, amount_minor, open_minor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#named = db.prepare(
      `SELECT ${payment} FROM payment WHERE processor_key = ? AND reference = ? AND currency = ? ORDER BY seq, tender`,
    );
    this.#ofReceipt = db.prepare(`SELECT ${payment} FROM payment WHERE seq = ? ORDER BY tender`);
    this.#setVoided = db.prepare('UPDATE payment SET voided_seq = ?, open_minor = 0 WHERE seq = ?');
    this.#payment = db.prepare(`SELECT ${payment} FROM payment WHERE seq = ? AND tender = ?`);
    this.#rename = db.prepare(
      `UPDATE payment SET processor_key = ?, reference = ?,
         open_minor = CASE WHEN voided_seq IS NULL THEN amount_minor ELSE 0 END WHERE seq = ? AND tender = ?`,
    );
    this.#setName = db.prepare(
      `INSERT INTO payment_name (source, id, tender, processor_key, reference, seq) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET processor_key = excluded.processor_key, reference = excluded.reference, seq = excluded.seq`,
    );
    this.#name = db.prepare(
      `SELECT processor_key AS processorKey, reference FROM payment_name WHERE source = ? AND id = ? AND tender = ?`,
    );
    this.#hasNames = db.prepare('SELECT seq FROM payment_name LIMIT 1').get() !== undefined;
    this.#openPayment = db.prepare('UPDATE payment SET open_minor = ? WHERE seq = ? AND tender = ?');
    this.#addPayout = db.prepare(
      `INSERT INTO payout (seq, payout_id, processor, processor_key, currency, arrived_on, gross_minor, fee_minor,
         net_minor, off_minor, bank_reference) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const payout = `SELECT seq, payout_id, processor, currency, arrived_on, gross_minor, fee_minor, net_minor,
      bank_reference FROM payout`;
    this.#payout = db.prepare(`${payout} WHERE seq = ?`);
    this.#payoutById = db.prepare(`${payout} WHERE processor_key = ? AND payout_id = ?`);
    this.#said = db.prepare(
      'SELECT kind, reference, gross_minor, fee_minor, net_minor FROM payout_entry WHERE seq = ? ORDER BY entry',
    );
    this.#addEntry = db.prepare(
      `INSERT INTO payout_entry (seq, entry, kind, reference, processor_key, gross_minor, fee_minor, net_minor, open_minor)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#entries = db.prepare(
      `SELECT e.seq, e.entry, e.gross_minor, e.open_minor FROM payout_entry e JOIN payout p ON p.seq = e.seq
       WHERE e.processor_key = ? AND e.reference = ? AND e.kind IN ('payment', 'refund') AND p.currency = ?
       ORDER BY e.seq, e.entry`,
    );
    this.#openEntry = db.prepare('UPDATE payout_entry SET open_minor = ? WHERE seq = ? AND entry = ?');
    this.#isPaidOut = db.prepare(
      `SELECT entry FROM payout_entry WHERE processor_key = ? AND reference = ?
         AND reference IS NOT NULL AND kind IN ('payment', 'refund') LIMIT 1`,
    );
    this.#hasPayouts = db.prepare('SELECT seq FROM payout LIMIT 1').get() !== undefined;
    this.#addSettlement = db.prepare(
      'INSERT INTO settlement (minor, payout_seq, entry, receipt_seq, tender) VALUES (?, ?, ?, ?, ?)',
    );
    const settlement = 'WHERE payout_seq = ? AND entry = ? AND receipt_seq = ? AND tender = ?';
    this.#changeSettlement = db.prepare(`UPDATE settlement SET minor = ? ${settlement}`);
    this.#dropSettlement = db.prepare(`DELETE FROM settlement ${settlement}`);
  }

  /**
   * `name`: what was said of it apart from its receipt, or null. Its clearing account is that of the processor that its
   * receipt names. Gives by what payouts know it; null where none can name it.
   */
  addPayment(
    seq: number,
    { money, businessDate, currency }: ReceiptFacts,
    { name, ...payment }: PaymentFact & { readonly name: SaidName | null },
  ): PaymentName | null {
    const { tender, kind, processor, amountMinor } = payment;
    const processorKey = name?.processorKey ?? (processor === null ? null : foldCode(processor));
    const reference = name?.reference ?? payment.reference;
    const account = tenderAccount(kind, processor);
    this.#totals.note({ account, currency }, 0, amountMinor);
    this.#addPayment.run(
      seq,
      tender,
      kind,
      processor,
      processorKey,
      account,
      reference,
      money.registerSession,
      businessDate,
      currency,
      amountMinor,
      amountMinor,
    );
    return processorKey === null || reference === null ? null : { processorKey, reference, currency };
  }

  payment(seq: number, tender: number): PaymentRow | null {
    return this.#payment.get(seq, tender) ?? null;
  }

  /** The payment is known by this from now on. Nothing of it is settled: what names it is worked out anew. */
  rename(payment: PaymentRow, { processorKey, reference }: SaidName): void {
    if (payment.voided_seq === null) this.#totals.note(payment, payment.open_minor, payment.amount_minor);
    this.#rename.run(processorKey, reference, payment.seq, payment.tender);
  }

  setName({ source, id, tender }: TenderKey, { processorKey, reference }: SaidName, seq: number): void {
    this.#hasNames = true;
    this.#setName.run(source, id, tender, processorKey, reference, seq);
  }

  /** What somebody said of the payment, apart from its receipt. */
  nameOf({ source, id, tender }: TenderKey): SaidName | null {
    return this.#hasNames ? (this.#name.get(source, id, tender) ?? null) : null;
  }

  /** In the order of the log. */
  named({ processorKey, reference, currency }: PaymentName): PaymentRow[] {
    return this.#named.all(processorKey, reference, currency);
  }

  /** Nothing is owed any more for the payments of a voided receipt. Gives them as they were. */
  void(receiptSeq: number, seq: number): PaymentRow[] {
    const payments = this.#ofReceipt.all(receiptSeq);
    for (const payment of payments) this.#totals.note(payment, payment.open_minor, 0);
    this.#setVoided.run(seq, receiptSeq);
    return payments;
  }

  leavePayment(payment: PaymentRow, openMinor: number): void {
    this.#totals.note(payment, payment.open_minor, openMinor);
    this.#openPayment.run(openMinor, payment.seq, payment.tender);
  }

  addPayout(seq: number, payout: PayoutRecorded, offMinor: number): void {
    const { payoutId, processor, currency, arrivedOn, grossMinor, feeMinor, netMinor } = payout;
    const { bankReference = null, entries } = payout;
    const key = foldCode(processor);
    this.#hasPayouts = true;
    this.#addPayout.run(
      seq,
      payoutId,
      processor,
      key,
      currency,
      arrivedOn,
      grossMinor,
      feeMinor,
      netMinor,
      offMinor,
      bankReference,
    );
    entries.forEach((entry, index) => {
      const { kind, reference = null } = entry;
      const open = unexplainedOf(entry);
      const amounts = [entry.grossMinor, entry.feeMinor, entry.netMinor, open];
      this.#addEntry.run(seq, index + 1, kind, reference, key, ...amounts);
    });
  }

  payout(seq: number): PayoutRow {
    return must(this.#payout.get(seq), `payout ${seq}`);
  }

  payoutById(processor: string, payoutId: string): PayoutRow | null {
    return this.#payoutById.get(foldCode(processor), payoutId) ?? null;
  }

  /** What the entries of a payout say, in their order. */
  said(seq: number): SaidEntry[] {
    return this.#said.all(seq);
  }

  /** Entries that settle payments of this name, in the order of the log. */
  entries({ processorKey, reference, currency }: PaymentName): EntryRow[] {
    return this.#entries.all(processorKey, reference, currency);
  }

  leaveEntry(entry: { seq: number; entry: number }, openMinor: number): void {
    this.#openEntry.run(openMinor, entry.seq, entry.entry);
  }

  /** Whether a payout names such a payment. One that is settled wholly does so too: what settles what is worked out anew. */
  isPaidOut(processorKey: string, reference: string): boolean {
    return this.#hasPayouts && this.#isPaidOut.get(processorKey, reference) !== undefined;
  }

  /** Writes what the batch kept back. */
  endBatch(): void {
    this.#totals.endBatch();
  }

  /** `minor`: 0 where the entry settles nothing of the payment any more. `before`: what it settled. */
  settle({ payoutSeq, entry, receiptSeq, tender, minor }: Allocation, before: number): void {
    if (minor === 0) this.#dropSettlement.run(payoutSeq, entry, receiptSeq, tender);
    else if (before === 0) this.#addSettlement.run(minor, payoutSeq, entry, receiptSeq, tender);
    else this.#changeSettlement.run(minor, payoutSeq, entry, receiptSeq, tender);
  }
}
