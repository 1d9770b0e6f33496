import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHANNELS } from '../../hub/contract/emit/channels.ts';
import { parseSource } from '../../hub/contract/envelope.ts';
import { LIMITS } from '../../hub/contract/limits.ts';
import { readEvent } from '../../hub/contract/read-event.ts';
import { EventReply } from '../../hub/contract/reply.ts';
import type { SaleCompleted } from '../../hub/contract/sale.ts';
import { TOPIC_ROOT } from '../../hub/contract/topics.ts';

const README = readFileSync(new URL('../../hub/contract/README.md', import.meta.url), 'utf8');
const EXAMPLE = /```json\n([\s\S]*?)```/.exec(README)?.[1] ?? '';

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
