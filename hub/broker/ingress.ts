import type { Client, PublishPacket } from 'aedes';
import type { IPublishPacket } from 'mqtt-packet';
import type { Identity } from '../contract/identity.ts';
import { tillTopic } from '../contract/topics.ts';
import { unreachable } from '../kit/assert.ts';
import { messageOf } from '../kit/errors.ts';
import type { AccessRules } from './access-rules.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { enterPacket, isSubscribed } from './aedes-inside.ts';
import { answerAsk } from './answer.ts';
import type { ClientRegister } from './client-register.ts';
import { InOrder } from './in-order.ts';
import type { Pace } from './pace.ts';
import type { BrokerPorts, AskReader } from './ports.ts';
import { pubackBytes, publishBytes } from './publish-bytes.ts';

/**
 * PUBACK means: on disk.
 *
 *   1. `submit` is called in the order of arrival, and resolves after the fsync;
 *   2. the PUBACK is written (QoS 2: aedes stores the id and writes the PUBREC);
 *   3. the reply is written behind it, in the same write.
 *
 * Events and questions with QoS 0 or 1, which is nearly all of them, are taken before aedes sees them (`takeDirectly`): its
 * own way costs more than reading and checking the sale. Everything else comes by `authorizePublish`, the only hook
 * of aedes that runs before the PUBACK: it acknowledges as soon as that calls back, and does all else afterwards. The
 * payload is taken out of such a packet before: events reach nobody by way of aedes.
 *
 * A rejected `submit` is an error: the connection closes without a PUBACK, and the till sends again. A client that
 * dies before step 2 is in the ledger, and its resend will be a duplicate there.
 */
export class Ingress {
  readonly #parts: IngressParts;
  readonly #channels = new WeakMap<Client, Channel>();
  readonly #acknowledgements = new Acknowledgements();

  constructor(parts: IngressParts) {
    this.#parts = parts;
  }

  /** Takes an event or a question with QoS 0 or 1. False when the packet is for aedes, which may refuse it. */
  takeDirectly(client: Client, packet: IPublishPacket): boolean {
    const identity = this.#parts.register.identityOf(client);
    const { messageId, qos, topic, retain } = packet;
    if (identity === undefined || qos === 2) return false;
    if (client.conn.writableLength > this.#parts.unreadRepliesBytes) return false;
    const payload = bytesOf(packet.payload);
    const verdict = this.#parts.rules.judgePublish(identity, { topic, retain, bytes: payload.length });
    if (verdict.kind !== 'event' && verdict.kind !== 'ask') return false;
    const readOn = enterPacket(client);
    if (readOn === null) return false;
    const puback = qos === 1 && messageId !== undefined ? [pubackBytes(messageId)] : [];
    const way: Way = {
      acknowledge: (behind) => this.#acknowledgements.write(client, [...puback, ...behind], () => readOn()),
      fail: readOn,
    };
    if (verdict.kind === 'event') this.#takeEvent(client, identity, { payload, way });
    else this.#takeAsk(client, identity, { payload, way, qos });
    return true;
  }

  readonly authorizePublish = (client: Client | null, packet: PublishPacket, done: PublishDone): void => {
    const identity = client === null ? undefined : this.#parts.register.identityOf(client);
    if (client === null || identity === undefined) return done(closedOn('a message from nobody'));
    if (client.conn.writableLength > this.#parts.unreadRepliesBytes)
      return done(closedOn('replies that nobody reads'));
    const payload = bytesOf(packet.payload);
    const verdict = this.#parts.rules.judgePublish(identity, {
      topic: packet.topic,
      retain: packet.retain,
      bytes: payload.length,
    });
    const way = this.#wayOfAedes(client, done);
    switch (verdict.kind) {
      case 'denied':
        return done(closedOn(`a message to ${packet.topic}: ${verdict.reason}`));
      case 'forward':
        return this.#acknowledgeInTurn(client, identity, { payload, way, qos: packet.qos });
      case 'ask':
        packet.payload = NOTHING;
        return this.#takeAsk(client, identity, { payload, way, qos: packet.qos });
      case 'event':
        packet.payload = NOTHING;
        return this.#takeEvent(client, identity, { payload, way });
      default:
        return unreachable(verdict);
    }
  };

  #wayOfAedes(client: Client, done: PublishDone): Way {
    return {
      acknowledge: (behind) => {
        this.#acknowledgements.flush(client);
        client.conn.cork();
        done(null);
        for (const bytes of behind) client.conn.write(bytes);
        client.conn.uncork();
      },
      fail: done,
    };
  }

  #takeEvent(client: Client, identity: Identity, { payload, way }: Incoming): void {
    const channel = this.#channelOf(client, identity);
    const finish = this.#enter(channel, identity, payload.length);
    void this.#parts.intake.submit(payload, identity).then(
      (reply) => finish(() => way.acknowledge(said(client, channel.reply, reply))),
      (fault: unknown) =>
        finish(() => way.fail(closedOn(`an event that was not committed: ${messageOf(fault)}`))),
    );
  }

  /** The answer does not wait for the commits before it; only its acknowledgement keeps the order. */
  #takeAsk(client: Client, identity: Identity, incoming: Incoming & Acknowledgeable): void {
    const { answer } = this.#channelOf(client, identity);
    try {
      if (isSubscribed(client, answer.topic)) {
        const bytes = said(client, answer, answerAsk(incoming.payload, this.#parts.reader));
        this.#acknowledgements.write(client, bytes, () => undefined);
      }
    } catch (fault) {
      return incoming.way.fail(closedOn(`a question that the ledger could not read: ${messageOf(fault)}`));
    }
    this.#acknowledgeInTurn(client, identity, incoming);
  }

  #acknowledgeInTurn(client: Client, identity: Identity, { payload, way, qos }: Acknowledgeable): void {
    const bytes = payload.length;
    if (qos === 0) return this.#parts.pace.enter(identity, bytes)(() => way.acknowledge([]));
    this.#enter(this.#channelOf(client, identity), identity, bytes)(() => way.acknowledge([]));
  }

  /** Takes a place in the order of acknowledgements, and in what may wait for them. */
  #enter(channel: Channel, identity: Identity, bytes: number): (act: () => void) => void {
    const [finish, visit] = [channel.order.enter(), this.#parts.pace.enter(identity, bytes)];
    return (act) => finish(() => visit(act));
  }

  #channelOf(client: Client, identity: Identity): Channel {
    const known = this.#channels.get(client);
    if (known !== undefined) return known;
    const channel = {
      order: new InOrder(),
      reply: outgoing(tillTopic(identity.name, 'reply')),
      answer: outgoing(tillTopic(identity.name, 'answer')),
    };
    this.#channels.set(client, channel);
    return channel;
  }
}

export interface IngressParts {
  readonly intake: Pick<BrokerPorts, 'submit'>;
  readonly reader: AskReader;
  readonly rules: AccessRules;
  readonly register: ClientRegister;
  readonly pace: Pace;
  readonly unreadRepliesBytes: number;
}

type PublishDone = (error?: Error | null) => void;

/** How a message is acknowledged, or its connection closed. */
interface Way {
  /** What is said to the client right behind the acknowledgement. */
  acknowledge(behind: readonly Buffer[]): void;
  fail(error: Error): void;
}

interface Incoming {
  readonly payload: Buffer;
  readonly way: Way;
}

interface Acknowledgeable extends Incoming {
  readonly qos: number;
}

/** What belongs to one connection. */
interface Channel {
  readonly order: InOrder;
  readonly reply: OutgoingTopic;
  readonly answer: OutgoingTopic;
}

interface OutgoingTopic {
  readonly topic: string;
  readonly bytes: Buffer;
}

const NOTHING = Buffer.alloc(0);

function outgoing(topic: string): OutgoingTopic {
  return { topic, bytes: Buffer.from(topic) };
}

/** A message to the client itself, if it listens and is still there. */
function said(client: Client, to: OutgoingTopic, body: object): Buffer[] {
  if (client.closed || !client.conn.writable || !isSubscribed(client, to.topic)) return [];
  return [publishBytes(to.bytes, JSON.stringify(body))];
}

function closedOn(problem: string): Error {
  return new Error(`closed on ${problem}`);
}

function bytesOf(payload: Buffer | string): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : payload;
}
