import { createPublicKey, verify } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MODEL_DAY, sessionEvents } from '../../test/kit/session-model.ts';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../test/kit/till-events.ts';
import { VirtualClock } from '../../test/kit/virtual-clock.ts';
import { readStoredEvent } from '../contract/read-event.ts';
import { sealText } from '../contract/seal-text.ts';
import type { BooksSettingsSet } from '../contract/books-events.ts';
import { silentLog } from '../kit/log.ts';
import { DayKeeper } from './day-keeper.ts';
import type { DayKeeperPorts } from './day-keeper.ts';
import { openSigner } from './signing-key.ts';

const USUAL: BooksSettingsSet = {
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  dayStartsAt: '04:00',
  journalPer: 'session',
  costOfGoods: false,
};

/** A ledger with one closed session, and who keeps its day. */
function shop(more: Partial<DayKeeperPorts> = {}) {
  const temp = tempLedger(() => 1_795_000_000_000);
  const plan = { till: 'till-1', name: 's-1', floatMinor: 0, steps: [], countedMinor: 0 };
  temp.ledger.commit(sessionEvents([plan]).map(({ event }) => ledgerEvent(event)));
  const submitted: string[] = [];
  const keeper = new DayKeeper({
    clock: new VirtualClock(),
    log: silentLog,
    signer: openSigner(temp.folder),
    settings: USUAL,
    closeDayAfterHours: null,
    isClockUnsure: () => false,
    reader: temp.reader,
    askDestinations: async () => [],
    changes: { subscribe: () => () => undefined },
    submitHub: async (type, data, { id }) => {
      submitted.push(type);
      const [reply] = temp.ledger.commit([
        ledgerEvent({ type, data, ...(id === undefined ? {} : { id }) }),
      ]).replies;
      return reply ?? { outcome: 'rejected' };
    },
    ...more,
  });
  return { temp, keeper, submitted };
}

test('a Z report is signed once, with the head of the chain', async () => {
  const { temp, keeper, submitted } = shop();
  using _ = temp;
  await keeper.look();
  await keeper.look();
  expect(submitted.filter((type) => type === 'backroom.session.sealed.v1')).toHaveLength(1);
  const [summary] = temp.reader.sessions({ limit: 1 }).sessions;
  const answer = temp.reader.session(summary?.session ?? 0);
  expect(answer?.seal).toMatchObject({ headSeq: 2, zSha256: answer?.zSha256, isOfThisChain: true });
  const seal = answer?.seal ?? null;
  if (seal === null || answer === null) throw new Error('it has no seal');
  const { source, registerSession } = answer.report;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: seal.publicKey }, format: 'jwk' });
  const isOf = (text: string): boolean =>
    verify(null, Buffer.from(text), key, Buffer.from(seal.signature, 'base64url'));
  expect(isOf(sealText({ source, registerSession, ...seal }))).toBe(true);
  expect(isOf(sealText({ source, registerSession, ...seal, headSeq: 3 }))).toBe(false);
});

test('the key is made once, for nobody but the hub’s own user', () => {
  using folder = tempFolder();
  const { publicKey } = openSigner(folder.path);
  expect(openSigner(folder.path).publicKey).toBe(publicKey);
  expect(statSync(join(folder.path, 'signing-key.pem')).mode & 0o777).toBe(0o600);
});

test('a key that cannot be read or made is a fault with words for a person, not a bug', () => {
  using folder = tempFolder();
  const fault = expect.objectContaining({ code: 'key.io', exitCode: 74 });
  expect(() => openSigner(join(folder.path, 'missing'))).toThrow(fault);
  writeFileSync(join(folder.path, 'signing-key.pem'), 'half of a k');
  expect(() => openSigner(folder.path)).toThrow(fault);
});

test('a day is closed when its hours are over and its sessions are closed, and no sooner', async () => {
  let nowMs = Date.parse('2026-11-24T02:59:00Z') + 2 * 3_600_000;
  const clock = Object.assign(new VirtualClock(), { nowMs: () => nowMs });
  let isClockUnsure = true;
  const { temp, keeper, submitted } = shop({
    clock,
    closeDayAfterHours: 2,
    isClockUnsure: () => isClockUnsure,
  });
  using _ = temp;
  await keeper.look();
  isClockUnsure = false;
  await keeper.look();
  expect(submitted).not.toContain('backroom.day.closed.v1');
  nowMs += 60_000;
  await keeper.look();
  await keeper.look();
  expect(submitted.filter((type) => type === 'backroom.day.closed.v1')).toHaveLength(1);
  expect(temp.reader.days({ limit: 1 }).days).toMatchObject([{ businessDate: MODEL_DAY, isClosed: true }]);
});

test('how the books are kept is written down where it is not as it was, and once', async () => {
  const loyalty = { pointsPerUnit: '1', unitsPerPoint: '0.01' };
  const settings = { ...USUAL, journalPer: 'sale', loyalty } as const;
  const { temp, keeper, submitted } = shop({ settings });
  using _ = temp;
  await keeper.look();
  await keeper.look();
  expect(submitted.filter((type) => type === 'backroom.books-settings.set.v1')).toHaveLength(1);
  const [row] = temp.db.prepare<[], { body: Buffer }>('SELECT body FROM event WHERE seq = 3').all();
  expect(readStoredEvent(row?.body ?? Buffer.alloc(0)).content?.data).toEqual(settings);
});
