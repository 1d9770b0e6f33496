import { long, other, type ProtocolCase, type Step, till, twin } from '../steps.ts';
import {
  bytes,
  connack,
  DISCONNECT,
  packet,
  PINGREQ,
  publish,
  suback,
  subscribe,
  type WillFields,
} from '../wire.ts';

type Steps = readonly (Step | readonly Step[])[];

const TOPIC = 'open/will';
const will: WillFields = { topic: TOPIC, message: 'gone' };
const gone = { topic: TOPIC, message: 'gone' } as const;

/** The other till hears wills, and the till comes with one. */
function watched(more: Partial<WillFields> = {}, keepAlive = 0): Steps {
  return [...watching, till.signsIn({ will: { ...will, ...more }, keepAlive })];
}

const watching: Steps = [other.signsIn(), other.sends(subscribe(1, [TOPIC, 2])), other.hears(suback(1, 2))];

/** Nothing was heard until now: a message that was published later comes next. */
const nothingHeard: Steps = [
  other.sends(publish({ topic: TOPIC, message: 'later' })),
  other.hearsMessage({ topic: TOPIC, message: 'later' }),
];

/** A client that subscribes after the case hears what was retained, and nothing else. */
function nextSubscriber(...heard: readonly Step[]): Steps {
  return [till.signsIn(), till.sends(subscribe(9, [TOPIC, 0])), till.hears(suback(9, 0)), ...heard];
}

const BREAKS: Record<string, Steps> = {
  'breaks off': [till.drops()],
  'sends what no client sends': [till.sends(packet(0x20, bytes(0, 0))), till.hearsEnd()],
  'sends a malformed packet': [till.sends(packet(0xe0, bytes(0))), till.hearsEnd()],
  'sends a second CONNECT': [till.connects(), till.hearsEnd()],
  'publishes what it may not': [
    till.sends(publish({ topic: 'backroom/v1/till/till-2/event' })),
    till.hearsEnd(),
  ],
  'is pushed away by its own next connection': [twin.signsIn(), till.hearsEnd()],
};

const breakCases: ProtocolCase[] = Object.entries(BREAKS).map(([what, steps]) => ({
  statement: 'MQTT-3.1.2-8',
  title: `the will of a client that ${what} is published, once`,
  steps: [...watched(), ...steps, other.hearsMessage(gone), ...nothingHeard],
}));

const qosCases: ProtocolCase[] = [0, 1, 2].map((qos) => ({
  statement: 'MQTT-3.1.2-9',
  title: `a will with QoS ${qos} is published with it`,
  steps: [...watched({ qos }), till.drops(), other.hearsMessage({ ...gone, qos })],
}));

export const willCases: readonly ProtocolCase[] = [
  ...breakCases,
  ...qosCases,
  {
    statement: 'MQTT-3.1.2-8',
    title: 'the will of a client that was refused is not published',
    steps: [
      ...watching,
      till.connects({ will, secret: 'wrong' }),
      till.hears(connack(4)),
      till.hearsEnd(),
      ...nothingHeard,
    ],
  },
  {
    statement: 'MQTT-3.1.2-8',
    title: 'a will that says nothing is published',
    steps: [...watched({ message: '' }), till.drops(), other.hearsMessage({ topic: TOPIC })],
  },
  {
    statement: 'MQTT-3.1.2-10',
    title: 'a will that was published is not published by the next connection',
    steps: [
      ...watched(),
      till.drops(),
      other.hearsMessage(gone),
      till.signsIn(),
      till.drops(),
      ...nothingHeard,
    ],
  },
  {
    statement: 'MQTT-3.1.2-10',
    title: 'a will that ended with DISCONNECT is not published by the next connection',
    steps: [...watched(), till.leaves(), till.signsIn(), till.drops(), ...nothingHeard],
  },
  {
    statement: 'MQTT-3.1.2-10',
    title: 'the next connection brings its own will',
    steps: [
      ...watched(),
      till.leaves(),
      till.signsIn({ will: { ...will, message: 'again' } }),
      till.drops(),
      other.hearsMessage({ topic: TOPIC, message: 'again' }),
    ],
  },
  {
    statement: 'MQTT-3.1.2-12',
    title: 'who has no will publishes none when it breaks off',
    steps: [...watching, till.signsIn(), till.drops(), ...nothingHeard],
  },
  {
    statement: 'MQTT-3.1.2-16',
    title: 'a will that is not to be retained is not',
    steps: [...watched(), till.drops(), other.hearsMessage(gone), ...nextSubscriber(till.hearsNothing())],
  },
  {
    statement: 'MQTT-3.1.2-17',
    title: 'a will that is to be retained is heard by who subscribes later',
    steps: [
      ...watched({ retain: true }),
      till.drops(),
      other.hearsMessage(gone),
      ...nextSubscriber(till.hearsMessage({ ...gone, retain: true })),
    ],
  },
  {
    statement: 'MQTT-3.14.4-3',
    title: 'DISCONNECT takes the will away',
    steps: [...watched(), till.leaves(), ...nothingHeard],
  },
  {
    statement: 'MQTT-3.14.4-3',
    title: 'DISCONNECT takes a retained will away',
    steps: [
      ...watched({ retain: true }),
      till.leaves(),
      ...nothingHeard,
      ...nextSubscriber(till.hearsNothing()),
    ],
  },
  {
    statement: 'MQTT-3.14.4-2',
    title: 'what follows DISCONNECT in the same write is not looked at',
    steps: [
      till.signsIn(),
      till.sends(DISCONNECT, publish({ topic: 'backroom/v1/till/till-1/event', message: 'sale', qos: 1 })),
      till.hearsEnd(),
      till.submitted(),
    ],
  },
  {
    statement: 'MQTT-3.14.4-2',
    title: 'a PINGREQ behind DISCONNECT is not answered',
    steps: [till.signsIn(), till.sends(DISCONNECT, PINGREQ), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.14.4-3',
    title: 'a malformed packet behind DISCONNECT does not bring the will back',
    steps: [
      ...watched(),
      till.sends(DISCONNECT, packet(0x20, bytes(0, 0))),
      till.hearsEnd(),
      ...nothingHeard,
    ],
  },
  {
    statement: 'MQTT-3.1.2-24',
    title: 'who is silent for one and a half times its keep alive is gone, and its will is published',
    steps: [
      ...watched({}, 1),
      long.signsIn(),
      long.pingsUntilEndOf(till),
      till.hearsEnd(),
      other.hearsMessage(gone),
    ],
  },
];
