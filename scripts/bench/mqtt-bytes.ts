import mqttPacket from 'mqtt-packet';
import { must } from '../../hub/kit/assert.ts';

/** MQTT 3.1.1 as bytes: packets built ahead, and no more reading than a load generator needs. */
export const PACKET = { connack: 2, publish: 3, puback: 4, suback: 9 } as const;

export function connectBytes(name: string, secret: string): Buffer {
  return mqttPacket.generate({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: name,
    username: name,
    password: Buffer.from(secret),
    keepalive: 0,
  });
}

export function subscribeBytes(topics: readonly string[], qos: 0 | 1): Buffer {
  const subscriptions = topics.map((topic) => ({ topic, qos }));
  return mqttPacket.generate({ cmd: 'subscribe', messageId: 1, subscriptions });
}

export function publishPacket(topic: string, payload: string, messageId?: number): Buffer {
  return mqttPacket.generate({
    cmd: 'publish',
    topic,
    payload,
    dup: false,
    retain: false,
    ...(messageId === undefined ? { qos: 0 } : { qos: 1, messageId }),
  });
}

export interface SeenPacket {
  readonly type: number;
  /** Of a PUBLISH: its QoS. */
  readonly qos: number;
  readonly body: Buffer;
}

/** Cuts a stream of bytes into packets. */
export class PacketReader {
  #rest: Buffer = Buffer.alloc(0);

  read(chunk: Buffer, take: (packet: SeenPacket) => void): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (let next = bounds(bytes, at); next !== null; next = bounds(bytes, at)) {
      const first = must(bytes[at], 'a first byte');
      take({ type: first >> 4, qos: (first >> 1) & 3, body: bytes.subarray(next.from, next.to) });
      at = next.to;
    }
    this.#rest = bytes.subarray(at);
  }
}

/** Where the body of the packet at `at` begins and ends, or null while some of it is missing. */
function bounds(bytes: Buffer, at: number): { from: number; to: number } | null {
  let length = 0;
  for (let digit = 0; digit < 4; digit += 1) {
    const byte = bytes[at + 1 + digit];
    if (byte === undefined) return null;
    length += (byte & 0x7f) * 128 ** digit;
    if (byte >= 0x80) continue;
    const from = at + 2 + digit;
    return from + length <= bytes.length ? { from, to: from + length } : null;
  }
  throw new Error('a packet whose length has no end');
}

/** Topic, message id and payload of a PUBLISH. */
export function readPublish({ body, qos }: SeenPacket): {
  topic: string;
  messageId: number;
  payload: Buffer;
} {
  const topicEnd = 2 + body.readUInt16BE(0);
  const topic = body.toString('latin1', 2, topicEnd);
  if (qos === 0) return { topic, messageId: 0, payload: body.subarray(topicEnd) };
  return { topic, messageId: body.readUInt16BE(topicEnd), payload: body.subarray(topicEnd + 2) };
}
