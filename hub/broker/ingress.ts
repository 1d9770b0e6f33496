import type { Client, PublishPacket } from 'aedes';
import type { Identity } from '../contract/identity.ts';
import { tillTopic } from '../contract/topics.ts';
import { unreachable } from '../kit/assert.ts';
import { messageOf } from '../kit/errors.ts';
import type { AccessRules } from './access-rules.ts';
import { isSubscribed } from './aedes-inside.ts';
import { answerAsk } from './answer.ts';
import type { ClientRegister } from './client-register.ts';
import { InOrder } from './in-order.ts';
import type { Pace } from './pace.ts';
import type { BrokerPorts, CodeReader } from './ports.ts';
import { publishBytes } from './publish-bytes.ts';

/**
 * PUBACK means: on disk. aedes acknowledges as soon as `authorizePublish` calls back and does everything else
 * afterwards, so the commit happens inside that hook:
 *
 *   1. `submit` is called in the order of arrival, and resolves after the fsync;
 *   2. the call back makes aedes write the PUBACK (QoS 2: store the id, then write the PUBREC);
 *   3. the reply is written behind it, held together with it by the cork.
 *
 * A rejected `submit` is an error for aedes: the connection closes without a PUBACK, and the till sends again.
 * A client that dies before step 2 is in the ledger, and its resend will be a duplicate there. The payload is
 * taken out of the packet before step 2: events reach nobody by way of aedes.
 */
export class Ingress {
  readonly #parts: IngressParts;
  readonly #channels = new WeakMap<Client, Channel>();

  constructor(parts: IngressParts) {
    this.#parts = parts;
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
    switch (verdict.kind) {
      case 'denied':
        return done(closedOn(`a message to ${packet.topic}: ${verdict.reason}`));
      case 'forward':
        return this.#acknowledgeInTurn(client, identity, { packet, done });
      case 'ask':
        packet.payload = NOTHING;
        return this.#takeAsk(client, identity, { packet, payload, done });
      case 'event':
        packet.payload = NOTHING;
        return this.#takeEvent(client, identity, { payload, done });
      default:
        return unreachable(verdict);
    }
  };

  #takeEvent(client: Client, identity: Identity, { payload, done }: Incoming): void {
    const channel = this.#channelOf(client, identity);
    const finish = this.#enter(channel, identity, payload.length);
    void this.#parts.intake.submit(payload, identity).then(
      (reply) => finish(() => acknowledge(client, done, () => write(client, channel.reply, reply))),
      (fault: unknown) =>
        finish(() => done(closedOn(`an event that was not committed: ${messageOf(fault)}`))),
    );
  }

  /** The answer does not wait for the commits before it; only its acknowledgement keeps the order. */
  #takeAsk(client: Client, identity: Identity, incoming: Incoming & Acknowledgeable): void {
    const { answer } = this.#channelOf(client, identity);
    try {
      if (isSubscribed(client, answer.topic))
        write(client, answer, answerAsk(incoming.payload, this.#parts.reader));
    } catch (fault) {
      return incoming.done(closedOn(`a question that the ledger could not read: ${messageOf(fault)}`));
    }
    this.#acknowledgeInTurn(client, identity, incoming);
  }

  #acknowledgeInTurn(client: Client, identity: Identity, { packet, done }: Acknowledgeable): void {
    const bytes = packet.payload.length;
    if (packet.qos === 0) return this.#parts.pace.enter(identity, bytes)(() => done(null));
    this.#enter(this.#channelOf(client, identity), identity, bytes)(() => done(null));
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
  readonly reader: CodeReader;
  readonly rules: AccessRules;
  readonly register: ClientRegister;
  readonly pace: Pace;
  readonly unreadRepliesBytes: number;
}

type PublishDone = (error?: Error | null) => void;

interface Incoming {
  readonly payload: Buffer;
  readonly done: PublishDone;
}

interface Acknowledgeable {
  readonly packet: PublishPacket;
  readonly done: PublishDone;
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

/** True for an event or a question: the hub has taken it, and nobody else hears it. */
export function isTaken(packet: Pick<PublishPacket, 'payload'>): boolean {
  return packet.payload === NOTHING;
}

function outgoing(topic: string): OutgoingTopic {
  return { topic, bytes: Buffer.from(topic) };
}

/** The PUBACK and the reply leave together. */
function acknowledge(client: Client, done: PublishDone, reply: () => void): void {
  client.conn.cork();
  done(null);
  reply();
  client.conn.uncork();
}

/** Writes a message to the client itself, if it listens and is still there. */
function write(client: Client, to: OutgoingTopic, body: object): void {
  if (client.closed || !client.conn.writable || !isSubscribed(client, to.topic)) return;
  client.conn.write(publishBytes(to.bytes, JSON.stringify(body)));
}

function closedOn(problem: string): Error {
  return new Error(`closed on ${problem}`);
}

function bytesOf(payload: Buffer | string): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : payload;
}
