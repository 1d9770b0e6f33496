const PUBLISH_QOS_0 = 0x30;
const PUBACK = 0x40;
const LENGTH_BITS = 7;
const LENGTH_MORE = 0x80;

/** The bytes of an MQTT 3.1.1 PUBLISH with QoS 0, not retained (section 3.3). `topic` is UTF-8. */
export function publishBytes(topic: Buffer, payload: string): Buffer {
  const payloadBytes = Buffer.byteLength(payload);
  const length = lengthBytes(2 + topic.length + payloadBytes);
  const packet = Buffer.allocUnsafe(1 + length.length + 2 + topic.length + payloadBytes);
  let offset = packet.writeUInt8(PUBLISH_QOS_0, 0);
  for (const byte of length) offset = packet.writeUInt8(byte, offset);
  offset = packet.writeUInt16BE(topic.length, offset);
  offset += topic.copy(packet, offset);
  packet.write(payload, offset);
  return packet;
}

/** The bytes of a PUBACK (section 3.4). */
export function pubackBytes(messageId: number): Buffer {
  return Buffer.from([PUBACK, 2, messageId >> 8, messageId & 0xff]);
}

/** Section 2.2.3: seven bits a byte, the lowest first, the eighth says that more follow. */
function lengthBytes(length: number): number[] {
  const bytes: number[] = [];
  let rest = length;
  do {
    const low = rest & (LENGTH_MORE - 1);
    rest >>>= LENGTH_BITS;
    bytes.push(rest > 0 ? low | LENGTH_MORE : low);
  } while (rest > 0);
  return bytes;
}
