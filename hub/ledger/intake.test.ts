import { expect, test } from 'vitest';
import { bytesOf, saleOf, tillEvent, tillSource } from '../../test/kit/till-events.ts';
import { parseSource } from '../contract/envelope.ts';
import { must } from '../kit/assert.ts';
import { systemClock } from '../kit/clock.ts';
import { sha256, sha256Hex } from '../kit/digest.ts';
import { Intake } from './intake.ts';
import type { RejectedPayload } from './side-tables.ts';

const FROM = { kind: 'till', name: 'till-1' } as const;

function intakeOf(kept: RejectedPayload[]): Intake {
  const { store, installation } = must(parseSource(tillSource()), 'the source of a test till');
  return new Intake({
    identity: { store, installation, incarnation: 'first' },
    clock: systemClock,
    commit: async () => ({ outcome: 'accepted' }),
    addRejected: async (row) => void kept.push(row),
    find: () => null,
  });
}

test('a rejected event is named by its id and its source, and by the SHA-256 of its bytes', async () => {
  const kept: RejectedPayload[] = [];
  const payload = bytesOf({
    ...tillEvent({ ...saleOf({ sku: 'TEA' }), sequence: 1, id: 'sale-1' }),
    data: {},
  });
  expect(await intakeOf(kept).submit(payload, FROM)).toMatchObject({
    outcome: 'rejected',
    id: 'sale-1',
    source: tillSource(),
    sha256: sha256Hex(payload),
  });
  expect(kept).toMatchObject([{ sender: 'till/till-1', code: 'data', payloadSha256: sha256(payload) }]);
});

test('what has no id that can be read is named by the SHA-256 of its bytes alone', async () => {
  const payload = Buffer.from('\ufeff{"id":7,"data":');
  expect(JSON.parse(JSON.stringify(await intakeOf([]).submit(payload, FROM)))).toEqual({
    outcome: 'rejected',
    sha256: sha256Hex(payload),
    reason: { code: 'not-json', message: expect.any(String) },
  });
});
