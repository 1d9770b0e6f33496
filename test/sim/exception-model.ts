import type { ShopModel } from '../kit/shop-model.ts';
import type { WireEvent } from '../kit/wire-event.ts';

/** Types that the hub understands begin with one of these words. */
const GOODS =
  /^backroom\.(sale|refund|stock|sequence|product|products|import|exception|delivery|transfer|reservation)\./;
const MONEY = /^backroom\.(session|day|cash|hold|payout|customer|books-settings)\./;

/** How many exceptions of the plainer causes there must be, open or closed. */
export class ExceptionModel {
  readonly raised = new Map<string, number>();
  readonly #model: ShopModel;
  #pending: string | null = null;

  constructor(model: ShopModel) {
    this.#model = model;
  }

  /** Asked before the model takes the event: a void or a refund meets the sale as it is then. */
  before({ type, source, data }: WireEvent): void {
    this.#pending = null;
    const isVoid = type === 'backroom.sale.voided.v1';
    if (data.original === undefined || (!isVoid && type !== 'backroom.refund.completed.v1')) return;
    const word = isVoid ? 'void' : 'refund';
    const standing = this.#model.standing(`${data.original.source ?? source} ${data.original.id}`);
    if (standing === 'unknown') this.#pending = `${word}.unknown_sale`;
    else if (standing === 'no sale') this.#pending = `${word}.not_a_sale`;
    else if (isVoid && standing === 'voided sale') this.#pending = 'void.repeated';
  }

  after(event: WireEvent, { outcome, isNew }: { outcome: string; isNew: boolean }): void {
    if (outcome === 'conflict' && isNew) this.#raise('id.conflict');
    if (outcome !== 'accepted') return;
    if (this.#pending !== null) this.#raise(this.#pending);
    if (!GOODS.test(event.type) && !MONEY.test(event.type)) this.#raise('type.unknown');
    if (isReceipt(event) && duesOf(event) !== paidOf(event)) this.#raise('receipt.does_not_add_up');
    this.raised.set('product.unlisted', this.#model.unlisted);
  }

  #raise(cause: string): void {
    this.raised.set(cause, (this.raised.get(cause) ?? 0) + 1);
  }
}

function isReceipt({ type }: WireEvent): boolean {
  return type === 'backroom.sale.completed.v1' || type === 'backroom.refund.completed.v1';
}

function duesOf({ data }: WireEvent): number {
  return sum(data.lines) + (data.tipMinor ?? 0);
}

function paidOf({ data }: WireEvent): number {
  return sum(data.tenders) - (data.changeMinor ?? 0);
}

function sum(amounts: readonly { readonly amountMinor?: number }[] = []): number {
  return amounts.reduce((total, { amountMinor = 0 }) => total + amountMinor, 0);
}
