import { other, type ProtocolCase, till } from '../steps.ts';
import { puback, publish, suback, subscribe } from '../wire.ts';

interface Matching {
  readonly statement: string;
  readonly filter: string;
  readonly matches: readonly string[];
  readonly passes: readonly string[];
}

/** What a filter matches, and what it must let pass. */
const MATCHING: readonly Matching[] = [
  {
    statement: 'MQTT-4.7.1-2',
    filter: 'open/#',
    matches: ['open/a', 'open/a/b/c', 'open/', 'open'],
    passes: ['$open/a', '/open/a'],
  },
  {
    statement: 'MQTT-4.7.1-2',
    filter: 'open/a/#',
    matches: ['open/a', 'open/a/b', 'open/a/'],
    passes: ['open/ab', 'open/b', 'open'],
  },
  {
    statement: 'MQTT-4.7.1-3',
    filter: 'open/+',
    matches: ['open/a', 'open/', 'open/a b'],
    passes: ['open', 'open/a/b', 'open/a/'],
  },
  {
    statement: 'MQTT-4.7.1-3',
    filter: 'open/+/c',
    matches: ['open/a/c', 'open//c'],
    passes: ['open/c', 'open/a/b/c', 'open/a/c/'],
  },
  { statement: 'MQTT-4.7.1-3', filter: '+/+', matches: ['/open', 'open/a'], passes: ['open', 'open/a/b'] },
  { statement: 'MQTT-4.7.1-3', filter: '+', matches: ['open'], passes: ['/open', 'open/'] },
  {
    statement: 'MQTT-4.7.1-3',
    filter: 'open/+/#',
    matches: ['open/a', 'open/a/b/c'],
    passes: ['open', '/open'],
  },
  { statement: 'MQTT-4.7.2-1', filter: '+/a', matches: ['open/a'], passes: ['$open/a'] },
  { statement: 'MQTT-4.7.2-1', filter: '+/#', matches: ['open/a'], passes: ['$open/a', '$open'] },
  { statement: 'MQTT-4.7.2-1', filter: '$open/#', matches: ['$open/a', '$open'], passes: ['open/a'] },
  { statement: 'MQTT-4.7.3-1', filter: 'open', matches: ['open'], passes: ['/open', 'open/', 'open/a'] },
  { statement: 'MQTT-4.7.3-1', filter: '/open', matches: ['/open'], passes: ['open', '/open/'] },
  {
    statement: 'MQTT-4.7.3-4',
    filter: 'open/a',
    matches: ['open/a'],
    passes: ['open/A', 'open/a ', 'open/%61'],
  },
  {
    statement: 'MQTT-4.7.3-4',
    filter: 'open/\u00e9',
    matches: ['open/\u00e9'],
    passes: ['open/e\u0301', 'open/\u00c9', 'open/e'],
  },
  { statement: 'MQTT-4.7.3-4', filter: 'open//a', matches: ['open//a'], passes: ['open/a', 'open/./a'] },
  {
    statement: 'MQTT-4.7.3-4',
    filter: 'open/constructor',
    matches: ['open/constructor'],
    passes: ['open/x'],
  },
];

/** Another topic, which comes after all that must be let pass. */
const END = '/open/the/end';

const matchingCases: ProtocolCase[] = MATCHING.map(({ statement, filter, matches, passes }) => ({
  statement,
  title: `the filter ${filter} matches ${matches.join(' ')} and not ${passes.join(' ')}`,
  steps: [
    till.signsIn(),
    till.sends(subscribe(1, [filter, 0]), subscribe(2, [END, 0])),
    till.hears(suback(1, 0), suback(2, 0)),
    other.signsIn(),
    ...passes.map((topic) => other.sends(publish({ topic, message: 'passes' }))),
    ...matches.flatMap((topic) => [
      other.sends(publish({ topic, message: 'matches' })),
      till.hearsMessage({ topic, message: 'matches' }),
    ]),
    ...(filter === '+/#' ? [] : [other.sends(publish({ topic: END })), till.hearsMessage({ topic: END })]),
  ],
}));

const MALFORMED: readonly (readonly [string, string])[] = [
  ['MQTT-4.7.1-2', 'open/#/a'],
  ['MQTT-4.7.1-2', 'open#'],
  ['MQTT-4.7.1-2', 'open/a#'],
  ['MQTT-4.7.1-2', 'open/##'],
  ['MQTT-4.7.1-2', 'open/#a'],
  ['MQTT-4.7.1-2', '#/open'],
  ['MQTT-4.7.1-3', 'open+'],
  ['MQTT-4.7.1-3', 'open/a+'],
  ['MQTT-4.7.1-3', 'open/+a'],
  ['MQTT-4.7.1-3', 'ab/+e'],
  ['MQTT-4.7.1-3', 'open/++/a'],
  ['MQTT-4.7.1-3', '+open/a'],
  ['MQTT-4.7.1-3', 'open/+#'],
  ['MQTT-4.7.3-1', ''],
  ['MQTT-4.7.3-2', 'open/\u0000'],
];

const malformedCases: ProtocolCase[] = MALFORMED.map(([statement, filter]) => ({
  statement,
  title: `the filter "${filter.replace('\u0000', 'U+0000')}" closes the connection`,
  steps: [till.signsIn(), till.sends(subscribe(1, [filter, 0])), till.hearsEnd()],
}));

const BYTES_MAX = 65_535;
const longest = `open/${'x'.repeat(BYTES_MAX - 5)}`;

export const topicCases: readonly ProtocolCase[] = [
  ...matchingCases,
  ...malformedCases,
  {
    statement: 'MQTT-4.7.2-1',
    title: 'nobody in a shop may hear all there is, nor the broker itself',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['#', 0], ['$SYS/#', 0], ['backroom/#', 0])),
      till.hears(suback(1, 0x80, 0x80, 0x80)),
    ],
  },
  {
    statement: 'MQTT-4.7.3-3',
    title: 'a topic of 65,535 bytes is passed on whole',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, [longest, 0])),
      till.hears(suback(1, 0)),
      other.signsIn(),
      other.sends(publish({ topic: longest, message: 'x', qos: 1, id: 1 })),
      other.hears(puback(1)),
      till.hearsMessage({ topic: longest, message: 'x' }),
    ],
  },
  {
    statement: 'MQTT-4.7.3-3',
    title: 'a topic of 100 levels is passed on',
    steps: [
      till.signsIn(),
      till.sends(subscribe(1, ['open/#', 0])),
      till.hears(suback(1, 0)),
      other.signsIn(),
      other.sends(publish({ topic: `open${'/x'.repeat(99)}`, qos: 1, id: 1 })),
      other.hears(puback(1)),
      till.hearsMessage({ topic: `open${'/x'.repeat(99)}` }),
    ],
  },
  {
    statement: 'MQTT-4.7.3-3',
    title: 'a topic of 101 levels closes the connection',
    deviates:
      'Only the bytes of a topic are bounded there; aedes matches level by level and takes 100 of them. Topics of the hub have at most seven.',
    steps: [till.signsIn(), till.sends(publish({ topic: `open${'/x'.repeat(100)}` })), till.hearsEnd()],
  },
  {
    statement: 'MQTT-4.7.3-3',
    title: 'a filter of 101 levels closes the connection',
    deviates:
      'Only the bytes of a filter are bounded there; aedes matches level by level and takes 100 of them. Filters of the hub have at most seven.',
    steps: [till.signsIn(), till.sends(subscribe(1, [`open${'/x'.repeat(100)}`, 0])), till.hearsEnd()],
  },
];
