import { parseSource } from '../../hub/contract/envelope.ts';
import type { EventContent, ReadEvent } from '../../hub/contract/read-event.ts';
import { type LedgerEvent, toLedgerEvent } from '../../hub/domain/ledger-event.ts';
import { must } from '../../hub/kit/assert.ts';
import { sha256 } from '../../hub/kit/digest.ts';

/** The event that the ledger commits, from a payload that is trusted: parsed and not validated. */
export function trustedEvent(payload: Buffer): LedgerEvent {
  const body = payload.toString();
  const { data, ...envelope } = JSON.parse(body) as ReadEvent['envelope'] & { data: object };
  const content = { type: envelope.type, data } as EventContent;
  const source = must(parseSource(envelope.source), 'a source');
  return toLedgerEvent({
    envelope,
    source,
    content,
    body,
    extra: null,
    personal: null,
    payloadSha256: sha256(payload),
  });
}
