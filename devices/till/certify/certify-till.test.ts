import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../hub/kit/clock.ts';
import { silentLog } from '../../../hub/kit/log.ts';
import { tempFolder } from '../../../test/kit/temp-folder.ts';
import { Till } from '../till.ts';
import { BadTill, type Flaw } from '../../../test/kit/certify/bad-till.ts';
import { type Certificate, certifyTill } from './certify-till.ts';
import { certificateText } from './report.ts';
import type { ClauseId } from './rulebook.ts';

const store = '0198a1c2-0000-7000-8000-000000000001';
const SALE_EVERY_MS = 5;

function sale() {
  return {
    currency: 'EUR',
    businessDate: '2026-11-23',
    registerSession: 'morning',
    lines: [{ sku: 'TEA', kind: 'goods' as const, quantity: '1', unitPrice: '2.50', amountMinor: 250 }],
    tenders: [{ kind: 'cash' as const, amountMinor: 250 }],
  };
}

interface TillAtWork extends AsyncDisposable {
  sell(): void;
}

/** Certifies the till that `make` starts, which sells one thing after the other. */
async function certify(make: (port: number) => TillAtWork): Promise<Certificate> {
  await using atWork = new AsyncDisposableStack();
  const certificate = await certifyTill({
    name: 'till-1',
    secret: 'secret',
    host: '127.0.0.1',
    port: 0,
    out: () => undefined,
    patience: { saleMs: 700, reactionMs: 700 },
    onListening: (port) => {
      const till = atWork.use(make(port));
      const selling = setInterval(() => till.sell(), SALE_EVERY_MS);
      atWork.defer(() => clearInterval(selling));
    },
  });
  return certificate;
}

function failedIn(certificate: Certificate): ClauseId[] {
  return certificate.checks.filter(({ result }) => result === 'failed').map(({ id }) => id);
}

test('our own till passes every clause', async () => {
  using folder = tempFolder();
  const certificate = await certify((port) => {
    const till = new Till({
      name: 'till-1',
      secret: 'secret',
      store,
      url: `mqtt://127.0.0.1:${port}`,
      file: join(folder.path, 'till.db'),
      clock: systemClock,
      log: silentLog,
      backoff: { firstMs: 5, maxMs: 20 },
      inFlightMax: 4,
    });
    till.start();
    return { sell: () => void till.sell(sale()), [Symbol.asyncDispose]: () => till[Symbol.asyncDispose]() };
  });
  expect(certificateText(certificate)).not.toMatch(/FAILED|not seen/);
  expect(certificate.isCertified).toBe(true);
});

test('a till without a flaw passes, so that the flaws below are what fails', async () => {
  const certificate = await certify((port) => new BadTill({ port, store, flaw: 'none', sale: sale() }));
  expect(failedIn(certificate)).toEqual([]);
  expect(certificate.isCertified).toBe(true);
});

const FLAWS: readonly (readonly [Exclude<Flaw, 'none'>, readonly ClauseId[]])[] = [
  ['other client id', ['connect.identity']],
  ['wrong secret', ['connect.secret']],
  ['will elsewhere', ['connect.will']],
  ['publishes elsewhere', ['topics']],
  ['retains events', ['qos']],
  ['leaves numbers out', ['sequence.gapless']],
  ['uses a number twice', ['id', 'sequence.order']],
  ['other source', ['source']],
  ['no currency', ['envelope']],
  ['changes what it sends again', ['unchanged']],
  ['forgets what was cut', ['resend']],
  ['stays away', ['reconnect', 'resend']],
  ['stops at a conflict', ['conflict']],
  ['closes the number of a conflict', ['conflict']],
  ['waits for replies', ['silence']],
  ['ignores rejections', ['rejected']],
  ['ignores incarnations', ['incarnation']],
  ['deletes early', ['keeps']],
];

test.each(FLAWS)('a till that has the flaw "%s" fails for that', async (flaw, expected) => {
  const certificate = await certify((port) => new BadTill({ port, store, flaw, sale: sale() }));
  expect(certificate.isCertified).toBe(false);
  expect(failedIn(certificate)).toEqual(expect.arrayContaining([...expected]));
});

test('a till that never comes is not judged', async () => {
  const certificate = await certify(() => ({
    sell: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  }));
  expect(certificate).toMatchObject({ isCertified: false, eventsSeen: 0 });
  expect(certificate.checks.every(({ result }) => result === 'not seen')).toBe(true);
});
