import { EVENT, long, other, type ProtocolCase, till } from '../steps.ts';
import { PINGREQ, PINGRESP, puback, publish } from '../wire.ts';

export const keepAliveCases: readonly ProtocolCase[] = [
  {
    statement: 'MQTT-3.12.4-1',
    title: 'each PINGREQ is answered',
    steps: [till.signsIn(), till.sends(PINGREQ, PINGREQ, PINGREQ), till.hears(PINGRESP, PINGRESP, PINGRESP)],
  },
  {
    statement: 'MQTT-3.12.4-1',
    title: 'a PINGREQ between events is answered',
    steps: [
      till.signsIn(),
      till.sends(publish({ topic: EVENT, message: '1', qos: 1, id: 1 })),
      till.hears(puback(1)),
      till.sends(PINGREQ),
      till.hears(PINGRESP),
      till.submitted('1'),
    ],
  },
  {
    statement: 'MQTT-3.1.2-24',
    title: 'who pings within its keep alive stays, as does who has none',
    steps: [
      till.signsIn({ keepAlive: 2 }),
      other.signsIn({ keepAlive: 0 }),
      long.signsIn({ keepAlive: 3 }),
      till.pingsUntilEndOf(long),
      long.hearsEnd(),
      till.hearsNothing(),
      other.hearsNothing(),
    ],
  },
];
