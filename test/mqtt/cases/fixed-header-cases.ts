import { EVENT, type ProtocolCase, till } from '../steps.ts';
import {
  bytes,
  connect,
  number16,
  packet,
  PINGREQ,
  PINGRESP,
  puback,
  publish,
  suback,
  subscribe,
  text,
  unsuback,
  unsubscribe,
} from '../wire.ts';

/** A packet with its reserved flags turned over. */
function flipped(whole: Buffer, flags: number): Buffer {
  const copy = Buffer.from(whole);
  copy[0] = (copy[0] ?? 0) ^ flags;
  return copy;
}

interface BadPacket {
  readonly statement: string;
  readonly title: string;
  readonly bytes: Buffer;
}

const FLAGS: readonly BadPacket[] = [
  { statement: 'MQTT-2.2.2-2', title: 'a PUBACK with a flag', bytes: flipped(puback(1), 2) },
  { statement: 'MQTT-2.2.2-2', title: 'a PUBREC with a flag', bytes: packet(0x52, number16(1)) },
  { statement: 'MQTT-2.2.2-2', title: 'a PUBCOMP with a flag', bytes: packet(0x71, number16(1)) },
  { statement: 'MQTT-2.2.2-2', title: 'a PINGREQ with a flag', bytes: flipped(PINGREQ, 8) },
  { statement: 'MQTT-3.6.1-1', title: 'a PUBREL without its flag', bytes: packet(0x60, number16(1)) },
  { statement: 'MQTT-3.6.1-1', title: 'a PUBREL with one flag more', bytes: packet(0x63, number16(1)) },
  {
    statement: 'MQTT-3.8.1-1',
    title: 'a SUBSCRIBE without its flag',
    bytes: flipped(subscribe(1, ['open/a', 0]), 2),
  },
  {
    statement: 'MQTT-3.8.1-1',
    title: 'a SUBSCRIBE with one flag more',
    bytes: flipped(subscribe(1, ['open/a', 0]), 8),
  },
  {
    statement: 'MQTT-3.10.1-1',
    title: 'an UNSUBSCRIBE without its flag',
    bytes: flipped(unsubscribe(1, 'open/a'), 2),
  },
  {
    statement: 'MQTT-3.10.1-1',
    title: 'an UNSUBSCRIBE with one flag more',
    bytes: flipped(unsubscribe(1, 'open/a'), 1),
  },
  { statement: 'MQTT-3.14.1-1', title: 'a DISCONNECT with a flag', bytes: packet(0xe1) },
];

const NO_CLIENT_SENDS: readonly BadPacket[] = [
  { statement: 'MQTT-4.8.0-1', title: 'a packet of the reserved type 0', bytes: packet(0x00) },
  { statement: 'MQTT-4.8.0-1', title: 'a packet of the reserved type 15', bytes: packet(0xf0) },
  { statement: 'MQTT-4.8.0-1', title: 'a CONNACK', bytes: packet(0x20, bytes(0, 0)) },
  { statement: 'MQTT-4.8.0-1', title: 'a SUBACK', bytes: suback(1, 0) },
  { statement: 'MQTT-4.8.0-1', title: 'an UNSUBACK', bytes: unsuback(1) },
  { statement: 'MQTT-4.8.0-1', title: 'a PINGRESP', bytes: PINGRESP },
  { statement: 'MQTT-4.8.0-1', title: 'a PINGREQ with a body', bytes: packet(0xc0, bytes(0)) },
  { statement: 'MQTT-4.8.0-1', title: 'a DISCONNECT with a body', bytes: packet(0xe0, bytes(0)) },
  { statement: 'MQTT-4.8.0-1', title: 'a PUBACK of one byte', bytes: packet(0x40, bytes(1)) },
  { statement: 'MQTT-4.8.0-1', title: 'a PUBACK of no byte', bytes: packet(0x40) },
  { statement: 'MQTT-4.8.0-1', title: 'a PUBACK of three bytes', bytes: packet(0x40, bytes(0, 1, 0)) },
  { statement: 'MQTT-4.8.0-1', title: 'a PUBREC of three bytes', bytes: packet(0x50, bytes(0, 1, 0)) },
  { statement: 'MQTT-4.8.0-1', title: 'a PUBREL of three bytes', bytes: packet(0x62, bytes(0, 1, 0)) },
  { statement: 'MQTT-4.8.0-1', title: 'a PUBCOMP of three bytes', bytes: packet(0x70, bytes(0, 1, 0)) },
  {
    statement: 'MQTT-4.8.0-1',
    title: 'a length of five bytes',
    bytes: bytes(0xc0, 0x80, 0x80, 0x80, 0x80, 0),
  },
  {
    statement: 'MQTT-4.8.0-1',
    title: 'a length beyond what the hub takes, before its bytes come',
    bytes: bytes(0x30, 0xff, 0xff, 0xff, 0x7f),
  },
];

const closing: ProtocolCase[] = [...FLAGS, ...NO_CLIENT_SENDS].map(({ statement, title, bytes: sent }) => ({
  statement,
  title: `${title} closes the connection`,
  steps: [till.signsIn(), till.sends(sent), till.hearsEnd()],
}));

export const fixedHeaderCases: readonly ProtocolCase[] = [
  ...closing,
  {
    statement: 'MQTT-2.2.2-2',
    title: 'a CONNECT with a flag closes the connection',
    steps: [till.sends(flipped(connect(till.identity), 1)), till.hearsEnd()],
  },
  {
    statement: 'MQTT-2.2.2-1',
    title: 'SUBACK, UNSUBACK, PUBACK and PINGRESP bear no flags',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['open/a', 0])),
      till.hears(packet(0x90, bytes(0, 1, 0))),
      till.sends(unsubscribe(2, 'open/a')),
      till.hears(packet(0xb0, bytes(0, 2))),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 1, id: 3 })),
      till.hears(packet(0x40, bytes(0, 3))),
      till.sends(PINGREQ),
      till.hears(packet(0xd0)),
    ],
  },
  {
    statement: 'MQTT-2.2.2-1',
    title: 'PUBREC and PUBCOMP bear no flags',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 2, id: 3 })),
      till.hears(packet(0x50, bytes(0, 3))),
      till.sends(packet(0x62, bytes(0, 3))),
      till.hears(packet(0x70, bytes(0, 3))),
    ],
  },
  {
    statement: 'MQTT-7.1.1-1',
    title: 'packets that come byte by byte are read as if they came at once',
    steps: [
      till.signsIn(),
      till.sendsByteByByte(publish({ topic: EVENT, message: 'sale', qos: 1, id: 9 })),
      till.hears(puback(9)),
      till.submitted('sale'),
    ],
  },
  {
    statement: 'MQTT-7.1.1-1',
    title: 'packets that come in one write are read one after the other',
    steps: [
      till.signsIn(),
      till.sends(
        publish({ topic: EVENT, message: 'first', qos: 1, id: 1 }),
        publish({ topic: EVENT, message: 'second', qos: 1, id: 2 }),
        publish({ topic: EVENT, message: 'third', qos: 1, id: 3 }),
      ),
      till.hears(puback(1), puback(2), puback(3)),
      till.submitted('first', 'second', 'third'),
    ],
  },
  {
    statement: 'MQTT-7.1.1-1',
    title: 'a packet whose length takes three digits is read whole',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'x'.repeat(20_000), qos: 1, id: 1 })),
      till.hears(puback(1)),
      till.submitted('x'.repeat(20_000)),
    ],
  },
  {
    statement: 'MQTT-4.8.0-1',
    title: 'a malformed packet takes nothing of what came before it',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 1, id: 1 })),
      till.hears(puback(1)),
      till.sends(packet(0x82, number16(2), text('open/a'), bytes(3))),
      till.hearsEnd(),
      till.submitted('sale'),
    ],
  },
];
