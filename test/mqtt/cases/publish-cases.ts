import { EVENT, other, type ProtocolCase, type Step, till } from '../steps.ts';
import {
  bytes,
  number16,
  packet,
  PINGREQ,
  puback,
  publish,
  type PublishFields,
  pubrec,
  suback,
  subscribe,
  text,
} from '../wire.ts';

const OTHERS_EVENT = 'backroom/v1/till/till-2/event';

interface BadPublish {
  readonly statement: string;
  readonly title: string;
  readonly sent: Buffer;
}

const CLOSING: readonly BadPublish[] = [
  {
    statement: 'MQTT-3.3.1-2',
    title: 'a QoS 0 message that says it is sent again',
    sent: publish({ topic: EVENT, message: 'sale', dup: true }),
  },
  {
    statement: 'MQTT-3.3.1-4',
    title: 'a message with QoS 3',
    sent: publish({ topic: EVENT, message: 'sale', qos: 3 }),
  },
  {
    statement: 'MQTT-3.3.1-4',
    title: 'a message with QoS 3 that says it is sent again',
    sent: publish({ topic: EVENT, message: 'sale', qos: 3, dup: true }),
  },
  { statement: 'MQTT-3.3.2-1', title: 'a message without a topic', sent: packet(0x30) },
  { statement: 'MQTT-3.3.2-1', title: 'a topic without its end', sent: packet(0x30, bytes(0)) },
  {
    statement: 'MQTT-3.3.2-1',
    title: 'a topic that goes beyond its packet',
    sent: packet(0x30, bytes(0, 9), Buffer.from('open')),
  },
  {
    statement: 'MQTT-2.3.1-1',
    title: 'a QoS 1 message that ends before its packet id',
    sent: packet(0x32, text(EVENT)),
  },
  {
    statement: 'MQTT-2.3.1-1',
    title: 'a QoS 1 message whose packet id would be the beginning of the next packet',
    sent: Buffer.concat([packet(0x32, text(EVENT)), PINGREQ]),
  },
  { statement: 'MQTT-3.3.2-2', title: 'a topic with +', sent: publish({ topic: 'open/+' }) },
  { statement: 'MQTT-3.3.2-2', title: 'a topic with #', sent: publish({ topic: 'open/#' }) },
  { statement: 'MQTT-4.7.1-1', title: 'a topic with + in a level', sent: publish({ topic: 'open/a+b' }) },
  { statement: 'MQTT-4.7.1-1', title: 'a topic with # in a level', sent: publish({ topic: 'open/a#/b' }) },
  { statement: 'MQTT-4.7.3-1', title: 'an empty topic', sent: publish({ topic: '', message: 'sale' }) },
  { statement: 'MQTT-4.7.3-1', title: 'an empty topic with QoS 1', sent: publish({ topic: '', qos: 1 }) },
  {
    statement: 'MQTT-4.7.3-2',
    title: 'a topic with U+0000',
    sent: publish({ topic: 'backroom/v1/till/till-1/event\u0000' }),
  },
];

const closingCases: ProtocolCase[] = CLOSING.map(({ statement, title, sent }) => ({
  statement,
  title: `${title} closes the connection`,
  steps: [till.signsIn(), till.sends(sent), till.hearsEnd(), till.submitted()],
}));

const FORBIDDEN: Record<string, PublishFields> = {
  'an event of another till with QoS 0': { topic: OTHERS_EVENT, message: 'sale' },
  'an event of another till with QoS 1': { topic: OTHERS_EVENT, message: 'sale', qos: 1 },
  'an event of another till with QoS 2': { topic: OTHERS_EVENT, message: 'sale', qos: 2 },
  'a retained event': { topic: EVENT, message: 'sale', qos: 1, retain: true },
  'a message of the broker itself': { topic: '$SYS/x/heartbeat', message: 'x' },
  'a reply': { topic: 'backroom/v1/till/till-1/reply', message: '{}', qos: 1 },
};

const forbiddenCases: ProtocolCase[] = Object.entries(FORBIDDEN).map(([what, fields]) => ({
  statement: 'MQTT-3.3.5-2',
  title: `${what} is not allowed, and closes the connection without an acknowledgement`,
  steps: [till.signsIn(), till.sends(publish(fields)), till.hearsEnd(), till.submitted()],
}));

function hearing(filter: string, qos: number): readonly (Step | readonly Step[])[] {
  return [till.signsIn(), till.sends(subscribe(1, [filter, qos])), till.hears(suback(1, qos))];
}

const notPropagatedCases: ProtocolCase[] = [1, 2].flatMap((qos) =>
  [0, 1, 2].map((granted) => ({
    statement: 'MQTT-3.3.1-3',
    title: `a QoS ${qos} message that is sent again is no repetition to a subscriber with QoS ${granted}`,
    steps: [
      ...hearing('open/a', granted),
      other.signsIn(),
      other.sends(publish({ topic: 'open/a', message: 'x', qos, id: 5, dup: true })),
      ...other.hears(qos === 1 ? puback(5) : pubrec(5)),
      till.hearsMessage({ topic: 'open/a', message: 'x', qos: Math.min(qos, granted), dup: false }),
    ],
  })),
);

export const publishCases: readonly ProtocolCase[] = [
  ...closingCases,
  ...forbiddenCases,
  ...notPropagatedCases,
  {
    statement: 'MQTT-3.3.2-3',
    title: 'a message bears the topic that it was published to, not the filter that it matched',
    steps: [
      ...hearing('open/+/b', 0),
      other.signsIn(),
      other.sends(publish({ topic: 'open/a/b', message: 'x' })),
      till.hearsMessage({ topic: 'open/a/b', message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.3.4-1',
    title: 'a QoS 0 message is not acknowledged',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'sale' })),
      till.hearsNothing(),
      till.submitted('sale'),
    ],
  },
  {
    statement: 'MQTT-3.3.4-1',
    title: 'a QoS 1 message is answered with PUBACK',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 1, id: 10 })),
      till.hears(puback(10)),
      till.submitted('sale'),
    ],
  },
  {
    statement: 'MQTT-3.3.4-1',
    title: 'a QoS 2 message is answered with PUBREC',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: 'sale', qos: 2, id: 10 })),
      till.hears(pubrec(10)),
      till.submitted('sale'),
    ],
  },
  {
    statement: 'MQTT-3.3.4-1',
    title: 'an empty message is a message',
    steps: [
      ...hearing('open/a', 0),
      other.signsIn(),
      other.sends(publish({ topic: 'open/a', qos: 1, id: 1 })),
      other.hears(puback(1)),
      till.hearsMessage({ topic: 'open/a' }),
    ],
  },
  {
    statement: 'MQTT-2.3.1-5',
    title: 'a QoS 0 message has no packet id: what follows its topic is the message',
    steps: [
      till.signsIn(),
      till.sends(packet(0x30, text(EVENT), number16(0x4142), Buffer.from('sale'))),
      till.hearsNothing(),
      till.submitted('ABsale'),
    ],
  },
  {
    statement: 'MQTT-3.3.5-1',
    title: 'overlapping subscriptions get a copy each, with their own QoS, the highest among them',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['open/+', 0], ['open/a', 1])),
      till.hears(suback(1, 0, 1)),
      other.signsIn(),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 1, id: 1 })),
      other.hears(puback(1)),
      till.hearsMessage({ topic: 'open/a', message: 'x', qos: 1 }),
      till.hearsMessage({ topic: 'open/a', message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.3.5-1',
    title: 'a subscription to the very topic lowers the QoS of one with a wildcard',
    deviates:
      'The highest QoS is demanded; aedes takes that of the subscription whose filter is the topic. What the hub tells live has QoS 0.',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['open/a', 0], ['open/+', 1])),
      till.hears(suback(1, 0, 1)),
      other.signsIn(),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 1, id: 1 })),
      other.hears(puback(1)),
      till.hearsMessage({ topic: 'open/a', message: 'x' }),
      till.hearsMessage({ topic: 'open/a', message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.3.5-1',
    title: 'a QoS 0 message that overtakes a QoS 1 message takes nothing away from it',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['open/#', 1])),
      till.hears(suback(1, 1)),
      other.signsIn(),
      other.sends(
        publish({ topic: 'open/a', message: 'first', qos: 1, id: 1 }),
        publish({ topic: 'open/b', message: 'second' }),
      ),
      other.hears(puback(1)),
      till.hearsMessage({ topic: 'open/b', message: 'second' }),
      till.hearsMessage({ topic: 'open/a', message: 'first', qos: 1 }),
    ],
  },
];
