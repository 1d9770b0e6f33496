/**
 * The numbered statements of MQTT 3.1.1 (OASIS Standard, 29 October 2014, appendix B): how many each section has. One
 * number is misspelt in the specification and kept so.
 */
const SECTIONS = {
  '1.5.3': 3,
  '2.2.2': 2,
  '2.3.1': 7,
  '3.1.0': 2,
  '3.1.2': 24,
  '3.1.3': 11,
  '3.1.4': 5,
  '3.2.0': 1,
  '3.2.2': 6,
  '3.3.1': 12,
  '3.3.2': 3,
  '3.3.4': 1,
  '3.3.5': 2,
  '3.6.1': 1,
  '3.8.1': 1,
  '3.8.3': 3,
  '3.8.4': 6,
  '3.9.3': 2,
  '3.10.1': 1,
  '3.10.3': 2,
  '3.10.4': 6,
  '3.12.4': 1,
  '3.14.1': 1,
  '3.14.4': 3,
  '4.1.0': 2,
  '4.3.1': 1,
  '4.3.2': 2,
  '4.3.3': 2,
  '4.4.0': 1,
  '4.5.0': 2,
  '4.6.0': 6,
  '4.7.1': 3,
  '4.7.2': 1,
  '4.7.3': 4,
  '4.8.0': 2,
  '6.0.0': 4,
  '7.0.0': 2,
  '7.1.1': 1,
  '7.1.2': 1,
} as const;

const MISSPELT = 'MQTT-3-8.3-4';

export const STATEMENTS: ReadonlySet<string> = new Set([
  ...Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, index) => `MQTT-${section}-${index + 1}`),
  ),
  MISSPELT,
]);

/** What binds the client alone, or the network: no broker can keep or break it. */
export const OF_OTHERS: Readonly<Record<string, string>> = {
  'MQTT-2.3.1-2': 'a client chooses its packet ids',
  'MQTT-2.3.1-3': 'a client sends again with the same packet id',
  'MQTT-3.1.2-23': 'a client keeps to its keep alive',
  'MQTT-3.1.3-7': 'a client asks for a clean session when it has no id',
  'MQTT-3.14.4-1': 'a client closes after DISCONNECT',
  'MQTT-4.5.0-2': 'a client acknowledges what it receives',
  'MQTT-4.6.0-3': 'a client keeps the order of its PUBRECs',
  'MQTT-4.6.0-4': 'a client keeps the order of its PUBRELs',
  'MQTT-4.8.0-2': 'a transient error is a full disk; hub/broker/ingress.test.ts closes on it',
  'MQTT-6.0.0-1': 'web-socket.test.ts',
  'MQTT-6.0.0-2': 'web-socket.test.ts',
  'MQTT-6.0.0-3': 'web-socket.test.ts',
  'MQTT-6.0.0-4': 'web-socket.test.ts',
  'MQTT-7.0.0-1': 'the hub opens no MQTT connection to another broker',
  'MQTT-7.0.0-2': 'mosquitto.test.ts and paho.test.ts: they need no extension',
  'MQTT-7.1.2-1': 'binds clients',
};
