import { expectWhole } from './assert-whole.ts';
import { tempLedger } from './temp-ledger.ts';
import { ledgerEvent, productSet, received } from './till-events.ts';
import type { EventInput } from './till-events.ts';

export const MUGS_9 = { sku: 'MUG', quantity: '9' };

/** After everything that is told of the day. */
const EVENING_MS = Date.parse('2026-11-23T20:00:00Z');

/** A shop with ten mugs and ten cups, of which one mug was stolen. */
export function countingShop(nowMs = () => EVENING_MS) {
  const temp = tempLedger(nowMs);
  const tell = (...events: Pick<EventInput, 'type' | 'data'>[]) => {
    const { replies } = temp.ledger.commit(events.map((event) => ledgerEvent(event)));
    return replies.flatMap((reply) => reply.exceptions?.map(({ cause }) => cause) ?? []);
  };
  tell(
    productSet({ sku: 'MUG' }),
    productSet({ sku: 'CUP' }),
    received({ sku: 'MUG', quantity: '10' }, { sku: 'CUP', quantity: '10' }),
  );
  return {
    temp,
    tell,
    head: () => temp.ledger.headSeq,
    onHand: (sku = 'MUG', location = 'shop') =>
      temp.reader.stock({ sku })?.locations.find((at) => at.location === location)?.onHand ?? null,
    open: () => temp.reader.exceptions({ limit: 50 }).map(({ cause }) => cause),
    [Symbol.dispose]: () => {
      expectWhole(temp.file);
      temp[Symbol.dispose]();
    },
  };
}
