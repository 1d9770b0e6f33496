import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { CHANNELS } from '../../hub/contract/emit/channels.ts';
import { eventTypes } from '../../hub/contract/emit/schemas.ts';
import { parseSource } from '../../hub/contract/envelope.ts';
import { EVENT_TYPES, isEventType } from '../../hub/contract/events.ts';
import { LIMITS } from '../../hub/contract/limits.ts';
import { readEvent } from '../../hub/contract/read-event.ts';
import { EventReply, TillAck } from '../../hub/contract/reply.ts';
import type { SaleCompleted } from '../../hub/contract/sale.ts';
import { TOPIC_ROOT } from '../../hub/contract/topics.ts';
import { must } from '../../hub/kit/assert.ts';
import { systemClock } from '../../hub/kit/clock.ts';
import { Intake } from '../../hub/ledger/intake.ts';
import type { Ledger } from '../../hub/ledger/ledger.ts';
import { liabilityAdjusted } from '../kit/liability-events.ts';
import { tempLedger } from '../kit/temp-ledger.ts';
import { bytesOf, ledgerEvent, received } from '../kit/till-events.ts';

const README = readFileSync(new URL('../../hub/contract/README.md', import.meta.url), 'utf8');
/** In the order of the page. */
const [EXAMPLE = '', SKIPPED = '', REPLY = '', REJECTED = '', ACK = ''] = [
  ...README.matchAll(/```json\n([\s\S]*?)```/g),
].map(([, block = '']) => block);

test('the example in the README is a sale that the hub reads whole', () => {
  const { source, data } = JSON.parse(EXAMPLE) as { source: string; data: SaleCompleted };
  const { store = '', name = '' } = parseSource(source) ?? {};
  const result = readEvent(Buffer.from(EXAMPLE), { from: { kind: 'till', name }, store });
  expect(result).toMatchObject({ kind: 'read', event: { extra: null, content: { data } } });
});

test('the example in the README adds up', () => {
  const { data } = JSON.parse(EXAMPLE) as { data: SaleCompleted };
  const sum = (items: readonly { amountMinor: number }[]): number =>
    items.reduce((all, item) => all + item.amountMinor, 0);
  expect(sum(data.lines)).toBe(sum(data.tenders) - (data.changeMinor ?? 0));
  for (const { quantity, unitPrice, amountMinor, discounts = [] } of data.lines) {
    expect(amountMinor).toBe(Math.round(Number(quantity) * Number(unitPrice) * 100) - sum(discounts));
  }
});

test('the answers in the README are what a hub says to the events in it', async () => {
  using shop = tempLedger();
  const intake = intakeOf(shop.ledger);
  shop.ledger.commit(SHOP_BEFORE.map(ledgerEvent));

  expect(plain(await intake.submit(Buffer.from(EXAMPLE), FROM))).toEqual(JSON.parse(REPLY));
  const { id } = EventReply.parse(JSON.parse(REJECTED));
  expect(plain(await intake.submit(unreadableSale(id), FROM))).toEqual(JSON.parse(REJECTED));
  expect(await intake.submit(Buffer.from(SKIPPED), FROM)).toMatchObject({ outcome: 'accepted' });

  const { installation, sequence } = TillAck.strict().parse(JSON.parse(ACK));
  expect(shop.reader.ackOf(FROM.name)).toMatchObject({ installation, sequence });
});

test('the table of what a till sends is that of the contract, with all that must be there', () => {
  const rows = [...README.matchAll(/^\| `(backroom\.[\w.]+)` \|[^|]+\| (.+) \|$/gm)];
  const types = eventTypes().filter((type) => EVENT_TYPES[type].madeBy === 'till');
  expect(rows.map(([, type = '']) => type).toSorted()).toEqual(types.toSorted());
  for (const [, type = '', needs = ''] of rows) {
    for (const field of type.includes('refund') ? ['disposition'] : requiredFields(type))
      expect(needs, `${type} needs ${field}`).toContain(`\`${field}\``);
  }
});

test('the table of topics in the README is that of the contract', () => {
  const rows = [...README.matchAll(/^\| `([^`]+)` \| (till|hub) \| (\d) \| (yes|no) \|/gm)];
  const told = rows.map(([, topic, sender, qos, retained]) => ({
    address: `${TOPIC_ROOT}/${topic}`,
    action: sender === 'till' ? 'send' : 'receive',
    qos: Number(qos),
    retained: retained === 'yes',
  }));
  const known = CHANNELS.filter(({ address }) => !address.includes('/device/'));
  expect(told).toEqual(
    known.map(({ address, action, qos, retained }) => ({ address, action, qos, retained })),
  );
});

test('the README names every outcome and the limits as they are', () => {
  const outcomes = [...README.matchAll(/^\| `(\w+)` \|[^|]+\|[^|]+\|$/gm)].map(([, name]) => name);
  expect(outcomes).toEqual(EventReply.shape.outcome.options);
  expect(README).toContain(
    `${LIMITS.lines.toLocaleString('en')} lines and ${LIMITS.eventBytes.toLocaleString('en')} bytes`,
  );
  expect(README).toContain(`more than ${LIMITS.eventMessageBytes.toLocaleString('en')} bytes`);
});

const FROM = { kind: 'till', name: 'till-1' } as const;

/** A shop that knows both products and has tea, and a till that has lost its first numbers. */
const SHOP_BEFORE = [
  productEvent('TEA-100', 'each'),
  productEvent('CHEESE', 'kg'),
  received({ sku: 'TEA-100', quantity: '10' }),
  {
    type: 'backroom.sequence.skipped.v1',
    data: { first: '000000000002', last: '000000000041', reason: 'a new disk' },
    sequence: 1,
    source: sourceOf(EXAMPLE),
  },
  liabilityAdjusted('g-118', 2_000),
];

function productEvent(sku: string, unit: string) {
  const data = { sku, name: sku, kind: 'goods', unit, barcodes: [] };
  return { type: 'backroom.product.set.v1', data };
}

function sourceOf(example: string): string {
  return (JSON.parse(example) as { source: string }).source;
}

function intakeOf(ledger: Ledger): Intake {
  const { store, installation } = must(parseSource(sourceOf(EXAMPLE)), 'the source of the example');
  return new Intake({
    identity: { store, installation, incarnation: '' },
    clock: systemClock,
    commit: async (event) => must(ledger.commit([event]).replies[0], 'the reply'),
    addRejected: async () => undefined,
    find: () => null,
  });
}

/** The sale of the page as event 43, with a comma in its first quantity. */
function unreadableSale(id: string | undefined): Buffer {
  const sale = JSON.parse(EXAMPLE) as { data: SaleCompleted };
  const [first, ...others] = sale.data.lines;
  const lines = [{ ...first, quantity: '2,5' }, ...others];
  return bytesOf({ ...sale, id, sequence: '000000000043', data: { ...sale.data, lines } });
}

/** As it goes over the wire. */
function plain(reply: EventReply): unknown {
  return JSON.parse(JSON.stringify(reply));
}

function requiredFields(type: string): string[] {
  const shape = isEventType(type) ? EVENT_TYPES[type].data.shape : {};
  return Object.entries<z.ZodType>(shape).flatMap(([name, field]) =>
    field.safeParse(undefined).success ? [] : [name],
  );
}
