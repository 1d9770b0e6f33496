import mqttPacket, { type Packet } from 'mqtt-packet';
import type { Random } from '../../../scripts/replay/random.ts';

/** Makes packets that are nearly right, requests that are nearly right, and things that are neither. */
const TOPICS = [
  'backroom/v1/till/till-9/event',
  'backroom/v1/till/till-9/status',
  'backroom/v1/till/till-9/ask',
  'backroom/v1/till/till-1/event',
  'backroom/v1/stock/+/+',
  'backroom/v1/hub/status',
  '$SYS/broker',
  '#',
  '+/+',
  'a/#/b',
  '__proto__',
  'constructor',
  'x',
  '/'.repeat(150),
  'l'.repeat(3_000),
  '\u0000',
  '\ufffd',
  'backroom/v1/till/till-9/event/../../../',
];
const CLIENT_IDS = ['till-9', 'till-1', '__proto__', 'toString', '', 'x'.repeat(300)];
const PAYLOADS = [
  '',
  '{}',
  '[]',
  'null',
  '{"id":"a"}',
  '{"specversion":"1.0"}',
  '[[[[[[[[',
  '\ud800',
  '{"__proto__":1}',
];
const PATHS = [
  '/',
  '/live?after=-1',
  '/api/v1/events',
  '/api/v1/stock/%00',
  '/%',
  '/mqtt',
  '/..//',
  '/healthz',
];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'BREW', ''];

export function fuzzedPacket(random: Random): Buffer {
  const bytes = random.chance(15) ? noise(random, 40) : written(anyPacket(random));
  return random.chance(40) ? damaged(random, bytes) : bytes;
}

export function connectPacket(name: string, secret: string, random: Random): Buffer {
  return written({
    ...CONNECT,
    clean: random.chance(70),
    clientId: name,
    username: name,
    password: Buffer.from(secret),
  });
}

/** A frame of a client, with or without what RFC 6455 demands of it. */
export function fuzzedFrame(random: Random): Buffer {
  const payload = random.chance(80) ? fuzzedPacket(random) : noise(random, 200);
  const opcode = random.pick([2, 2, 2, 2, 1, 0, 8, 9, 10, 3, 15]);
  const first = (random.chance(90) ? 0x80 : 0) | (random.chance(5) ? 0x70 : 0) | opcode;
  const mask = noise(random, 4, 4);
  const isMasked = random.chance(95);
  const body = isMasked ? Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))) : payload;
  const length = random.chance(95) ? body.length : random.below(65_536);
  const header = length < 126 ? [first, length] : [first, 126, length >> 8, length & 0xff];
  if (isMasked) header[1] = (header[1] ?? 0) | 0x80;
  return Buffer.concat([Buffer.from(header), isMasked ? mask : Buffer.alloc(0), body]);
}

export function fuzzedRequest(random: Random): Buffer {
  const body = random.pick(PAYLOADS);
  const length = random.chance(70)
    ? String(Buffer.byteLength(body))
    : random.pick(['-1', '99999999999', 'x', '0x10']);
  const lines = [
    `${random.pick(METHODS)} ${random.pick(PATHS)} HTTP/${random.pick(['1.1', '1.1', '1.1', '1.0', '9.9'])}`,
    `Host: ${random.pick(['127.0.0.1', 'evil.example', '', '[::'])}`,
    random.chance(50)
      ? `Content-Length: ${length}`
      : `Transfer-Encoding: ${random.pick(['chunked', 'gzip', 'x'])}`,
    `${random.pick(['Authorization', 'Upgrade', 'Expect', 'Origin', 'X'])}: ${random.pick(['Bearer a:b', 'websocket', '100-continue', '\u0001', 'null'])}`,
  ];
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  return random.chance(30) ? damaged(random, bytes) : bytes;
}

const CONNECT = {
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  keepalive: 0,
} as const;

function anyPacket(random: Random): Packet {
  const messageId = random.below(6);
  const topic = random.pick(TOPICS);
  const qos = random.pick([0, 1, 2] as const);
  switch (random.below(10)) {
    case 0:
      return connectOf(random);
    case 1:
    case 2:
    case 3:
      return {
        cmd: 'publish',
        topic,
        payload: random.pick(PAYLOADS),
        qos,
        messageId,
        retain: random.chance(30),
        dup: random.chance(30),
      };
    case 4:
      return {
        cmd: 'subscribe',
        messageId,
        subscriptions: [
          { topic, qos },
          { topic: random.pick(TOPICS), qos },
        ],
      };
    case 5:
      return { cmd: 'unsubscribe', messageId, unsubscriptions: [topic, random.pick(TOPICS)] };
    case 6:
      return { cmd: 'pubrel', messageId };
    case 7:
      return { cmd: random.pick(['puback', 'pubrec', 'pubcomp'] as const), messageId };
    case 8:
      return { cmd: 'pingreq' };
    default:
      return { cmd: 'disconnect' };
  }
}

function connectOf(random: Random): Packet {
  const will = {
    topic: random.pick(TOPICS),
    payload: Buffer.alloc(random.below(50)),
    qos: 1,
    retain: true,
  } as const;
  const known = { ...CONNECT, clientId: random.pick(CLIENT_IDS), ...(random.chance(40) ? { will } : {}) };
  return random.chance(50)
    ? { ...known, username: random.pick(CLIENT_IDS), password: noise(random, 20) }
    : known;
}

/** mqtt-packet refuses to write some of what a bad client writes: then it is a packet of nothing. */
function written(packet: Packet): Buffer {
  try {
    return mqttPacket.generate(packet);
  } catch {
    return Buffer.from([0xc0, 0]);
  }
}

function damaged(random: Random, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let hit = random.below(4); hit > 0 && copy.length > 0; hit -= 1)
    copy[random.below(Math.min(copy.length, 16))] = random.below(256);
  return random.chance(15) ? copy.subarray(0, random.below(copy.length + 1)) : copy;
}

function noise(random: Random, bytesMax: number, bytesMin = 1): Buffer {
  const length = bytesMin + random.below(bytesMax - bytesMin + 1);
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}
