import { readStoredEvent } from '../../contract/read-event.ts';
import { toLedgerEvent } from '../../domain/ledger-event.ts';
import type { ReceiptFacts } from '../../domain/ledger-event.ts';
import { assert } from '../../kit/assert.ts';

/** A sale or a refund that came before, out of its text in the log. */
export function receiptFactsIn(body: Buffer): ReceiptFacts {
  const { facts } = toLedgerEvent(readStoredEvent(body));
  assert(facts.kind !== 'other', 'the entry is a receipt');
  return facts;
}
