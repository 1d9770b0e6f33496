/** How far the protocol level can stand from the beginning: a first byte, four of length, a name of six with its own length. */
const HEAD_BYTES = 1 + 4 + 2 + 6 + 1;
const CONNECT = 0x10;
const MQTT_3_1_1 = 4;
const NAMES: readonly string[] = ['MQTT', 'MQIsdp'];

/**
 * Looks at the first bytes of a connection for a CONNECT of another MQTT than 3.1.1, which must be answered before it
 * is closed ([MQTT-3.1.2-2]). The parser closes on levels that it does not know, reads another packet into level 5,
 * and takes the high bit of a bridge away.
 */
export class ProtocolLevel {
  #head: Buffer | null = Buffer.alloc(0);

  /** True when these bytes, behind those before, show another level. What is no CONNECT is left to others. */
  isForeign(bytes: Buffer): boolean {
    if (this.#head === null) return false;
    this.#head = Buffer.concat([this.#head, bytes.subarray(0, HEAD_BYTES - this.#head.length)]);
    const level = levelOf(this.#head);
    if (level !== undefined || this.#head.length === HEAD_BYTES) this.#head = null;
    return level !== undefined && level !== MQTT_3_1_1;
  }
}

function levelOf(head: Buffer): number | undefined {
  if (head[0] !== CONNECT) return undefined;
  const body = head.subarray(2 + head.subarray(1).findIndex((digit) => digit < 0x80));
  const name = NAMES.find(
    (each) =>
      body[0] === 0 && body[1] === each.length && body.toString('latin1', 2, 2 + each.length) === each,
  );
  return name === undefined ? undefined : body[2 + name.length];
}
