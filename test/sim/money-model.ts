import { PaymentModel } from '../kit/payment-model.ts';
import type { WireEvent } from '../kit/wire-event.ts';

interface Receipt {
  readonly kind: 'sale' | 'refund';
  readonly session: string;
  readonly totalMinor: number;
  /** By gift card and currency. */
  readonly cards: readonly (readonly [card: string, minor: number])[];
}

/** What of a receipt or a payout this model reads. */
interface MoneyData {
  readonly registerSession: string;
  readonly currency: string;
  readonly original?: { readonly source?: string; readonly id: string };
  readonly lines?: readonly {
    readonly amountMinor: number;
    readonly kind: string;
    readonly giftCardId?: string;
  }[];
  readonly tenders?: readonly {
    readonly kind: string;
    readonly amountMinor: number;
    readonly reference?: string;
    readonly giftCardId?: string;
  }[];
  readonly payoutId: string;
  readonly entries: readonly { reference: string; grossMinor: number; feeMinor: number }[];
}

/** The money of a shop by plain sums over all that was accepted, in whatever order. It shares no code with the hub. */
export class MoneyModel {
  readonly #receipts = new Map<string, Receipt>();
  readonly #voids = new Set<string>();
  readonly #payments = new PaymentModel();

  /** An event that counts. */
  take(event: WireEvent): void {
    const data = event.data as unknown as MoneyData;
    const key = `${event.source} ${event.id}`;
    switch (event.type) {
      case 'backroom.sale.completed.v1':
        return this.#receipt(key, event.source, { kind: 'sale', data });
      case 'backroom.refund.completed.v1':
        return this.#receipt(key, event.source, { kind: 'refund', data });
      case 'backroom.sale.voided.v1': {
        const original = `${data.original?.source ?? event.source} ${data.original?.id}`;
        this.#voids.add(original);
        return this.#payments.void(original);
      }
      case 'backroom.payout.recorded.v1': {
        const entries = data.entries.map(({ reference, grossMinor: minor, feeMinor }) => ({
          reference: `${reference} ${data.currency}`,
          minor,
          feeMinor,
        }));
        return this.#payments.payout(data.payoutId, entries, 0);
      }
      default:
        return;
    }
  }

  /** By session, currency and kind of receipt: how many there are, and what they come to. */
  sessions(): string[] {
    const sums = new Map<string, [count: number, minor: number]>();
    for (const [key, { kind, session, totalMinor }] of this.#receipts) {
      const name = `${session} ${kind === 'sale' && this.#voids.has(key) ? 'void' : kind}`;
      const [count, minor] = sums.get(name) ?? [0, 0];
      sums.set(name, [count + 1, minor + totalMinor]);
    }
    return [...sums].map(([name, [count, minor]]) => `${name} ${count} ${minor}`).toSorted();
  }

  /** What is on each gift card that is not at zero. */
  cards(): string[] {
    const balances = new Map<string, number>();
    for (const [key, { kind, cards }] of this.#receipts) {
      if (kind === 'sale' && this.#voids.has(key)) continue;
      for (const [card, minor] of cards) balances.set(card, (balances.get(card) ?? 0) + minor);
    }
    return [...balances].flatMap(([card, minor]) => (minor === 0 ? [] : [`${card} ${minor}`])).toSorted();
  }

  /** By reference: what of payments no payout has settled, and what of payouts no payment explains. */
  unsettled(): string[] {
    return Object.entries(this.#payments.open())
      .map(([name, { payments, entries }]) => `${name} ${payments} ${entries}`)
      .toSorted();
  }

  #receipt(key: string, source: string, { kind, data }: { kind: Receipt['kind']; data: MoneyData }): void {
    const { lines = [], tenders = [], currency } = data;
    const sold = lines.filter((line) => line.kind === 'gift_card');
    const spent = tenders.filter((tender) => tender.kind === 'gift_card');
    const session = `${source} ${data.registerSession} ${currency}`;
    this.#receipts.set(key, {
      kind,
      session,
      totalMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      cards: [
        ...sold.map((line) => [`${line.giftCardId} ${currency}`, line.amountMinor] as const),
        ...spent.map((tender) => [`${tender.giftCardId} ${currency}`, -tender.amountMinor] as const),
      ],
    });
    for (const { reference, amountMinor } of tenders)
      if (reference !== undefined && amountMinor !== 0)
        this.#payments.sale(key, `${reference} ${currency}`, amountMinor);
  }
}
