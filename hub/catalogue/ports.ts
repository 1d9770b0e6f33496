import type { EventData } from '../contract/events.ts';
import type { EventReply } from '../contract/reply.ts';
import type { ProductAnswer } from '../contract/views.ts';

/** What an import needs from the rest of the hub. */
export interface ImportPorts {
  /** Resolves when the event is on disk. */
  submitHub<Type extends ImportEventType>(
    type: Type,
    data: EventData<Type>,
    options?: ImportName,
  ): Promise<EventReply>;
  /** What the hub made under that id before, or null. */
  hubEvent(id: string): { readonly type: string; readonly data: unknown } | null;
  /** The product of a code, as the ledger has it now. A code of the one kind may be found as the other. */
  product(code: { readonly sku: string } | { readonly barcode: string }): ProductAnswer | null;
  /** The product of a SKU as it was set last, merged or not. */
  productItself(sku: string): ProductAnswer | null;
  /** The SKU that a merged product was merged into; null within for one that is its own. Null: there is no such SKU. */
  mergedInto(sku: string): { readonly into: string | null } | null;
  /** Where the file may be kept while it is read twice: a local disk with room for it. */
  readonly folder: string;
  /** ISO 4217, for prices that name no currency. */
  readonly defaultCurrency: string;
}

export interface ImportName {
  /** Makes the import one import for ever, however often its file is sent. */
  readonly id?: string;
}

export type ImportEventType = 'backroom.products.staged.v1' | 'backroom.import.completed.v1';

export type ImportReport =
  | { readonly kind: 'done'; readonly products: number }
  | { readonly kind: 'invalid'; readonly errors: readonly ImportError[]; readonly errorCount: number }
  /** Its id stands for another change. */
  | { readonly kind: 'reused' };

export interface ImportError {
  /** The line of the file on which the row begins; the header is usually line 1. */
  readonly line: number;
  readonly reason: string;
}
