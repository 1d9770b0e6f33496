import mqttPacket from 'mqtt-packet';
import { tillTopic } from '../../../hub/contract/topics.ts';
import { assert } from '../../../hub/kit/assert.ts';
import { RawClient } from '../../kit/broker/raw-client.ts';
import type { HubFolder, TillIdentity } from '../../kit/hub-folder.ts';
import { bytesOf, saleOf, tillEvent } from '../../kit/till-events.ts';

/** Which event a PUBACK acknowledges: by the port of its connection, then by its message id. */
export type SentEvents = Map<number, Map<number, string>>;

/** A till that remembers under which message id of which connection it sent each sale. */
export class SellingTill {
  readonly sent: SentEvents;
  readonly #hub: HubFolder;
  readonly #identity: TillIdentity;
  #sequence = 0;

  constructor(hub: HubFolder, identity: TillIdentity, sent: SentEvents) {
    this.#hub = hub;
    this.#identity = identity;
    this.sent = sent;
  }

  /** Sells so many, some of them at once, over a connection of its own. Resolves when all are acknowledged. */
  async sell(sales: number, inFlight: number): Promise<void> {
    const client = await RawClient.connect(Number(new URL(this.#hub.mqttUrl).port));
    const code = await client.signIn(this.#identity.name, this.#identity.secret);
    assert(code === 0, `the hub let ${this.#identity.name} in`);
    assert(!this.sent.has(client.localPort), 'no two connections of a recording have one port');
    const ids = new Map<number, string>();
    this.sent.set(client.localPort, ids);
    for (let acknowledged = 0; acknowledged < sales; acknowledged += 1) {
      while (ids.size < Math.min(sales, acknowledged + inFlight)) this.#sell(client, ids);
      await client.next('puback');
    }
    client.destroy();
    await client.closed();
  }

  #sell(client: RawClient, ids: Map<number, string>): void {
    this.#sequence += 1;
    const { name, source } = this.#identity;
    const id = `${name}-sale-${this.#sequence}.`;
    const sale = saleOf(
      { sku: 'MUG' },
      { sku: `TEA-${this.#sequence % 17}`, quantity: '0.25', amountMinor: 25 },
    );
    const event = bytesOf(tillEvent({ ...sale, id, source, sequence: this.#sequence }));
    ids.set(client.publish(tillTopic(name, 'event'), event.toString()), id);
  }
}

/** Reads what left through each connection and gives the sales that were acknowledged by it. */
export class PubackReader {
  readonly #sent: SentEvents;
  readonly #parsers = new Map<number, mqttPacket.Parser>();
  #found: string[] = [];

  constructor(sent: SentEvents) {
    this.#sent = sent;
  }

  /** The next bytes to that port. What leaves to others than the tills acknowledges nothing. */
  read(port: number, bytes: Buffer): readonly string[] {
    const ids = this.#sent.get(port);
    if (ids === undefined) return [];
    this.#found = [];
    this.#parserOf(port, ids).parse(bytes);
    return this.#found;
  }

  #parserOf(port: number, ids: ReadonlyMap<number, string>): mqttPacket.Parser {
    const known = this.#parsers.get(port);
    if (known !== undefined) return known;
    const parser = mqttPacket.parser({ protocolVersion: 4 });
    parser.on('packet', (packet: mqttPacket.Packet) => {
      if (packet.cmd !== 'puback') return;
      const id = ids.get(packet.messageId ?? 0);
      assert(id !== undefined, `a PUBACK for the message ${packet.messageId} that was sent`);
      this.#found.push(id);
    });
    this.#parsers.set(port, parser);
    return parser;
  }
}
