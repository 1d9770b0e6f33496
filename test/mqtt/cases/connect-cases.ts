import { EVENT, long, other, type ProtocolCase, short, till, twin } from '../steps.ts';
import {
  bytes,
  connack,
  connect,
  DISCONNECT,
  number16,
  packet,
  PINGREQ,
  PINGRESP,
  puback,
  pubcomp,
  publish,
  pubrec,
  pubrel,
  suback,
  subscribe,
  text,
  unsubscribe,
} from '../wire.ts';

const BEFORE_CONNECT = {
  'a PUBLISH': publish({ topic: EVENT, message: 'sale' }),
  'a PUBLISH with QoS 1': publish({ topic: EVENT, message: 'sale', qos: 1 }),
  'a PUBACK': puback(1),
  'a PUBREC': pubrec(1),
  'a PUBREL': pubrel(1),
  'a PUBCOMP': pubcomp(1),
  'a SUBSCRIBE': subscribe(1, ['open/a', 0]),
  'an UNSUBSCRIBE': unsubscribe(1, 'open/a'),
  'a PINGREQ': PINGREQ,
  'a DISCONNECT': DISCONNECT,
};

const firstPacketCases: ProtocolCase[] = Object.entries(BEFORE_CONNECT).map(([what, first]) => ({
  statement: 'MQTT-3.1.0-1',
  title: `${what} before CONNECT closes the connection`,
  steps: [till.sends(first), till.hearsEnd(), till.submitted()],
}));

const PROTOCOL_NAMES = ['MQTX', 'mqtt', 'MQTTX', 'MQT', '', 'HTTP'];

const protocolNameCases: ProtocolCase[] = PROTOCOL_NAMES.map((protocol) => ({
  statement: 'MQTT-3.1.2-1',
  title: `the protocol name "${protocol}" closes the connection`,
  steps: [till.connects({ protocol }), till.hearsEnd()],
}));

const LEVELS = [0, 1, 2, 3, 5, 6, 127, 132, 255];

const levelCases: ProtocolCase[] = LEVELS.map((level) => ({
  statement: 'MQTT-3.1.2-2',
  title: `protocol level ${level} is answered with return code 1`,
  steps: [till.connects({ level }), till.hears(connack(1)), till.hearsEnd()],
}));

/** A CONNECT of whose bytes only these are right. */
const header = Buffer.concat([text('MQTT'), bytes(4)]);

const MALFORMED = {
  'of no bytes': packet(0x10),
  'that ends in the protocol name': packet(0x10, bytes(0, 4, 0x4d, 0x51)),
  'without a level': packet(0x10, text('MQTT')),
  'without flags': packet(0x10, header),
  'that ends in the keep alive': packet(0x10, header, bytes(2, 0)),
  'whose client id goes beyond its end': packet(0x10, header, bytes(2, 0, 0, 0, 9, 0x78)),
  'with bytes after its last field': connect({ ...till.identity, trailing: bytes(0, 1, 0x78) }),
};

const malformedCases: ProtocolCase[] = Object.entries(MALFORMED).map(([what, first]) => ({
  statement: 'MQTT-3.1.4-1',
  title: `a CONNECT ${what} closes the connection without a CONNACK`,
  steps: [till.sends(first), till.hearsEnd()],
}));

export const connectCases: readonly ProtocolCase[] = [
  ...firstPacketCases,
  {
    statement: 'MQTT-3.1.0-2',
    title: 'a second CONNECT closes the connection',
    steps: [till.signsIn(), till.connects(), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.1.0-2',
    title: 'a second CONNECT of somebody else closes the connection',
    steps: [till.signsIn(), till.sends(connect(other.identity)), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.1.0-2',
    title: 'a second CONNECT with a wrong secret closes the connection without a CONNACK',
    steps: [till.signsIn(), till.connects({ secret: 'wrong' }), till.hearsEnd()],
  },
  ...protocolNameCases,
  {
    statement: 'MQTT-3.1.2-1',
    title: 'the protocol name of MQTT 3.1 with the level of 3.1.1 closes the connection',
    steps: [till.connects({ protocol: 'MQIsdp' }), till.hearsEnd()],
  },
  ...levelCases,
  {
    statement: 'MQTT-3.1.2-2',
    title: 'MQTT 3.1 is answered with return code 1',
    steps: [till.connects({ protocol: 'MQIsdp', level: 3 }), till.hears(connack(1)), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.1.2-3',
    title: 'a reserved flag that is set closes the connection',
    steps: [till.connects({ flipFlags: 1 }), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.1.3-1',
    title: 'the fields are read in their order: id, will topic, will message, user name, password',
    steps: [till.signsIn({ will: { topic: 'open/will', message: 'gone' } })],
  },
  {
    statement: 'MQTT-3.1.3-1',
    title: 'a password in the place of the user name is not taken for the user name',
    steps: [
      till.connects({ name: till.identity.secret, secret: till.identity.name }),
      till.hears(connack(4)),
      till.hearsEnd(),
    ],
  },
  {
    statement: 'MQTT-3.1.3-3',
    title: 'a CONNECT without a client id closes the connection',
    steps: [till.sends(packet(0x10, header, bytes(2), number16(0))), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.1.3-5',
    title: 'a client id of one letter is taken',
    steps: [short.signsIn(), short.hearsNothing()],
  },
  {
    statement: 'MQTT-3.1.3-5',
    title: 'a client id of 23 letters and digits is taken',
    steps: [long.signsIn(), long.hearsNothing()],
  },
  {
    statement: 'MQTT-3.1.3-6',
    title: 'an empty client id is not allowed: the id must be the proved name',
    steps: [till.connects({ id: '' }), till.hears(connack(2)), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.1.3-8',
    title: 'an empty client id with CleanSession 0 is answered with return code 2',
    steps: [till.connects({ id: '', clean: false }), till.hears(connack(2)), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.1.3-9',
    title: 'a client id that is not the user name is answered with return code 2',
    steps: [till.connects({ id: other.name }), till.hears(connack(2)), till.hearsEnd()],
  },
  ...malformedCases,
  {
    statement: 'MQTT-3.1.4-2',
    title: 'a second connection of a till ends the first',
    steps: [till.signsIn(), twin.signsIn(), till.hearsEnd(), twin.hearsNothing()],
  },
  {
    statement: 'MQTT-3.1.4-2',
    title: 'a second connection that is refused leaves the first',
    steps: [
      till.signsIn(),
      twin.connects({ secret: 'wrong' }),
      twin.hears(connack(4)),
      twin.hearsEnd(),
      till.hearsNothing(),
    ],
  },
  {
    statement: 'MQTT-3.1.4-4',
    title: 'a right CONNECT is answered with return code 0',
    steps: [till.signsIn()],
  },
  {
    statement: 'MQTT-3.1.4-4',
    title: 'a CONNECT that comes byte by byte is answered with return code 0',
    steps: [till.sendsByteByByte(connect(till.identity)), till.hears(connack())],
  },
  {
    statement: 'MQTT-3.1.4-5',
    title: 'what follows a refused CONNECT in the same write is not looked at',
    steps: [
      till.sends(
        connect({ ...till.identity, secret: 'wrong' }),
        publish({ topic: EVENT, message: 'sale', qos: 1 }),
      ),
      till.hears(connack(4)),
      till.hearsEnd(),
      till.submitted(),
    ],
  },
  {
    statement: 'MQTT-3.1.4-5',
    title: 'what follows a CONNECT of another protocol level is not looked at',
    steps: [
      till.sends(connect({ ...till.identity, level: 5 }), publish({ topic: EVENT, message: 'sale', qos: 1 })),
      till.hears(connack(1)),
      till.hearsEnd(),
      till.submitted(),
    ],
  },
  {
    statement: 'MQTT-3.2.0-1',
    title: 'CONNACK comes first, whatever a client sends ahead of it',
    steps: [
      till.sends(
        connect(till.identity),
        subscribe(7, ['backroom/v1/hub/gone', 0]),
        publish({ topic: EVENT, message: 'sale', qos: 1, id: 8 }),
        PINGREQ,
      ),
      till.hears(connack(), suback(7, 0x80), PINGRESP, puback(8)),
      till.submitted('sale'),
    ],
  },
];
