import { expect, test } from 'vitest';
import type { EventReply } from '../../contract/reply.ts';
import { ledgerEvent, saleOf } from '../../../test/kit/till-events.ts';
import { packResult, unpackResult } from './hand-back.ts';
import { unpromised } from '../../../test/kit/unpromised.ts';

const acks = [{ till: 'till-1', ack: { installation: 'i', sequence: '000000000003', incarnation: 'n' } }];
const stock = [
  { sku: 'TEA', location: 'shop', ...unpromised('1'), unit: 'each', badge: 'ok' as const, seq: 9 },
];
const notice = { firstSeq: 7, lastSeq: 9, stock, acks, exceptions: 1, productsChanged: false };

test('replies of every outcome and the notice come back as the writer gave them', () => {
  const events = Array.from({ length: 6 }, () => ledgerEvent(saleOf({ sku: 'TEA', quantity: '1' })));
  const [first, second, third, fourth, fifth, sixth] = events.map(({ id, source }) => ({ id, source }));
  const detail = { cause: 'stock.negative', subject: 'TEA', detail: 'Count it.' };
  const replies: EventReply[] = [
    { outcome: 'accepted', ...first, seq: 7 },
    { outcome: 'duplicate', ...second, seq: 3 },
    { outcome: 'accepted', ...third, seq: 8, exceptions: [detail], exceptionCount: 1 },
    { outcome: 'rejected', ...fourth, sha256: 'ff', reason: { code: 'internal', message: 'm' } },
    { outcome: 'accepted', ...fifth, seq: 9 },
    { outcome: 'accepted', ...sixth, seq: 10, refused: { ...detail, cause: 'reservation.refused' } },
  ];
  const back = unpackResult(structuredClone(packResult({ replies, notice })), events);
  expect(back.replies).toEqual(replies);
  expect({ ...back.notice, stock: back.notice.stock }).toEqual(notice);
});
