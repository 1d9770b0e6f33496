import fc from 'fast-check';
import {
  businessDate,
  code,
  event,
  instant,
  lines,
  price,
  quantity,
  reference,
  words,
} from './arbitrary-parts.ts';
import type { Sender, TillEvent } from './arbitrary-parts.ts';

/** Few ids, so that events speak of the same delivery or transfer, in any order. */
const deliveryId = fc.constantFrom('d-1', 'd-2');
const transferId = fc.constantFrom('t-1', 't-2');
const place = fc.oneof(fc.constantFrom('shop', 'Cellar'), code());
const signed = quantity().chain((amount) => fc.constantFrom(amount, `-${amount}`));
const said = { employeeId: reference(), note: words() };

function stockLines() {
  return lines({
    quantityIn: fc.constantFrom('unit' as const, 'pack' as const),
    lot: code(),
    expires: businessDate(),
  });
}

function receivedEvent(sender: Sender): fc.Arbitrary<TillEvent> {
  const data = fc.record(
    {
      deliveryId,
      location: place,
      supplier: words(),
      receivedAt: instant(),
      ...said,
      lines: lines({ unitCost: price(), rejected: signed, rejectedReason: words() }),
    },
    { requiredKeys: ['deliveryId', 'lines'] },
  );
  return event('backroom.stock.received.v1', { sender, data });
}

function deliveryEvent(sender: Sender): fc.Arbitrary<TillEvent> {
  const expected = fc.record(
    {
      deliveryId,
      location: place,
      supplier: words(),
      expectedOn: businessDate(),
      note: words(),
      lines: lines({ unitCost: price() }),
    },
    { requiredKeys: ['deliveryId', 'lines'] },
  );
  const closed = fc.record({ deliveryId, ...said }, { requiredKeys: ['deliveryId'] });
  return fc.oneof(
    event('backroom.delivery.expected.v1', { sender, data: expected }),
    event('backroom.delivery.closed.v1', { sender, data: closed }),
  );
}

function transferEvent(sender: Sender): fc.Arbitrary<TillEvent> {
  const dispatched = fc.record(
    { transferId, from: place, to: place, ...said, lines: stockLines() },
    { requiredKeys: ['transferId', 'from', 'to', 'lines'] },
  );
  const received = fc.record(
    { transferId, location: place, ...said, lines: stockLines() },
    { requiredKeys: ['transferId', 'lines'] },
  );
  const closed = fc.record({ transferId, ...said }, { requiredKeys: ['transferId'] });
  return fc.oneof(
    event('backroom.transfer.dispatched.v1', { sender, data: dispatched }),
    event('backroom.transfer.received.v1', { sender, data: received }),
    event('backroom.transfer.closed.v1', { sender, data: closed }),
  );
}

function movedEvent(sender: Sender): fc.Arbitrary<TillEvent> {
  const data = fc.record(
    { from: place, to: place, ...said, lines: stockLines() },
    { requiredKeys: ['from', 'to', 'lines'] },
  );
  return event('backroom.stock.moved.v1', { sender, data });
}

function reversedEvent(sender: Sender): fc.Arbitrary<TillEvent> {
  const original = fc.record({ id: fc.oneof(fc.constantFrom('one', 'two'), fc.uuid({ version: 7 })) });
  const data = fc.record(
    { original, reason: words(), employeeId: reference() },
    { requiredKeys: ['original', 'reason'] },
  );
  return event('backroom.stock.reversed.v1', { sender, data });
}

/** Goods that are expected, come, move, or are taken back. */
export function goodsEvent(sender: Sender): fc.Arbitrary<TillEvent> {
  return fc.oneof(
    receivedEvent(sender),
    deliveryEvent(sender),
    transferEvent(sender),
    movedEvent(sender),
    reversedEvent(sender),
  );
}
