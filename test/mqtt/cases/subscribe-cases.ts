import { other, type ProtocolCase, type Step, till } from '../steps.ts';
import {
  bytes,
  type FilterAndQos,
  number16,
  packet,
  puback,
  pubcomp,
  publish,
  pubrec,
  suback,
  subscribe,
  text,
  unsuback,
  unsubscribe,
} from '../wire.ts';

type Steps = readonly (Step | readonly Step[])[];

const CLOSING: Record<string, { readonly statement: string; readonly sent: Buffer }> = {
  'a SUBSCRIBE without a filter': { statement: 'MQTT-3.8.3-3', sent: packet(0x82, number16(1)) },
  'a SUBSCRIBE of no bytes': { statement: 'MQTT-3.8.3-3', sent: packet(0x82) },
  'a filter without a QoS': { statement: 'MQTT-3.8.3-3', sent: packet(0x82, number16(1), text('open/a')) },
  'a filter that goes beyond its packet': {
    statement: 'MQTT-3.8.3-1',
    sent: packet(0x82, number16(1), bytes(0, 20), Buffer.from('open/a'), bytes(0)),
  },
  'a subscription with QoS 3': { statement: 'MQTT-3-8.3-4', sent: subscribe(1, ['open/a', 3]) },
  'a subscription with reserved bits': { statement: 'MQTT-3-8.3-4', sent: subscribe(1, ['open/a', 0x04]) },
  'a subscription with the highest bit': { statement: 'MQTT-3-8.3-4', sent: subscribe(1, ['open/a', 0x81]) },
  'a second subscription with QoS 3': {
    statement: 'MQTT-3-8.3-4',
    sent: subscribe(1, ['open/a', 1], ['open/b', 3]),
  },
  'an UNSUBSCRIBE without a filter': { statement: 'MQTT-3.10.3-2', sent: packet(0xa2, number16(1)) },
  'an UNSUBSCRIBE of no bytes': { statement: 'MQTT-3.10.3-2', sent: packet(0xa2) },
  'an UNSUBSCRIBE whose filter goes beyond it': {
    statement: 'MQTT-3.10.3-1',
    sent: packet(0xa2, number16(1), bytes(0, 20), Buffer.from('open/a')),
  },
};

const closingCases: ProtocolCase[] = Object.entries(CLOSING).map(([what, { statement, sent }]) => ({
  statement,
  title: `${what} closes the connection`,
  steps: [till.signsIn(), till.sends(sent), till.hearsEnd()],
}));

function subscribed(...filters: readonly FilterAndQos[]): Steps {
  return [
    till.signsIn(),
    till.sends(subscribe(1, ...filters)),
    till.hears(suback(1, ...filters.map(([, qos]) => qos))),
    other.signsIn(),
  ];
}

/** The other till publishes with that QoS, and has its acknowledgement. */
function published(message: string, qos: number, id = 1): Steps {
  const sent = other.sends(publish({ topic: 'open/a', message, qos, id }));
  if (qos === 0) return [sent];
  return [sent, other.hears(qos === 1 ? puback(id) : pubrec(id))];
}

const QOS = [0, 1, 2];

const lowestCases: ProtocolCase[] = ['open/a', 'open/+'].flatMap((filter) =>
  QOS.flatMap((sent) =>
    QOS.map((granted) => ({
      statement: 'MQTT-3.8.4-6',
      title: `QoS ${sent} reaches a subscription to ${filter} with QoS ${granted} as QoS ${Math.min(sent, granted)}`,
      steps: [
        ...subscribed([filter, granted]),
        ...published('x', sent),
        till.hearsMessage({ topic: 'open/a', message: 'x', qos: Math.min(sent, granted) }),
      ],
    })),
  ),
);

export const subscribeCases: readonly ProtocolCase[] = [
  ...closingCases,
  ...lowestCases,
  {
    statement: 'MQTT-3.8.3-2',
    title: 'filters with wildcards are taken',
    steps: [...subscribed(['open/+/b', 0], ['open/a/#', 1], ['backroom/v1/stock/+/+', 0])],
  },
  {
    statement: 'MQTT-3.8.4-1',
    title: 'a SUBSCRIBE is answered with a SUBACK',
    steps: [...subscribed(['open/a', 0])],
  },
  {
    statement: 'MQTT-3.8.4-2',
    title: 'two SUBSCRIBEs in one write are answered each with its own packet id',
    steps: [
      till.signsIn(),
      till.sends(subscribe(11, ['open/a', 0]), subscribe(12, ['open/b', 1])),
      till.hears(suback(11, 0), suback(12, 1)),
    ],
  },
  {
    statement: 'MQTT-3.8.4-3',
    title: 'the same filter again takes the place of the subscription, with its new QoS',
    steps: [
      ...subscribed(['open/a', 0]),
      till.sends(subscribe(2, ['open/a', 1])),
      till.hears(suback(2, 1)),
      ...published('x', 1),
      till.hearsMessage({ topic: 'open/a', message: 'x', qos: 1 }),
      ...published('y', 1, 2),
      till.hearsMessage({ topic: 'open/a', message: 'y', qos: 1 }),
    ],
  },
  {
    statement: 'MQTT-3.8.4-3',
    title: 'the same filter again with a lower QoS lowers it',
    steps: [
      ...subscribed(['open/+', 2]),
      till.sends(subscribe(2, ['open/+', 0])),
      till.hears(suback(2, 0)),
      ...published('x', 1),
      till.hearsMessage({ topic: 'open/a', message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.8.4-4',
    title: 'many filters in one SUBSCRIBE are answered with one SUBACK, and all of them are heard',
    steps: [
      ...subscribed(['open/x', 0], ['open/a', 0], ['open/y', 2]),
      ...published('x', 0),
      till.hearsMessage({ topic: 'open/a', message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.8.4-5',
    title: 'a filter that is not allowed is answered with 0x80, the others with their QoS',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['open/a', 1], ['#', 0], ['$SYS/#', 2], ['open/b', 2])),
      till.hears(suback(1, 1, 0x80, 0x80, 2)),
    ],
  },
  {
    statement: 'MQTT-3.8.4-5',
    title: 'a filter that stands twice in one SUBSCRIBE is answered once',
    deviates:
      'A code for each of the two is demanded; aedes drops the first of them before it answers. No client of a shop asks twice.',
    steps: [till.signsIn(), till.sends(subscribe(1, ['open/a', 0], ['open/a', 1])), till.hears(suback(1, 1))],
  },
  {
    statement: 'MQTT-3.9.3-1',
    title: 'the codes of a SUBACK stand in the order of the filters',
    steps: [...subscribed(['open/b', 2], ['open/a', 0], ['open/c', 1])],
  },
  {
    statement: 'MQTT-3.9.3-2',
    title: 'a SUBACK knows the codes 0, 1, 2 and 0x80',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['open/a', 0], ['open/b', 1], ['open/c', 2], ['backroom/#', 2])),
      till.hears(suback(1, 0, 1, 2, 0x80)),
    ],
  },
  {
    statement: 'MQTT-3.10.4-1',
    title: 'a filter to leave is compared byte for byte',
    steps: [
      ...subscribed(['open/a', 0]),
      till.sends(unsubscribe(2, 'open/A', 'open/+', 'open/a/', 'open/#')),
      till.hears(unsuback(2)),
      ...published('x', 0),
      till.hearsMessage({ topic: 'open/a', message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.10.4-1',
    title: 'a filter with a wildcard is left by its own text',
    steps: [
      ...subscribed(['open/+', 0], ['open/a', 0]),
      till.sends(unsubscribe(2, 'open/+')),
      till.hears(unsuback(2)),
      ...published('x', 0),
      till.hearsMessage({ topic: 'open/a', message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.10.4-2',
    title: 'what was left is heard no more',
    steps: [
      ...subscribed(['open/a', 0], ['open/end', 0]),
      till.sends(unsubscribe(2, 'open/a')),
      till.hears(unsuback(2)),
      ...published('x', 0),
      other.sends(publish({ topic: 'open/end' })),
      till.hearsMessage({ topic: 'open/end' }),
    ],
  },
  {
    statement: 'MQTT-3.10.4-3',
    title: 'a QoS 2 message that is under way is brought to its end after the subscription was left',
    steps: [
      ...subscribed(['open/a', 2]),
      ...published('x', 2),
      till.hearsMessage({ topic: 'open/a', message: 'x', qos: 2, id: 'it' }),
      till.sends(unsubscribe(2, 'open/a')),
      till.hears(unsuback(2)),
      till.sendsAbout('pubrec', 'it'),
      till.hearsAbout('pubrel', 'it'),
      till.sendsAbout('pubcomp', 'it'),
    ],
  },
  {
    statement: 'MQTT-3.10.4-4',
    title: 'an UNSUBSCRIBE is answered with an UNSUBACK of its packet id',
    steps: [...subscribed(['open/a', 0]), till.sends(unsubscribe(513, 'open/a')), till.hears(unsuback(513))],
  },
  {
    statement: 'MQTT-3.10.4-5',
    title: 'an UNSUBSCRIBE of what nobody subscribed to is answered as well',
    steps: [till.signsIn(), till.sends(unsubscribe(5, 'open/a')), till.hears(unsuback(5))],
  },
  {
    statement: 'MQTT-3.10.4-6',
    title: 'many filters in one UNSUBSCRIBE are answered with one UNSUBACK, and all of them are left',
    steps: [
      ...subscribed(['open/a', 0], ['open/b', 0], ['open/end', 0]),
      till.sends(unsubscribe(6, 'open/a', 'open/b', 'open/never')),
      till.hears(unsuback(6)),
      other.sends(publish({ topic: 'open/a' }), publish({ topic: 'open/b' }), publish({ topic: 'open/end' })),
      till.hearsMessage({ topic: 'open/end' }),
    ],
  },
  {
    statement: 'MQTT-3.10.4-3',
    title: 'a PUBCOMP of an unknown message is let pass',
    steps: [till.signsIn(), till.sends(pubcomp(99)), till.hearsNothing()],
  },
];
