import fc from 'fast-check';
import { code, event, instant, lines, reference, words } from './arbitrary-parts.ts';
import type { Sender, TillEvent } from './arbitrary-parts.ts';

/** What happens to a handful of reservations, so that some of it is said of the same one. */
export function reservationEvent(sender: Sender = {}): fc.Arbitrary<TillEvent> {
  const shared = { reservationId: fc.constantFrom('r-1', 'r-2', 'r-3'), employeeId: reference() };
  const goods = lines({ quantityIn: fc.constantFrom('unit', 'pack'), lot: reference(), expires: day() });
  const made = fc.record(
    {
      ...shared,
      location: code(),
      orderNumber: reference(),
      channel: words(),
      customerId: reference(),
      expiresAt: instant(),
      ifAvailable: fc.boolean(),
      note: words(),
      lines: goods,
    },
    { requiredKeys: ['reservationId', 'lines'] },
  );
  const soldBy = fc.record({ id: fc.uuid({ version: 7 }) });
  const posted = fc.record({ ...shared, soldBy, lines: goods }, { requiredKeys: ['reservationId'] });
  const voided = fc.record({ ...shared, reason: words(), lines: goods }, { requiredKeys: ['reservationId'] });
  return fc.oneof(
    event('backroom.reservation.made.v1', { sender, data: made }),
    event('backroom.reservation.posted.v1', { sender, data: posted }),
    event('backroom.reservation.voided.v1', { sender, data: voided }),
  );
}

function day(): fc.Arbitrary<string> {
  return instant().map((time) => time.slice(0, 10));
}
