import { type MqttClient, connect } from 'mqtt';
import type { MqttAddress, Message } from './wire.ts';

/** How long a hub may take to answer CONNECT. */
const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_SECONDS = 30;

export interface SessionEvents {
  /** Connected and subscribed. */
  ready(): void;
  message(message: Message): void;
  /** Over, for whatever reason; nothing more will come. Called once. */
  ended(reason: string): void;
}

/**
 * One connection to the hub, from CONNECT to its end. It never connects again: what was under way is known to
 * the durable queue, so a new connection begins with a new session and with nothing in memory.
 */
export class Session {
  readonly #client: MqttClient;
  readonly #events: SessionEvents;
  #over = false;

  constructor(address: MqttAddress, events: SessionEvents) {
    this.#events = events;
    this.#client = connect(address.url, {
      clientId: address.name,
      username: address.name,
      password: address.secret,
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      connectTimeout: CONNECT_TIMEOUT_MS,
      keepalive: KEEPALIVE_SECONDS,
      will: { topic: address.statusTopic, payload: OFFLINE, qos: 1, retain: true },
    });
    this.#client.on('error', (error) => this.#end(error.message));
    this.#client.on('close', () => this.#end('the connection was closed'));
    this.#client.on('message', (topic, payload, packet) =>
      this.#events.message({ topic, payload, retained: packet.retain }),
    );
    this.#client.on('connect', () => this.#subscribe(address));
  }

  /** Calls back once when the hub has confirmed. A session that ends first never calls back. */
  publish(message: { topic: string; payload: Buffer }, confirmed: () => void): void {
    this.#client.publish(message.topic, message.payload, { qos: 1 }, (error) => {
      if (!this.#over && (error === undefined || error === null)) confirmed();
    });
  }

  /** Cuts the connection; the last will tells the others. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#client.end(true);
  }

  #subscribe(address: MqttAddress): void {
    this.#client.subscribe([...address.subscriptions], { qos: 1 }, (error, granted) => {
      if (this.#over) return;
      const refused = granted?.find((grant) => grant.qos > 2);
      if (error !== null && error !== undefined) return this.#end(error.message);
      if (refused !== undefined) return this.#end(`the hub refused ${refused.topic}`);
      this.#client.publish(address.statusTopic, ONLINE, { qos: 0, retain: true });
      this.#events.ready();
    });
  }

  #end(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#client.end(true);
    this.#events.ended(reason);
  }
}

const ONLINE = '{"state":"online"}';
const OFFLINE = '{"state":"offline"}';
