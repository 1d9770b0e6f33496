import { EVENT, other, type ProtocolCase, type Step, till } from '../steps.ts';
import {
  packet,
  puback,
  pubcomp,
  publish,
  pubrec,
  pubrel,
  suback,
  subscribe,
  text,
  unsuback,
  unsubscribe,
  bytes,
} from '../wire.ts';

type Steps = readonly (Step | readonly Step[])[];

const WITHOUT_ID = {
  'a QoS 1 message': publish({ topic: EVENT, message: 'sale', qos: 1, id: 0 }),
  'a QoS 2 message': publish({ topic: EVENT, message: 'sale', qos: 2, id: 0 }),
  'a SUBSCRIBE': subscribe(0, ['open/a', 0]),
  'an UNSUBSCRIBE': unsubscribe(0, 'open/a'),
};

const withoutIdCases: ProtocolCase[] = Object.entries(WITHOUT_ID).map(([what, sent]) => ({
  statement: 'MQTT-2.3.1-1',
  title: `${what} with the packet id 0 closes the connection`,
  steps: [till.signsIn(), till.sends(sent), till.hearsEnd(), till.submitted()],
}));

const zeroAckCases: ProtocolCase[] = Object.entries({
  'a PUBACK': puback(0),
  'a PUBREC': pubrec(0),
  'a PUBREL': pubrel(0),
  'a PUBCOMP': pubcomp(0),
}).map(([what, sent]) => ({
  statement: 'MQTT-2.3.1-6',
  title: `${what} with the packet id 0 closes the connection`,
  steps: [till.signsIn(), till.sends(sent), till.hearsEnd()],
}));

const IDS = [1, 255, 256, 65_535];

const sameIdCases: ProtocolCase[] = IDS.flatMap((id) => [
  {
    statement: 'MQTT-2.3.1-6',
    title: `PUBACK, PUBREC and PUBCOMP bear the packet id ${id} of their message`,
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'one', qos: 1, id })),
      till.hears(puback(id)),
      till.sends(publish({ topic: EVENT, message: 'two', qos: 2, id })),
      till.hears(pubrec(id)),
      till.sends(pubrel(id)),
      till.hears(pubcomp(id)),
    ],
  },
  {
    statement: 'MQTT-2.3.1-7',
    title: `SUBACK and UNSUBACK bear the packet id ${id} of what they answer`,
    steps: [
      till.signsIn(),
      till.sends(subscribe(id, ['open/a', 1])),
      till.hears(suback(id, 1)),
      till.sends(unsubscribe(id, 'open/a')),
      till.hears(unsuback(id)),
    ],
  },
]);

function hearing(qos: number): Steps {
  return [
    till.signsIn(),
    till.sends(subscribe(1, ['open/a', qos])),
    till.hears(suback(1, qos)),
    other.signsIn(),
  ];
}

export const qosCases: readonly ProtocolCase[] = [
  ...withoutIdCases,
  ...zeroAckCases,
  ...sameIdCases,
  {
    statement: 'MQTT-2.3.1-4',
    title: 'messages under way to one client have different packet ids, none of them 0',
    steps: [
      ...hearing(1),
      other.sends(
        publish({ topic: 'open/a', message: '1', qos: 1, id: 1 }),
        publish({ topic: 'open/a', message: '2', qos: 1, id: 2 }),
        publish({ topic: 'open/a', message: '3', qos: 1, id: 3 }),
      ),
      other.hears(puback(1), puback(2), puback(3)),
      till.hearsMessage({ topic: 'open/a', message: '1', qos: 1, id: 'first' }),
      till.hearsMessage({ topic: 'open/a', message: '2', qos: 1, id: 'second' }),
      till.hearsMessage({ topic: 'open/a', message: '3', qos: 1, id: 'third' }),
    ],
  },
  {
    statement: 'MQTT-4.3.1-1',
    title: 'a QoS 0 message is passed on with QoS 0 and no packet id',
    steps: [
      ...hearing(2),
      other.sends(publish({ topic: 'open/a', message: 'x' })),
      till.hears(packet(0x30, text('open/a'), Buffer.from('x'))),
    ],
  },
  {
    statement: 'MQTT-4.3.2-1',
    title: 'a QoS 1 message is passed on with QoS 1, not as a repetition, and waits for its PUBACK',
    steps: [
      ...hearing(1),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 1, id: 1 })),
      other.hears(puback(1)),
      till.hearsMessage({ topic: 'open/a', message: 'x', qos: 1, dup: false, id: 'it' }),
      till.sendsAbout('puback', 'it'),
      till.hearsNothing(),
    ],
  },
  {
    statement: 'MQTT-4.3.2-2',
    title: 'after its PUBACK the same packet id is a new message, whatever its DUP flag says',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'first', qos: 1, id: 7 })),
      till.hears(puback(7)),
      till.sends(publish({ topic: EVENT, message: 'second', qos: 1, id: 7, dup: true })),
      till.hears(puback(7)),
      till.submitted('first', 'second'),
    ],
  },
  {
    statement: 'MQTT-4.3.3-1',
    title: 'a QoS 2 message is passed on in four steps, with one packet id',
    steps: [
      ...hearing(2),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 2, id: 1 })),
      other.hears(pubrec(1)),
      till.hearsMessage({ topic: 'open/a', message: 'x', qos: 2, dup: false, id: 'it' }),
      till.sendsAbout('pubrec', 'it'),
      till.hearsAbout('pubrel', 'it'),
      till.sendsAbout('pubcomp', 'it'),
      till.hearsNothing(),
    ],
  },
  {
    statement: 'MQTT-4.3.3-1',
    title: 'a PUBREC that comes twice is answered twice with PUBREL, and the message is not sent again',
    steps: [
      ...hearing(2),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 2, id: 1 })),
      other.hears(pubrec(1)),
      till.hearsMessage({ topic: 'open/a', message: 'x', qos: 2, id: 'it' }),
      till.sendsAbout('pubrec', 'it'),
      till.hearsAbout('pubrel', 'it'),
      till.sendsAbout('pubrec', 'it'),
      till.hearsAbout('pubrel', 'it'),
      till.sendsAbout('pubcomp', 'it'),
      till.hearsNothing(),
    ],
  },
  {
    statement: 'MQTT-4.3.3-2',
    title: 'a QoS 2 message is answered with PUBREC, and its PUBREL with PUBCOMP',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 2, id: 7 })),
      till.hears(pubrec(7)),
      till.sends(pubrel(7)),
      till.hears(pubcomp(7)),
      till.submitted('sale'),
    ],
  },
  {
    statement: 'MQTT-4.3.3-2',
    title: 'a QoS 2 message that comes again before its PUBREL is acknowledged and not passed on again',
    steps: [
      ...hearing(2),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 2, id: 7 })),
      other.hears(pubrec(7)),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 2, id: 7, dup: true })),
      other.hears(pubrec(7)),
      other.sends(publish({ topic: 'open/a', message: 'y', qos: 2, id: 8 })),
      other.hears(pubrec(8)),
      till.hearsMessage({ topic: 'open/a', message: 'x', qos: 2, id: 'x' }),
      till.hearsMessage({ topic: 'open/a', message: 'y', qos: 2, id: 'y' }),
    ],
  },
  {
    statement: 'MQTT-4.3.3-2',
    title: 'after its PUBCOMP the same packet id is a new message',
    steps: [
      ...hearing(0),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 2, id: 7 })),
      other.hears(pubrec(7)),
      till.hearsMessage({ topic: 'open/a', message: 'x' }),
      other.sends(pubrel(7)),
      other.hears(pubcomp(7)),
      other.sends(publish({ topic: 'open/a', message: 'y', qos: 2, id: 7 })),
      other.hears(pubrec(7)),
      till.hearsMessage({ topic: 'open/a', message: 'y' }),
    ],
  },
  {
    statement: 'MQTT-4.3.3-2',
    title: 'a PUBREL of an unknown message is answered with PUBCOMP',
    steps: [till.signsIn(), till.sends(pubrel(99)), till.hears(pubcomp(99))],
  },
  {
    statement: 'MQTT-4.3.3-2',
    title: 'a PUBREL that comes twice is answered twice with PUBCOMP',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 2, id: 7 })),
      till.hears(pubrec(7)),
      till.sends(pubrel(7)),
      till.hears(pubcomp(7)),
      till.sends(pubrel(7)),
      till.hears(pubcomp(7)),
    ],
  },
  {
    statement: 'MQTT-4.3.3-2',
    title: 'an event that comes again with QoS 2 reaches the ledger again, which knows it by its own id',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 2, id: 7 })),
      till.hears(pubrec(7)),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 2, id: 7, dup: true })),
      till.hears(pubrec(7)),
      till.submitted('sale', 'sale'),
    ],
  },
  {
    statement: 'MQTT-4.6.0-2',
    title: 'PUBACKs come in the order of their messages',
    steps: [
      till.signsIn(),
      till.sends(
        publish({ topic: EVENT, message: '1', qos: 1, id: 3 }),
        publish({ topic: 'backroom/v1/till/till-1/status', message: 'x', qos: 1, id: 1 }),
        publish({ topic: EVENT, message: '2', qos: 1, id: 2 }),
      ),
      till.hears(puback(3), puback(1), puback(2)),
    ],
  },
  {
    statement: 'MQTT-4.6.0-5',
    title: 'messages of one topic and QoS come in the order in which they were published',
    steps: [
      ...hearing(1),
      other.sends(...[1, 2, 3, 4].map((id) => publish({ topic: 'open/a', message: `${id}`, qos: 1, id }))),
      other.hears(...[1, 2, 3, 4].map(puback)),
      ...[1, 2, 3, 4].map((id) => till.hearsMessage({ topic: 'open/a', message: `${id}`, qos: 1 })),
    ],
  },
  {
    statement: 'MQTT-4.6.0-6',
    title: 'messages of one topic come in their order with QoS 0 and with QoS 2',
    steps: [
      ...hearing(2),
      other.sends(publish({ topic: 'open/a', message: '1' }), publish({ topic: 'open/a', message: '2' })),
      till.hearsMessage({ topic: 'open/a', message: '1' }),
      till.hearsMessage({ topic: 'open/a', message: '2' }),
      other.sends(
        publish({ topic: 'open/a', message: '3', qos: 2, id: 3 }),
        publish({ topic: 'open/a', message: '4', qos: 2, id: 4 }),
      ),
      other.hears(pubrec(3), pubrec(4)),
      till.hearsMessage({ topic: 'open/a', message: '3', qos: 2 }),
      till.hearsMessage({ topic: 'open/a', message: '4', qos: 2 }),
    ],
  },
  {
    statement: 'MQTT-4.3.2-2',
    title: 'a PUBACK of an unknown message is let pass',
    steps: [till.signsIn(), till.sends(puback(99)), till.hearsNothing()],
  },
  {
    statement: 'MQTT-2.3.1-7',
    title: 'a SUBSCRIBE that ends in its packet id closes the connection',
    steps: [till.signsIn(), till.sends(packet(0x82, bytes(1))), till.hearsEnd()],
  },
];
