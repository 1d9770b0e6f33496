import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes, type AedesOptions, type AedesPublishPacket, type Client } from 'aedes';
import { assert, must } from '../kit/assert.ts';
import { HubError } from '../kit/errors.ts';
import { type AccessRules, shopRules } from './access-rules.ts';
import { grantedQos, subscriptionCount } from './aedes-inside.ts';
import { ClientRegister } from './client-register.ts';
import { Door } from './door.ts';
import { Egress } from './egress.ts';
import { FanOut } from './fan-out.ts';
import { Gate } from './gate.ts';
import { Ingress } from './ingress.ts';
import { BROKER_LIMITS, type BrokerLimits } from './limits.ts';
import { Pace } from './pace.ts';
import type { BrokerPorts } from './ports.ts';
import { createSessionMemory } from './session-memory.ts';
import { SignIn } from './sign-in.ts';
import { UNREAD_PAYLOAD, VirtualRetained } from './virtual-retained.ts';
import { MqttOverWebSocket } from './web-socket.ts';

export interface BrokerOptions {
  readonly host: string;
  /** 0 takes any free port; `start` tells which. */
  readonly port: number;
  readonly limits?: Partial<BrokerLimits>;
  /** Who may say and hear what; otherwise the rules of a shop. */
  readonly rules?: AccessRules;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** The MQTT broker of the shop: tills, devices and displays on one side, the ledger behind its ports on the other. */
export interface Broker extends AsyncDisposable {
  start(): Promise<BrokerAddress>;
  /** For the `upgrade` event of the web port: MQTT over WebSocket on `/mqtt`. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends the connection of that till or device, as when its credential is taken away. */
  disconnect(name: string): void;
  /** Open connections, signed in or not. */
  readonly connections: number;
}

export function createBroker(ports: BrokerPorts, options: BrokerOptions): Broker {
  return new AedesBroker(ports, options);
}

const TCP_KEEPALIVE_MS = 60_000;

class AedesBroker implements Broker {
  readonly #ports: BrokerPorts;
  readonly #options: BrokerOptions;
  readonly #limits: BrokerLimits;
  readonly #rules: AccessRules;
  readonly #stop = new AbortController();
  readonly #fanOut = new FanOut();
  readonly #register = new ClientRegister();
  /** aedes asks for what is retained without saying for whom. */
  readonly #subscriber = new AsyncLocalStorage<Client>();
  readonly #pace: Pace;
  readonly #door: Door;
  readonly #ingress: Ingress;
  readonly #gate: Gate;
  readonly #egress: Egress;
  readonly #webSocket: MqttOverWebSocket;
  #aedes: Aedes | undefined;
  #server: Server | undefined;
  #publishing: Promise<void> | undefined;

  constructor(ports: BrokerPorts, options: BrokerOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#limits = { ...BROKER_LIMITS, ...options.limits };
    this.#rules = options.rules ?? shopRules;
    this.#pace = new Pace({
      register: this.#register,
      limits: this.#limits,
      clock: ports.clock,
      stop: this.#stop.signal,
    });
    this.#door = new Door(this.#limits);
    this.#ingress = new Ingress({
      intake: ports,
      reader: ports.reader,
      rules: this.#rules,
      register: this.#register,
      pace: this.#pace,
      unreadRepliesBytes: this.#limits.unreadRepliesBytes,
    });
    this.#gate = new Gate({
      register: this.#register,
      pace: this.#pace,
      limits: this.#limits,
      takeDirectly: (client, packet) => this.#ingress.takeDirectly(client, packet),
    });
    this.#egress = new Egress({
      ...ports,
      fanOut: this.#fanOut,
      limits: this.#limits,
      hub: ports,
      catalogueVersion: () => ports.catalogueVersion?.(),
      publish: (topic, body) => this.#publish(topic, body),
    });
    this.#webSocket = new MqttOverWebSocket({
      messageBytesMax: this.#limits.packetBytes,
      admit: (connection, address) => this.#admit(connection, address),
    });
  }

  get connections(): number {
    return this.#door.connections;
  }

  async start(): Promise<BrokerAddress> {
    assert(this.#aedes === undefined, 'a broker starts once');
    this.#aedes = await Aedes.createBroker(this.#aedesOptions());
    this.#watch(this.#aedes);
    this.#publishing = this.#egress.run(this.#stop.signal);
    return this.#listen();
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#webSocket.handleUpgrade(request, socket, head);
  }

  disconnect(name: string): void {
    this.#register.clientOf(name)?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const aedes = this.#aedes;
    this.#stop.abort();
    await this.#publishing;
    if (aedes !== undefined && !aedes.closed) {
      await this.#egress.sayFarewell();
      await new Promise<void>((resolve) => aedes.close(resolve));
    }
    this.#door.closeAll();
    const server = this.#server;
    if (server?.listening === true) await new Promise((resolve) => server.close(resolve));
  }

  #aedesOptions(): AedesOptions {
    const { clock, log, reader } = this.#ports;
    const [register, door, limits] = [this.#register, this.#door, this.#limits];
    const stop = this.#stop.signal;
    const { preConnect, authenticate } = new SignIn({
      reader,
      rules: this.#rules,
      register,
      door,
      limits,
      stop,
      clock,
      log,
    });
    return {
      mq: this.#fanOut,
      persistence: this.#sessionMemory(),
      preConnect,
      authenticate,
      authorizePublish: this.#ingress.authorizePublish,
      authorizeSubscribe: (client, subscription, done) =>
        this.#subscribe(client, subscription.topic, (isGranted) =>
          done(null, isGranted ? subscription : null),
        ),
      authorizeForward: (client, packet) =>
        packet.payload !== UNREAD_PAYLOAD && this.#takesMore(client) ? atMostGranted(client, packet) : null,
      connectTimeout: limits.connectTimeoutMs,
      drainTimeout: limits.drainTimeoutMs,
      queueLimit: limits.packetsBeforeConnack,
      maxInflightInbound: limits.halfDoneQos2,
    };
  }

  #sessionMemory(): ReturnType<typeof createSessionMemory> {
    const ports = this.#ports;
    const virtual = new VirtualRetained({
      reader: ports.reader,
      hub: ports,
      log: ports.log,
      pageSize: this.#limits.retainedPage,
      catalogueVersion: () => ports.catalogueVersion?.(),
      subscriber: () => this.#subscriber.getStore(),
    });
    const { queuedPerClient } = this.#limits;
    const mayHear = (client: Client, filter: string): boolean => this.#mayHear(client, filter);
    return createSessionMemory({ virtual, log: ports.log, queuedPerClient, mayHear });
  }

  #mayHear(client: Client, filter: string): boolean {
    const identity = this.#register.identityOf(client);
    return identity !== undefined && this.#rules.maySubscribe(identity, filter);
  }

  #maySubscribe(client: Client, filter: string): boolean {
    return this.#mayHear(client, filter) && subscriptionCount(client) < this.#limits.subscriptionsPerClient;
  }

  /**
   * A subscription is answered with what is retained, so it takes of the client's rate as messages do. It carries no
   * sale: when a client has more of them waiting than it could be answered in a while, the next ones are refused.
   */
  #subscribe(client: Client, filter: string, answer: (isGranted: boolean) => void): void {
    const identity = this.#register.identityOf(client);
    if (identity === undefined || !this.#maySubscribe(client, filter)) return answer(false);
    const isWide = /[+#]/.test(filter);
    if (isWide && this.#pace.waitMs(identity) > this.#limits.subscriptionWaitMs) return answer(false);
    const messages = isWide ? this.#limits.messagesPerWideSubscription : 1;
    this.#pace.enter(identity, filter.length, messages)(() => this.#subscriber.run(client, answer, true));
  }

  /** Cuts off whoever does not read: what is not read is kept in memory. */
  #takesMore(client: Client): boolean {
    if (client.closed) return false;
    if (client.conn.writableLength <= this.#limits.unreadBytes) return true;
    setImmediate(() => client.conn.destroy(new Error('closed on messages that nobody reads')));
    return false;
  }

  #watch(aedes: Aedes): void {
    const told = new WeakSet<Client>();
    const tell = (client: Client, error: Error): void => {
      // Each message that was under way fails after the first error; the first one says why.
      if (told.has(client)) return;
      told.add(client);
      // The error itself would carry the packet, and with a CONNECT the secret: only its message is told.
      const fields = { client: client.id, address: this.#register.addressOf(client), reason: error.message };
      const level = this.#register.identityOf(client) === undefined ? 'debug' : 'info';
      this.#ports.log[level](fields, 'A connection broke.');
    };
    aedes.on('clientError', tell);
    aedes.on('connectionError', tell);
    aedes.on('clientDisconnect', (client) => this.#register.leave(client));
  }

  #publish(topic: string, body: string): void {
    const packet = {
      cmd: 'publish',
      topic,
      payload: Buffer.from(body),
      qos: 0,
      retain: false,
      dup: false,
    } as const;
    must(this.#aedes, 'the running broker').publish(packet, () => undefined);
  }

  async #listen(): Promise<BrokerAddress> {
    const { host, port } = this.#options;
    const options = { noDelay: true, keepAlive: true, keepAliveInitialDelay: TCP_KEEPALIVE_MS };
    this.#server = createServer(options, (socket: Socket) =>
      this.#admit(socket, socket.remoteAddress ?? 'unknown'),
    );
    this.#server.listen(port, host);
    try {
      await once(this.#server, 'listening');
    } catch (cause) {
      const hint = 'Another program may use this port already; choose another one.';
      throw new HubError('listen.failed', { cause, detail: `MQTT on ${host}:${port}`, hint });
    }
    this.#server.on('error', (error) =>
      this.#ports.log.error({ reason: error.message }, 'A connection could not be taken.'),
    );
    const address = this.#server.address() as AddressInfo;
    return { host: address.address, port: address.port };
  }

  #admit(connection: Duplex, address: string): void {
    const aedes = this.#aedes;
    if (aedes === undefined || aedes.closed) return void connection.destroy();
    if (this.#door.enter(connection, address)) this.#gate.admit(connection, address, aedes.handle);
  }
}

/** aedes lowers the QoS of a message only where the filter of the subscription is the topic itself. */
function atMostGranted(client: Client, packet: AedesPublishPacket): AedesPublishPacket {
  if (packet.qos === 0) return packet;
  const granted = grantedQos(client, packet.topic) ?? packet.qos;
  if (granted < packet.qos) packet.qos = granted as AedesPublishPacket['qos'];
  return packet;
}
