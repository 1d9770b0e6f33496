import { type AddressInfo, type Server, createServer } from 'node:net';
import type { IPublishPacket } from 'mqtt-packet';
import { formatSequence } from '../../../hub/contract/envelope.ts';
import type { EventReply, TillAck } from '../../../hub/contract/reply.ts';
import { HUB_STATUS_TOPIC, tillTopic } from '../../../hub/contract/topics.ts';
import { HubError } from '../../../hub/kit/errors.ts';
import { newId } from '../../../hub/kit/ids.ts';
import { Connection } from './connection.ts';
import { type TillUnderTest, judgeConnect, judgePublish, judgeSubscribe } from './connection-rules.ts';
import { EventBook, type SeenEvent } from './event-book.ts';
import type { Rulebook } from './rulebook.ts';

/** One event that has just come. */
export interface Arrival {
  readonly event: SeenEvent;
  readonly isNew: boolean;
  readonly packet: IPublishPacket;
  readonly connection: Connection;
}

/** Decides what the hub's side answers. */
export type Answering = (arrival: Arrival) => void;

const CONNECTIONS_MAX = 16;

/**
 * Plays the hub for one till: listens, judges every packet as it comes, and answers as the scenario says at the
 * moment. It keeps no ledger; what it has confirmed stands in the event book.
 */
export class HubSide {
  readonly book: EventBook;
  readonly #till: TillUnderTest;
  readonly #rules: Rulebook;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #watchers: (() => void)[] = [];
  #incarnation = newId();
  /** Numbers beyond this one are not acknowledged, whatever has come: a restored hub lacks them. */
  #restoredTo: number | undefined;
  #answering: Answering = (arrival) => this.accept(arrival);
  sessions = 0;

  constructor(till: TillUnderTest, rules: Rulebook) {
    this.#till = till;
    this.#rules = rules;
    this.book = new EventBook(till.name, rules);
    this.#server = createServer((socket) => this.#connections.add(new Connection(socket, this.#events())));
    this.#server.maxConnections = CONNECTIONS_MAX;
  }

  /** Listens; resolves to the port. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (cause) =>
        reject(
          new HubError('listen.failed', {
            cause,
            detail: `${host}:${port}`,
            hint: 'Is the hub running? Stop it for the test.',
          }),
        ),
      );
      this.#server.listen(port, host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  answerWith(answering: Answering): void {
    this.#answering = answering;
  }

  /** What a hub does when all is well. */
  accept({ event, isNew, packet, connection }: Arrival): void {
    connection.confirm(packet);
    this.reply(connection, {
      outcome: isNew ? 'accepted' : 'duplicate',
      id: event.id,
      source: event.source,
      seq: event.sequence,
    });
    this.tellAck(connection);
  }

  /** Tells how far the hub is; `retain` is how it answers a subscription. */
  tellAck(connection: Connection, retain = false): void {
    const [event] = this.book.events;
    if (event === undefined) return;
    const sequence = this.#restoredTo ?? this.book.contiguous();
    const ack: TillAck = {
      installation: event.installation,
      sequence: formatSequence(sequence),
      incarnation: this.#incarnation,
    };
    connection.tell(tillTopic(this.#till.name, 'ack'), ack, retain);
  }

  reply(connection: Connection, reply: EventReply): void {
    connection.tell(tillTopic(this.#till.name, 'reply'), reply);
  }

  /** From now on another ledger, restored from a backup that ends at this number. */
  restore(sequence: number): void {
    this.#incarnation = newId();
    this.#restoredTo = sequence;
    this.cutAll();
  }

  cutAll(): void {
    for (const connection of this.#connections) connection.cut();
  }

  /** Resolves to true as soon as the condition holds, or to false when `timeoutMs` have passed. */
  async until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    const deadline = AbortSignal.timeout(timeoutMs);
    while (!condition()) {
      if (deadline.aborted) return false;
      await this.#change(deadline);
    }
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #change(deadline: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        deadline.removeEventListener('abort', wake);
        resolve();
      };
      deadline.addEventListener('abort', wake);
      this.#watchers.push(wake);
    });
  }

  #changed(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const wake of watchers) wake();
  }

  #events() {
    return {
      connect: (packet: Parameters<typeof judgeConnect>[1]) => {
        this.sessions += 1;
        judgeConnect(this.#till, packet, this.#rules);
        this.#changed();
      },
      subscribe: (packet: Parameters<typeof judgeSubscribe>[1], connection: Connection) => {
        judgeSubscribe(this.#till, packet, this.#rules);
        connection.tell(
          HUB_STATUS_TOPIC,
          { state: 'online', incarnation: this.#incarnation, version: 'certify' },
          true,
        );
        this.tellAck(connection, true);
        this.#changed();
      },
      publish: (packet: IPublishPacket, connection: Connection) => this.#onPublish(packet, connection),
      ended: (connection: Connection) => {
        this.#connections.delete(connection);
        this.#changed();
      },
    };
  }

  #onPublish(packet: IPublishPacket, connection: Connection): void {
    judgePublish(this.#till, packet, this.#rules);
    if (packet.topic !== tillTopic(this.#till.name, 'event')) return connection.confirm(packet);
    const entry = this.book.enter(Buffer.from(packet.payload));
    if (entry === null) connection.confirm(packet);
    else this.#answering({ ...entry, packet, connection });
    this.#changed();
  }
}
