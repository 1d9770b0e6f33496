import { other, type ProtocolCase, till } from '../steps.ts';
import { bytes, connack, packet, publish, subscribe, suback, text } from '../wire.ts';

const header = Buffer.concat([text('MQTT'), bytes(4)]);

/** A CONNECT with these flags and these bytes as its payload. */
function connectWith(flags: number, ...payload: readonly Buffer[]): Buffer {
  return packet(0x10, header, bytes(flags, 0, 0), ...payload);
}

const id = text(till.name);
const name = text(till.name);
const secret = text(till.identity.secret);

interface FlagCase {
  readonly statement: string;
  readonly title: string;
  readonly bytes: Buffer;
}

const FLAG_CASES: readonly FlagCase[] = [
  {
    statement: 'MQTT-3.1.2-9',
    title: 'a will that is announced and not there',
    bytes: connectWith(0x06, id),
  },
  {
    statement: 'MQTT-3.1.2-9',
    title: 'a will topic without a will message',
    bytes: connectWith(0x06, id, text('open/will')),
  },
  {
    statement: 'MQTT-3.1.2-11',
    title: 'a will that is there and not announced',
    bytes: connectWith(0x02, id, text('open/will'), text('gone')),
  },
  {
    statement: 'MQTT-3.1.2-13',
    title: 'a QoS of a will that is not announced',
    bytes: connectWith(0xca, id, name, secret),
  },
  {
    statement: 'MQTT-3.1.2-14',
    title: 'a will with QoS 3',
    bytes: connectWith(0xde, id, text('open/will'), text('gone'), name, secret),
  },
  {
    statement: 'MQTT-3.1.2-15',
    title: 'a retained will that is not announced',
    bytes: connectWith(0xe2, id, name, secret),
  },
  {
    statement: 'MQTT-3.1.2-18',
    title: 'a user name that is there and not announced',
    bytes: connectWith(0x02, id, name),
  },
  {
    statement: 'MQTT-3.1.2-19',
    title: 'a user name that is announced and not there',
    bytes: connectWith(0x82, id),
  },
  {
    statement: 'MQTT-3.1.2-20',
    title: 'a password that is there and not announced',
    bytes: connectWith(0x82, id, name, secret),
  },
  {
    statement: 'MQTT-3.1.2-21',
    title: 'a password that is announced and not there',
    bytes: connectWith(0xc2, id, name),
  },
  {
    statement: 'MQTT-3.1.2-22',
    title: 'a password without a user name',
    bytes: connectWith(0x42, id, secret),
  },
];

const flagCases: ProtocolCase[] = FLAG_CASES.map(({ statement, title, bytes: sent }) => ({
  statement,
  title: `${title} closes the connection`,
  steps: [till.sends(sent), till.hearsEnd()],
}));

const REFUSALS = {
  'an unknown name': { fields: { id: 'till-9', name: 'till-9' }, code: 4 },
  'a wrong secret': { fields: { secret: 'wrong' }, code: 4 },
  'an empty secret': { fields: { secret: '' }, code: 4 },
  'a will on the topic of another till': {
    fields: { will: { topic: 'backroom/v1/till/till-2/status', message: 'gone' } },
    code: 5,
  },
  'a will that is an event': {
    fields: { will: { topic: 'backroom/v1/till/till-1/event', message: 'sale' } },
    code: 5,
  },
};

const refusalCases: ProtocolCase[] = Object.entries(REFUSALS).map(([what, { fields, code }]) => ({
  statement: 'MQTT-3.2.2-5',
  title: `${what} is answered with return code ${code}, and the connection ends`,
  steps: [till.connects(fields), till.hears(connack(code)), till.hearsEnd()],
}));

export const connackCases: readonly ProtocolCase[] = [
  ...flagCases,
  ...refusalCases,
  {
    statement: 'MQTT-3.2.2-5',
    title: 'no user name at all is answered with return code 4, and the connection ends',
    steps: [till.sends(connectWith(0x02, id)), till.hears(connack(4)), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.2.2-1',
    title: 'a clean session says that no session was there, although one was',
    steps: [
      till.signsIn({ clean: false }),
      till.sends(subscribe(1, ['open/a', 1])),
      till.hears(suback(1, 1)),
      till.leaves(),
      till.signsIn({ clean: true }, false),
    ],
  },
  {
    statement: 'MQTT-3.2.2-2',
    title: 'a session with a subscription is told as present',
    steps: [
      till.signsIn({ clean: false }),
      till.sends(subscribe(1, ['open/a', 0])),
      till.hears(suback(1, 0)),
      till.leaves(),
      till.signsIn({ clean: false }, true),
    ],
  },
  {
    statement: 'MQTT-3.2.2-2',
    title: 'a session without a subscription is told as present',
    steps: [till.signsIn({ clean: false }), till.leaves(), till.signsIn({ clean: false }, true)],
  },
  {
    statement: 'MQTT-3.2.2-2',
    title: 'a session is told as present after a connection that broke',
    steps: [till.signsIn({ clean: false }), till.drops(), till.signsIn({ clean: false }, true)],
  },
  {
    statement: 'MQTT-3.2.2-3',
    title: 'a new session is told as not present',
    steps: [till.signsIn({ clean: false }, false)],
  },
  {
    statement: 'MQTT-3.2.2-3',
    title: 'a session that a clean one ended is told as not present',
    steps: [
      till.signsIn({ clean: false }),
      till.sends(subscribe(1, ['open/a', 1])),
      till.hears(suback(1, 1)),
      till.leaves(),
      till.signsIn({ clean: true }),
      till.leaves(),
      till.signsIn({ clean: false }, false),
    ],
  },
  {
    statement: 'MQTT-3.2.2-4',
    title: 'a refusal says that no session was there, although one was',
    steps: [
      till.signsIn({ clean: false }),
      till.sends(subscribe(1, ['open/a', 1])),
      till.hears(suback(1, 1)),
      till.leaves(),
      till.connects({ clean: false, secret: 'wrong' }),
      till.hears(connack(4)),
      till.hearsEnd(),
    ],
  },
  {
    statement: 'MQTT-3.2.2-4',
    title: 'a refusal of the protocol level says that no session was there',
    steps: [
      till.signsIn({ clean: false }),
      till.leaves(),
      till.connects({ clean: false, level: 5 }),
      till.hears(connack(1)),
      till.hearsEnd(),
    ],
  },
  {
    statement: 'MQTT-3.2.2-6',
    title:
      'what no return code fits, as a CONNECT that is too large, closes the connection without a CONNACK',
    steps: [till.connects({ secret: 'x'.repeat(5_000) }), till.hearsEnd()],
  },
  {
    statement: 'MQTT-3.1.3-2',
    title: 'a session belongs to its client id and to no other',
    steps: [
      till.signsIn({ clean: false }),
      till.sends(subscribe(1, ['open/a', 1])),
      till.hears(suback(1, 1)),
      till.leaves(),
      other.signsIn({ clean: false }, false),
      other.sends(publish({ topic: 'open/a', message: 'x' })),
      other.hearsNothing(),
    ],
  },
];
