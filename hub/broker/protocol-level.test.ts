import { expect, test } from 'vitest';
import { ProtocolLevel } from './protocol-level.ts';

/** The first bytes of a CONNECT. */
function head(name: string, level: number, lengthBytes: readonly number[] = [30]): Buffer {
  return Buffer.from([0x10, ...lengthBytes, 0, name.length, ...Buffer.from(name), level, 2, 0, 0]);
}

test.each([
  ['MQTT', 4, false],
  ['MQTT', 3, true],
  ['MQTT', 5, true],
  ['MQTT', 0x84, true],
  ['MQIsdp', 3, true],
  ['MQTX', 5, false],
])('%s %i is another MQTT: %s', (name, level, isForeign) => {
  expect(new ProtocolLevel().isForeign(head(name, level))).toBe(isForeign);
  expect(new ProtocolLevel().isForeign(head(name, level, [0x80, 0x80, 0x80, 1]))).toBe(isForeign);
});

test('bytes that come one by one show the level once it is there', () => {
  const level = new ProtocolLevel();
  const bytes = head('MQTT', 5);
  const seen = Array.from(bytes, (byte) => level.isForeign(Buffer.from([byte])));
  expect(seen.indexOf(true)).toBe(8);
});

test('only the first packet is looked at', () => {
  const level = new ProtocolLevel();
  expect(level.isForeign(head('MQTT', 4))).toBe(false);
  expect(level.isForeign(head('MQTT', 5))).toBe(false);
});
