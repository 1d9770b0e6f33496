/**
 * MQTT 3.1.1 packets as bytes, written here by hand: the broker reads and writes with a library, and what that library
 * has wrong must not be hidden by using it on both sides.
 */
export const PINGREQ = packet(0xc0);
export const PINGRESP = packet(0xd0);
export const DISCONNECT = packet(0xe0);

/** A first byte, the length of what follows (section 2.2.3), and what follows. */
export function packet(first: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([first]), remainingLength(body.length), body]);
}

function remainingLength(length: number): Buffer {
  const digits: number[] = [];
  let rest = length;
  do {
    const digit = rest % 128;
    rest = Math.floor(rest / 128);
    digits.push(rest > 0 ? digit | 0x80 : digit);
  } while (rest > 0);
  return Buffer.from(digits);
}

export function bytes(...values: readonly number[]): Buffer {
  return Buffer.from(values);
}

export function number16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

/** A text, or bytes that should be one, behind its length. */
export function text(value: string | Uint8Array): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([number16(content.length), content]);
}

export interface WillFields {
  readonly topic: string | Uint8Array;
  readonly message: string;
  readonly qos?: number;
  readonly retain?: boolean;
}

export interface ConnectFields {
  readonly protocol?: string;
  readonly level?: number;
  readonly id?: string | Uint8Array;
  readonly name?: string | Uint8Array;
  readonly secret?: string | Uint8Array;
  readonly clean?: boolean;
  readonly keepAlive?: number;
  readonly will?: WillFields;
  /** Turned over in the flags that the fields give. */
  readonly flipFlags?: number;
  /** After the last field. */
  readonly trailing?: Uint8Array;
}

/** A CONNECT of exactly these fields: a field that is absent is not in it. */
export function connect(fields: ConnectFields): Buffer {
  const { id, name, secret, will } = fields;
  const flags = (fields.flipFlags ?? 0) ^ flagsOf(fields);
  const present = [id, will?.topic, will?.message, name, secret].filter((field) => field !== undefined);
  return packet(
    0x10,
    text(fields.protocol ?? 'MQTT'),
    bytes(fields.level ?? 4, flags),
    number16(fields.keepAlive ?? 0),
    ...present.map(text),
    fields.trailing ?? Buffer.alloc(0),
  );
}

function flagsOf({ name, secret, will, clean }: ConnectFields): number {
  return (
    (name === undefined ? 0 : 0x80) |
    (secret === undefined ? 0 : 0x40) |
    (will === undefined ? 0 : 0x04 | ((will.qos ?? 0) << 3) | (will.retain === true ? 0x20 : 0)) |
    (clean === false ? 0 : 0x02)
  );
}

export function connack(code = 0, isSessionPresent = false): Buffer {
  return packet(0x20, bytes(isSessionPresent ? 1 : 0, code));
}

export interface PublishFields {
  readonly topic: string | Uint8Array;
  readonly message?: string;
  readonly qos?: number;
  readonly id?: number;
  readonly dup?: boolean;
  readonly retain?: boolean;
}

export function publish({ topic, message = '', qos = 0, id = 1, dup, retain }: PublishFields): Buffer {
  const first = 0x30 | (dup === true ? 8 : 0) | (qos << 1) | (retain === true ? 1 : 0);
  return packet(first, text(topic), qos > 0 ? number16(id) : Buffer.alloc(0), Buffer.from(message));
}

export function puback(id: number): Buffer {
  return packet(0x40, number16(id));
}

export function pubrec(id: number): Buffer {
  return packet(0x50, number16(id));
}

export function pubrel(id: number): Buffer {
  return packet(0x62, number16(id));
}

export function pubcomp(id: number): Buffer {
  return packet(0x70, number16(id));
}

export type FilterAndQos = readonly [filter: string | Uint8Array, qos: number];

export function subscribe(id: number, ...filters: readonly FilterAndQos[]): Buffer {
  return packet(0x82, number16(id), ...filters.flatMap(([filter, qos]) => [text(filter), bytes(qos)]));
}

export function suback(id: number, ...codes: readonly number[]): Buffer {
  return packet(0x90, number16(id), bytes(...codes));
}

export function unsubscribe(id: number, ...filters: readonly (string | Uint8Array)[]): Buffer {
  return packet(0xa2, number16(id), ...filters.map(text));
}

export function unsuback(id: number): Buffer {
  return packet(0xb0, number16(id));
}
