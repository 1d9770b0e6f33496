import { other, type ProtocolCase, type Step, till } from '../steps.ts';
import { puback, publish, type PublishFields, pubcomp, pubrec, pubrel, suback, subscribe } from '../wire.ts';

type Steps = readonly (Step | readonly Step[])[];

/** The other till keeps a message, and has been told so. */
function keeps(fields: Omit<PublishFields, 'topic' | 'qos' | 'retain'>, id = 1): Steps {
  const kept = publish({ topic: 'open/kept', qos: 1, retain: true, id, ...fields });
  return [other.sends(kept), other.hears(puback(id))];
}

function subscribes(qos: number, id = 1): Steps {
  return [till.sends(subscribe(id, ['open/kept', qos])), till.hears(suback(id, qos))];
}

const kept = { topic: 'open/kept', retain: true } as const;

export const retainedCases: readonly ProtocolCase[] = [
  {
    statement: 'MQTT-3.3.1-5',
    title: 'a retained message is kept with its QoS 1',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'x' }),
      till.signsIn(),
      ...subscribes(1),
      till.hearsMessage({ ...kept, message: 'x', qos: 1 }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-5',
    title: 'a retained message with QoS 2 is kept with its QoS',
    steps: [
      other.signsIn(),
      other.sends(publish({ ...kept, message: 'x', qos: 2, id: 3 })),
      other.hears(pubrec(3)),
      other.sends(pubrel(3)),
      other.hears(pubcomp(3)),
      till.signsIn(),
      ...subscribes(2),
      till.hearsMessage({ ...kept, message: 'x', qos: 2 }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-5',
    title: 'a retained message with QoS 1 comes with QoS 0 to who asked for QoS 0',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'x' }),
      till.signsIn(),
      ...subscribes(0),
      till.hearsMessage({ ...kept, message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-6',
    title: 'the last retained message of a topic comes, and no earlier one',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'first' }, 1),
      ...keeps({ message: 'second' }, 2),
      till.signsIn(),
      ...subscribes(0),
      till.hearsMessage({ ...kept, message: 'second' }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-6',
    title: 'each topic that a filter matches gives its retained message',
    steps: [
      other.signsIn(),
      other.sends(publish({ topic: 'open/a', message: '1', qos: 1, id: 1, retain: true })),
      other.hears(puback(1)),
      other.sends(publish({ topic: 'open/b', message: '2', qos: 1, id: 2, retain: true })),
      other.hears(puback(2)),
      till.signsIn(),
      till.sends(subscribe(1, ['open/+', 0])),
      till.hears(suback(1, 0)),
      till.hearsMessage({ topic: 'open/a', message: '1', retain: true }),
      till.hearsMessage({ topic: 'open/b', message: '2', retain: true }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-6',
    title: 'a topic without a retained message gives none',
    steps: [till.signsIn(), ...subscribes(0), till.hearsNothing()],
  },
  {
    statement: 'MQTT-3.3.1-6',
    title: 'a retained message comes again with each SUBSCRIBE',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'x' }),
      till.signsIn(),
      ...subscribes(0, 1),
      till.hearsMessage({ ...kept, message: 'x' }),
      ...subscribes(0, 2),
      till.hearsMessage({ ...kept, message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-7',
    title: 'a retained QoS 0 message takes the place of one with QoS 1',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'first' }),
      other.sends(publish({ ...kept, message: 'second' })),
      other.hearsNothing(),
      till.signsIn(),
      ...subscribes(1),
      till.hearsMessage({ ...kept, message: 'second' }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-8',
    title: 'what comes of a new subscription is marked as retained',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'x' }),
      till.signsIn(),
      ...subscribes(0),
      till.hearsMessage({ topic: 'open/kept', message: 'x', retain: true }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-9',
    title: 'what comes of a standing subscription is not marked as retained',
    steps: [
      till.signsIn(),
      ...subscribes(1),
      other.signsIn(),
      ...keeps({ message: 'x' }),
      till.hearsMessage({ topic: 'open/kept', message: 'x', qos: 1, retain: false }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-9',
    title: 'what waited for a client that was away is not marked as retained',
    steps: [
      till.signsIn({ clean: false }),
      ...subscribes(1),
      till.leaves(),
      other.signsIn(),
      ...keeps({ message: 'x' }),
      other.hearsNothing(),
      till.signsIn({ clean: false }, true),
      till.hearsMessage({ topic: 'open/kept', message: 'x', qos: 1, retain: false }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-10',
    title: 'an empty retained message reaches the subscribers',
    steps: [
      till.signsIn(),
      ...subscribes(1),
      other.signsIn(),
      ...keeps({}),
      till.hearsMessage({ topic: 'open/kept', qos: 1 }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-10',
    title: 'an empty retained message takes away what was retained',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'x' }, 1),
      ...keeps({}, 2),
      other.hearsNothing(),
      till.signsIn(),
      ...subscribes(0),
      till.hearsNothing(),
    ],
  },
  {
    statement: 'MQTT-3.3.1-11',
    title: 'an empty retained message is not retained',
    steps: [
      other.signsIn(),
      ...keeps({}),
      other.hearsNothing(),
      till.signsIn(),
      ...subscribes(1),
      till.hearsNothing(),
    ],
  },
  {
    statement: 'MQTT-3.3.1-12',
    title: 'a message that is not retained leaves what was retained',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'x' }),
      other.sends(publish({ topic: 'open/kept', message: 'y', qos: 1, id: 2 })),
      other.hears(puback(2)),
      till.signsIn(),
      ...subscribes(0),
      till.hearsMessage({ ...kept, message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-12',
    title: 'an empty message that is not retained leaves what was retained',
    steps: [
      other.signsIn(),
      ...keeps({ message: 'x' }),
      other.sends(publish({ topic: 'open/kept', qos: 1, id: 2 })),
      other.hears(puback(2)),
      till.signsIn(),
      ...subscribes(0),
      till.hearsMessage({ ...kept, message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-3.1.2-7',
    title: 'what was retained outlives the session of who published it',
    steps: [
      other.signsIn({ clean: true }),
      ...keeps({ message: 'x' }),
      other.leaves(),
      till.signsIn(),
      ...subscribes(0),
      till.hearsMessage({ ...kept, message: 'x' }),
    ],
  },
];
