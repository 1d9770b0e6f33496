import { other, type ProtocolCase, type Step, till } from '../steps.ts';
import { publish, suback, subscribe, unsubscribe } from '../wire.ts';

/** Where a text stands in a packet, and what sends it. */
interface Place {
  readonly name: string;
  readonly statement?: string;
  readonly send: (text: Buffer) => readonly (Step | readonly Step[])[];
}

const before = Buffer.from('open/');

const PLACES: readonly Place[] = [
  {
    name: 'a client id',
    statement: 'MQTT-3.1.3-4',
    send: (text) => [till.connects({ id: Buffer.concat([Buffer.from(till.name), text]) })],
  },
  {
    name: 'a user name',
    statement: 'MQTT-3.1.3-11',
    send: (text) => [till.connects({ name: Buffer.concat([Buffer.from(till.name), text]) })],
  },
  {
    name: 'a will topic',
    statement: 'MQTT-3.1.3-10',
    send: (text) => [till.connects({ will: { topic: Buffer.concat([before, text]), message: 'gone' } })],
  },
  {
    name: 'a topic',
    statement: 'MQTT-3.3.2-1',
    send: (text) => [till.signsIn(), till.sends(publish({ topic: Buffer.concat([before, text]) }))],
  },
  {
    name: 'a topic filter',
    statement: 'MQTT-3.8.3-1',
    send: (text) => [till.signsIn(), till.sends(subscribe(1, [Buffer.concat([before, text]), 0]))],
  },
  {
    name: 'a topic filter to leave',
    statement: 'MQTT-3.10.3-1',
    send: (text) => [till.signsIn(), till.sends(unsubscribe(1, Buffer.concat([before, text])))],
  },
];

const ILL_FORMED = {
  'a surrogate': [0xed, 0xa0, 0x80],
  'a pair of surrogates': [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  'a slash in two bytes': [0xc0, 0xaf],
  'a character cut short': [0xe2, 0x82],
  'the end of a character': [0x80],
  'a code point above U+10FFFF': [0xf4, 0x90, 0x80, 0x80],
  'a byte that is never in UTF-8': [0xff],
};

const illFormedCases: ProtocolCase[] = PLACES.flatMap(({ name, send }) =>
  Object.entries(ILL_FORMED).map(([what, bytes]) => ({
    statement: 'MQTT-1.5.3-1',
    title: `${what} in ${name} closes the connection`,
    steps: [...send(Buffer.from(bytes)), till.hearsEnd()],
  })),
);

const nullCases: ProtocolCase[] = PLACES.flatMap(({ name, send, statement }) => [
  {
    statement: 'MQTT-1.5.3-2',
    title: `U+0000 in ${name} closes the connection`,
    steps: [...send(Buffer.from([0])), till.hearsEnd()],
  },
  {
    statement: statement ?? 'MQTT-1.5.3-2',
    title: `U+0000 in two bytes in ${name} closes the connection`,
    steps: [...send(Buffer.from([0xc0, 0x80])), till.hearsEnd()],
  },
]);

const MAY_CLOSE = { 'U+0001': '\u0001', 'U+007F': '\u007f', 'U+0085': '\u0085', 'U+FFFF': '\uffff' };

const controlCases: ProtocolCase[] = Object.entries(MAY_CLOSE).map(([what, character]) => ({
  statement: 'MQTT-1.5.3-2',
  title: `${what} in a topic closes the connection, as section 1.5.3 allows`,
  steps: [till.signsIn(), till.sends(publish({ topic: `open/${character}` })), till.hearsEnd()],
}));

const KEPT = {
  'a letter with an accent': 'caf\u00e9',
  'a euro sign': '\u20ac',
  'a character beyond the first plane': '\u{1f600}',
  'an unusual space': 'a\u00a0b',
};

const keptCases: ProtocolCase[] = Object.entries(KEPT).map(([what, word]) => ({
  statement: 'MQTT-1.5.3-1',
  title: `${what} in a topic reaches the subscriber as it was`,
  steps: [
    till.signsIn(),
    till.sends(subscribe(1, [`open/${word}`, 0])),
    till.hears(suback(1, 0)),
    other.signsIn(),
    other.sends(publish({ topic: `open/${word}`, message: word })),
    till.hearsMessage({ topic: `open/${word}`, message: word }),
  ],
}));

export const utf8Cases: readonly ProtocolCase[] = [
  ...illFormedCases,
  ...nullCases,
  ...controlCases,
  ...keptCases,
  {
    statement: 'MQTT-1.5.3-3',
    title: 'a byte order mark at the beginning of a topic is not taken away',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['open/\ufeffa', 0])),
      till.hears(suback(1, 0)),
      other.signsIn(),
      other.sends(publish({ topic: 'open/a', message: 'without' })),
      other.sends(publish({ topic: 'open/\ufeffa', message: 'with' })),
      till.hearsMessage({ topic: 'open/\ufeffa', message: 'with' }),
    ],
  },
  {
    statement: 'MQTT-1.5.3-3',
    title: 'a byte order mark before a name makes another name of it',
    steps: [
      till.connects({ id: `\ufeff${till.name}`, name: `\ufeff${till.name}` }),
      ...till.hears(Buffer.from([0x20, 2, 0, 4])),
      till.hearsEnd(),
    ],
  },
];
