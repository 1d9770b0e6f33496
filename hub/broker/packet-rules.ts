import type { Packet } from 'mqtt-packet';

/** U+FFFD is what the parser makes of bytes that are no UTF-8. */
const UNFIT_TEXT = /[\u0000-\u001f\u007f-\u009f\ufffd-\uffff]|[\ud800-\udfff]/u;

const ACK_BYTES = 2;

export interface PacketView {
  /** Where the last field that was read ends. The parser reads on into the next packet, and leaves what is too much. */
  readonly fieldsEnd: number;
  /** Filters that a packet may have. */
  readonly filtersMax: number;
}

/**
 * What is wrong with a packet that aedes would let pass, in words, or undefined. MQTT 3.1.1 demands to close
 * the connection for each of these.
 */
export function packetProblem(packet: Packet, { fieldsEnd, filtersMax }: PacketView): string | undefined {
  if (fieldsEnd > (packet.length ?? 0)) return `a ${packet.cmd} whose fields go beyond it`;
  switch (packet.cmd) {
    case 'connect':
      return fieldsEnd === packet.length ? connectProblem(packet) : 'a CONNECT with more than its fields';
    case 'publish':
      if (UNFIT_TEXT.test(packet.topic)) return 'a topic with control characters';
      if (packet.qos > 0 && !hasMessageId(packet)) return 'a message without an id';
      return packet.qos === 0 && packet.dup ? 'a QoS 0 message that says it is sent again' : undefined;
    case 'subscribe':
      return filtersProblem(
        packet,
        packet.subscriptions.map((each) => each.topic),
        filtersMax,
      );
    case 'unsubscribe':
      return filtersProblem(packet, packet.unsubscriptions, filtersMax);
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return packet.length === ACK_BYTES && hasMessageId(packet) ? undefined : 'a malformed acknowledgement';
    case 'pingreq':
    case 'disconnect':
      return packet.length === 0 ? undefined : `a ${packet.cmd} with a body`;
    default:
      return `a ${packet.cmd}, which a client never sends`;
  }
}

function connectProblem(packet: Extract<Packet, { cmd: 'connect' }>): string | undefined {
  const texts = [packet.clientId, packet.username, packet.will?.topic];
  if (texts.some((text) => text !== undefined && UNFIT_TEXT.test(text)))
    return 'a CONNECT with control characters';
  if (packet.protocolId !== 'MQTT') return 'a protocol name that is not of MQTT 3.1.1';
  if ((packet.will?.qos ?? 0) > 2) return 'a last will with QoS 3';
  return packet.password !== undefined && packet.username === undefined
    ? 'a password without a user name'
    : undefined;
}

function filtersProblem(packet: Packet, filters: readonly string[], filtersMax: number): string | undefined {
  if (!hasMessageId(packet)) return 'a subscription without an id';
  if (filters.length === 0 || filters.length > filtersMax)
    return `${filters.length} subscriptions in one packet`;
  return filters.every(isFilter) ? undefined : 'a malformed topic filter';
}

/** Section 4.7: `+` fills a level, `#` the last one. */
function isFilter(filter: string): boolean {
  if (filter === '' || UNFIT_TEXT.test(filter)) return false;
  const levels = filter.split('/');
  return levels.every(
    (level, index) => level === '+' || (level === '#' && index === levels.length - 1) || !/[+#]/.test(level),
  );
}

function hasMessageId(packet: Packet): boolean {
  return packet.messageId !== undefined && packet.messageId > 0;
}
