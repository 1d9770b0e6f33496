import fc from 'fast-check';
import { businessDate, code, event, lines, reference, words } from './arbitrary-parts.ts';
import type { Sender, TillEvent } from './arbitrary-parts.ts';

/** Few ids, so that events speak of the same count, in any order. */
const shared = { countId: fc.constantFrom('c-1', 'c-2'), employeeId: reference() };
const kind = fc.constantFrom('full' as const, 'shelf' as const, 'department' as const, 'spot' as const);
const codes = fc.array(code(), { maxLength: 4 });

/** Counts that are started, scanned, reviewed, posted and cancelled. */
export function countEvent(sender: Sender): fc.Arbitrary<TillEvent> {
  const started = fc.record(
    {
      ...shared,
      kind,
      location: fc.oneof(fc.constant('shop'), code()),
      shelf: code(),
      department: words(),
      skus: codes,
      blind: fc.boolean(),
      note: words(),
    },
    { requiredKeys: ['countId', 'kind'] },
  );
  const scanned = fc.record({ ...shared, lines: pieces() }, { requiredKeys: ['countId', 'lines'] });
  const approve = fc.oneof(fc.constant('all' as const), codes);
  const reviewed = fc.record({ ...shared, approve, recount: codes }, { requiredKeys: ['countId'] });
  const posted = fc.record({ ...shared, missingAsZero: fc.boolean() }, { requiredKeys: ['countId'] });
  const cancelled = fc.record({ ...shared, reason: words() }, { requiredKeys: ['countId'] });
  return fc.oneof(
    event('backroom.count.started.v1', { sender, data: started }),
    event('backroom.count.scanned.v1', { sender, data: scanned }),
    event('backroom.count.reviewed.v1', { sender, data: reviewed }),
    event('backroom.count.posted.v1', { sender, data: posted }),
    event('backroom.count.cancelled.v1', { sender, data: cancelled }),
  );
}

function pieces() {
  return lines({
    quantityIn: fc.constantFrom('unit' as const, 'pack' as const),
    lot: code(),
    expires: businessDate(),
    atSeq: fc.oneof(fc.nat(20), fc.constant(Number.MAX_SAFE_INTEGER)),
    again: fc.boolean(),
  });
}

export function recallEvent(sender: Sender): fc.Arbitrary<TillEvent> {
  const data = fc.record(
    {
      sku: code(),
      barcode: code(),
      lot: code(),
      reason: words(),
      ended: fc.boolean(),
      employeeId: reference(),
    },
    { requiredKeys: ['sku', 'lot', 'reason'] },
  );
  return event('backroom.lot.recalled.v1', { sender, data });
}
