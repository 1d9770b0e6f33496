import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { expect, test } from 'vitest';
import { publishBytes } from './publish-bytes.ts';

const packetOf = (topic: string, payload: string): Buffer =>
  mqttPacket.generate({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false });

test('a message has the same bytes as the library would give it', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      (topic, payload) => {
        expect(publishBytes(Buffer.from(topic), payload)).toEqual(packetOf(topic, payload));
      },
    ),
  );
});

test.each([120, 125, 126, 16_380, 16_385, 2_097_150])('also around each step of the length: %i', (length) => {
  const payload = 'x'.repeat(length);
  expect(publishBytes(Buffer.from('a'), payload).equals(packetOf('a', payload))).toBe(true);
});
