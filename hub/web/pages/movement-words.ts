import type { EntryWords } from '../../contract/product-detail-views.ts';
import type { MovementAnswer } from '../../contract/views.ts';
import { eventWords, sourceWords } from './event-words.ts';

export interface MovementWords {
  readonly title: string;
  /** What else there is to say: for what, why, by whom. */
  readonly parts: readonly string[];
}

const ADJUSTED = 'backroom.stock.adjusted.v1';
const RECEIVED = 'backroom.stock.received.v1';

const ADJUSTMENT_WORDS: Readonly<Record<string, string>> = {
  damage: 'Damaged',
  theft: 'Stolen',
  sample: 'Given away as a sample',
  own_use: 'Used in the shop',
  expired: 'Out of date',
  found: 'Found',
  correction: 'Corrected',
  opening: 'Opening stock',
};

/** Why goods moved, in the words of the shop. */
export function movementWords(
  { type, source }: Pick<MovementAnswer, 'type' | 'source'>,
  said: EntryWords | undefined,
): MovementWords {
  const { reason = null, reference = null, supplier = null, note = null } = said ?? {};
  const { employeeId = null, employeeName = null } = said ?? {};
  const isAdjusted = type === ADJUSTED && reason !== null;
  const title = isAdjusted
    ? (ADJUSTMENT_WORDS[reason] ?? `${eventWords(type)}: ${reason}`)
    : eventWords(type);
  const part = (words: string | null, shown = words): string[] =>
    words === null || words === '' ? [] : [shown ?? ''];
  return {
    title,
    parts: [
      ...part(supplier),
      ...part(reference, type === RECEIVED ? `delivery ${reference}` : reference),
      ...part(isAdjusted ? null : reason),
      ...part(note),
      ...part(employeeId, employeeName ?? `employee ${employeeId}`),
      sourceWords(source),
    ],
  };
}

/** A till says all there is to say of a sale, a refund or a void. */
export function isReceipt(type: string): boolean {
  return /^backroom\.(sale|refund)\./.test(type);
}
