import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { must } from '../../hub/kit/assert.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder, type HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { proven } from '../kit/proven.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { saleOf, tillEvent } from '../kit/till-events.ts';
import { ForeignProgram } from './foreign-program.ts';

/** Debian's, for which Debian's package of Paho is. */
const PYTHON = '/usr/bin/python3';
const PROGRAM = fileURLToPath(new URL('paho-till.py', import.meta.url));

const TRANSPORTS = ['tcp', 'websockets'] as const;
const SALES = 400;
/** The hub is killed when a till has that many acknowledgements. */
const KILLS_AT = [60, 200];
const TIMEOUT_MS = 90_000;

test(
  'tills made with Paho lose no sale and sell none twice while the hub is killed',
  { timeout: TIMEOUT_MS },
  async ({ task }) => {
    using folder = tempFolder();
    const shop = await hubFolder(folder.path, { tills: TRANSPORTS.length });
    await using hub = new HubProcess(shop.config);
    await hub.start();
    await using tills = new AsyncDisposableStack();
    const programs = TRANSPORTS.map((transport, index) =>
      tills.use(pahoTill(shop, index, { transport, sales: SALES })),
    );
    for (const count of KILLS_AT) {
      await must(programs[0], 'a till').heard(count, isAcknowledgement);
      await hub.kill();
      await hub.start();
    }
    for (const program of programs) {
      expect(await program.exitCode, program.complaints).toBe(0);
      expectEverythingHeard(program);
    }
    expect(await hub.stop()).toBe(0);
    expectEachSaleOnce(shop);
    proven(task, {
      promise: 'foreign-clients',
      cases: SALES * TRANSPORTS.length,
      figures: `Paho over TCP and WebSocket, ${KILLS_AT.length} kills`,
    });
  },
);

test('Paho is told that a wrong secret is refused', async () => {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  await using hub = new HubProcess(shop.config);
  await hub.start();
  await using program = pahoTill(shop, 0, { transport: 'tcp', sales: 1, secret: 'wrong' });
  expect(await program.heard(1)).toEqual(['{"refused": 4}']);
});

interface PahoTill {
  readonly transport: (typeof TRANSPORTS)[number];
  readonly sales: number;
  readonly secret?: string;
}

function pahoTill(shop: HubFolder, index: number, { transport, sales, secret }: PahoTill): ForeignProgram {
  const till = must(shop.tills[index], 'a till');
  const { port } = new URL(transport === 'tcp' ? shop.mqttUrl : shop.web);
  const settings = {
    host: '127.0.0.1',
    port: Number(port),
    transport,
    name: till.name,
    secret: secret ?? till.secret,
    sales,
    event: tillEvent({ ...saleOf({ sku: 'MUG' }), source: till.source, sequence: 1 }),
  };
  return new ForeignProgram(PYTHON, [PROGRAM, JSON.stringify(settings)]);
}

function isAcknowledgement(line: string): boolean {
  return line.startsWith('{"acknowledged"');
}

function expectEverythingHeard(program: ForeignProgram): void {
  const told = program.lines.map((line): unknown => JSON.parse(line));
  expect(new Set(program.lines.filter(isAcknowledgement)).size).toBe(SALES);
  const times = program.lines.filter((line) => line.startsWith('{"connected"')).length;
  expect(times, 'connections, one more than kills').toBeGreaterThan(KILLS_AT.length);
  expect(told).toContainEqual({
    reply: expect.objectContaining({ outcome: 'accepted' }) as object,
    retained: false,
  });
  expect(told).toContainEqual({
    ack: expect.objectContaining({ sequence: SALES.toString().padStart(12, '0') }) as object,
    retained: expect.any(Boolean) as boolean,
  });
  expect(told).toContainEqual({ stock: expect.objectContaining({ sku: 'MUG' }) as object, retained: true });
  const answer = { correlationId: 'a', stock: expect.objectContaining({ sku: 'MUG' }) as object };
  expect(told).toContainEqual({ answer, retained: false });
}

function expectEachSaleOnce(shop: HubFolder): void {
  expectWhole(shop.file);
  const db = openReader(shop.file);
  const reader = createLedgerReader(db, '');
  expect(reader.counts()).toMatchObject({ rejected: 0, lastSeq: SALES * TRANSPORTS.length });
  expect(reader.stock({ sku: 'MUG' })?.onHand).toBe(`-${SALES * TRANSPORTS.length}`);
  db.close();
}
