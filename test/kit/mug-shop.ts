import { ledgerEvent, productSet, received } from './till-events.ts';
import { tempLedger } from './temp-ledger.ts';
import { expectWhole } from './assert-whole.ts';
import type { ReservationEvent } from './reservation-events.ts';
import type { EventReply } from '../../hub/contract/reply.ts';

/** A shop that sells mugs and cups and has some mugs, and what it says of them. It has to be whole in the end. */
export function mugShop(onHand = '5') {
  const temp = tempLedger();
  let sequence = 0;
  const send = (input: ReservationEvent): EventReply => {
    sequence += 1;
    return temp.ledger.commit([ledgerEvent({ ...input, sequence })]).replies[0] as EventReply;
  };
  for (const sku of ['MUG', 'CUP']) send(productSet({ sku }));
  send(received({ sku: 'MUG', quantity: onHand }));
  return {
    ...temp,
    send,
    ledger: temp.ledger,
    stock: (sku = 'MUG') => {
      const { onHand: there, reserved, available } = temp.reader.stock({ sku }) ?? {};
      return [there, reserved, available];
    },
    open: () => temp.reader.exceptions({ limit: 50 }).map(({ cause, subject }) => [cause, subject]),
    [Symbol.dispose]: () => {
      expectWhole(temp.file);
      temp[Symbol.dispose]();
    },
  };
}
