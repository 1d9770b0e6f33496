import { other, type ProtocolCase, till } from '../steps.ts';
import { puback, publish, suback, subscribe } from '../wire.ts';
import { comesBack, hears, says, session } from './session-world.ts';

export const resendCases: readonly ProtocolCase[] = [
  {
    statement: 'MQTT-4.4.0-1',
    title: 'a QoS 1 message that was not acknowledged is sent again with its packet id',
    steps: [
      ...session(1),
      ...says('x', 1, 1),
      hears('x', 1, { id: 'it' }),
      till.drops(),
      comesBack,
      hears('x', 1, { id: 'it', dup: true }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-1',
    title: 'a QoS 2 message that is sent again says so',
    steps: [
      ...session(2),
      ...says('x', 2, 1),
      hears('x', 2, { id: 'it' }),
      till.drops(),
      comesBack,
      hears('x', 2, { id: 'it', dup: true }),
    ],
  },
  {
    statement: 'MQTT-3.3.1-1',
    title: 'a message that waited for a client is not sent again, but for the first time',
    steps: [...session(1), till.leaves(), ...says('x', 1, 1), comesBack, hears('x', 1, { dup: false })],
  },
  {
    statement: 'MQTT-4.4.0-1',
    title: 'a PUBREL that was not answered is sent again, and the message is not',
    steps: [
      ...session(2),
      ...says('x', 2, 1),
      hears('x', 2, { id: 'it' }),
      till.sendsAbout('pubrec', 'it'),
      till.hearsAbout('pubrel', 'it'),
      till.drops(),
      comesBack,
      till.hearsAbout('pubrel', 'it'),
      till.sendsAbout('pubcomp', 'it'),
      till.leaves(),
      comesBack,
      till.hearsNothing(),
    ],
  },
  {
    statement: 'MQTT-4.4.0-1',
    title: 'what was acknowledged is not sent again',
    steps: [
      ...session(1),
      ...says('x', 1, 1),
      hears('x', 1, { id: 'it' }),
      till.sendsAbout('puback', 'it'),
      till.leaves(),
      comesBack,
      till.hearsNothing(),
    ],
  },
  {
    statement: 'MQTT-4.5.0-1',
    title: 'a message waits for every session whose subscription matches',
    steps: [
      ...session(1),
      till.leaves(),
      other.sends(subscribe(1, ['open/+', 1])),
      other.hears(suback(1, 1)),
      other.sends(publish({ topic: 'open/a', message: 'x', qos: 1, id: 5 })),
      other.hears(puback(5)),
      other.hearsMessage({ topic: 'open/a', message: 'x', qos: 1 }),
      comesBack,
      hears('x', 1),
    ],
  },
  {
    statement: 'MQTT-4.6.0-1',
    title: 'messages that are sent again come in the order in which they were sent first',
    steps: [
      ...session(1),
      ...says('1', 1, 1),
      ...says('2', 1, 2),
      ...says('3', 1, 3),
      hears('1', 1, { id: 'first' }),
      hears('2', 1, { id: 'second' }),
      hears('3', 1, { id: 'third' }),
      till.sendsAbout('puback', 'second'),
      till.drops(),
      comesBack,
      hears('1', 1, { id: 'first', dup: true }),
      hears('3', 1, { id: 'third', dup: true }),
    ],
  },
];
