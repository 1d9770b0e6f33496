import { Parser } from '@asyncapi/parser';
import { expect, test } from 'vitest';
import { asyncApiDocument } from '../../hub/contract/emit/asyncapi.ts';
import { CHANNELS } from '../../hub/contract/emit/channels.ts';
import { stockTopic } from '../../hub/contract/topics.ts';

/** DiagnosticSeverity: error 0, warning 1, information 2. */
const WARNING = 1;

test('the AsyncAPI document is valid AsyncAPI 3.0, without a warning', async () => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApiDocument()));
  expect(diagnostics.filter(({ severity }) => severity <= WARNING)).toEqual([]);
  expect(document?.version()).toBe('3.0.0');
  expect(document?.channels().length).toBe(CHANNELS.length);
});

test('the parser finds a mistake in a document', async () => {
  const { diagnostics } = await new Parser().parse(
    JSON.stringify({ ...asyncApiDocument(), channels: { broken: 5 } }),
  );
  expect(diagnostics.filter(({ severity }) => severity < WARNING)).not.toEqual([]);
});

test('every parameter of an address is described, and no other', () => {
  for (const channel of CHANNELS) {
    const named = [...channel.address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(named, channel.name).toEqual(Object.keys(channel.parameters ?? {}));
  }
});

test('the stock address is the one that the hub publishes on', () => {
  const address = CHANNELS.find(({ name }) => name === 'stock')?.address ?? '';
  expect(address.replace('{location}', 'back%20room').replace('{sku}', 'a%2F1')).toBe(
    stockTopic('back room', 'a/1'),
  );
});

test('a till sends its events with QoS 1 and without the retained flag, and finds its ack retained', () => {
  expect(CHANNELS.find(({ name }) => name === 'tillEvent')).toMatchObject({
    action: 'send',
    qos: 1,
    retained: false,
  });
  expect(CHANNELS.find(({ name }) => name === 'tillAck')).toMatchObject({
    action: 'receive',
    retained: true,
  });
});
