import { randomUUID } from 'node:crypto';
import { type MqttClient, connect } from 'mqtt';
import { formatSequence } from '../../../hub/contract/envelope.ts';
import { tillTopic } from '../../../hub/contract/topics.ts';
import { sha256Hex } from '../../../hub/kit/digest.ts';

/** What is wrong with a till. One at a time, so that it is seen which clause catches it. */
export type Flaw =
  | 'none'
  | 'other client id'
  | 'wrong secret'
  | 'will elsewhere'
  | 'publishes elsewhere'
  | 'retains events'
  | 'leaves numbers out'
  | 'uses a number twice'
  | 'other source'
  | 'no currency'
  | 'changes what it sends again'
  | 'forgets what was cut'
  | 'stays away'
  | 'stops at a conflict'
  | 'closes the number of a conflict'
  | 'waits for replies'
  | 'ignores rejections'
  | 'ignores incarnations'
  | 'deletes early';

export interface BadTillOptions {
  readonly port: number;
  readonly store: string;
  readonly flaw: Flaw;
  readonly sale: Record<string, unknown>;
}

interface KeptEvent {
  readonly sequence: number;
  payload: string;
  state: 'waiting' | 'sent' | 'confirmed' | 'rejected';
}

interface HubWord {
  readonly outcome?: string;
  readonly id?: string;
  readonly sha256?: string;
  readonly incarnation?: string;
}

const NAME = 'till-1';
/** In a real shop a flaw shows now and then. */
const FLAW_EVERY = 4;

/** A till without a disk, for the tests of the certificate: it keeps the contract in memory, except for its flaw. */
export class BadTill {
  readonly #options: BadTillOptions;
  readonly #installation = randomUUID();
  readonly #events: KeptEvent[] = [];
  #client: MqttClient;
  #isClosed = false;
  #sequence = 0;
  #incarnation: string | undefined;
  #isStuck = false;
  #repliesMissing = 0;

  constructor(options: BadTillOptions) {
    this.#options = options;
    this.#client = this.#connect();
  }

  sell(): void {
    if (this.#isStuck) return;
    this.#add('backroom.sale.completed.v1', this.#sale());
    if (this.#has('publishes elsewhere')) this.#client.publish('backroom/v1/till/till-2/event', '{}');
    this.#sendWaiting();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#client.endAsync(true);
  }

  #has(flaw: Flaw): boolean {
    return this.#options.flaw === flaw;
  }

  #connect(): MqttClient {
    const will = this.#has('will elsewhere') ? 'backroom/v1/hub/status' : tillTopic(NAME, 'status');
    const client = connect(`mqtt://127.0.0.1:${this.#options.port}`, {
      clientId: this.#has('other client id') ? 'someone' : NAME,
      username: NAME,
      password: this.#has('wrong secret') ? 'guess' : 'secret',
      protocolVersion: 4,
      reconnectPeriod: 0,
      will: { topic: will, payload: '{"state":"offline"}', qos: 0, retain: true },
    });
    client.on('error', () => undefined);
    client.on('close', () => this.#onClose());
    client.on('connect', () => {
      client.subscribe([tillTopic(NAME, 'reply'), tillTopic(NAME, 'ack')], () => this.#sendWaiting());
    });
    client.on('message', (topic, payload) => this.#onMessage(topic, JSON.parse(payload.toString())));
    return client;
  }

  /** A new client each time: the library would send again on its own what the flaw forgets. */
  #onClose(): void {
    if (this.#isClosed || this.#has('stays away')) return;
    this.#client = this.#connect();
    const isForgetful = this.#has('forgets what was cut');
    this.#repliesMissing = 0;
    for (const event of this.#events)
      if (event.state === 'sent') event.state = isForgetful ? 'confirmed' : 'waiting';
  }

  #sale(): Record<string, unknown> {
    const { currency, ...rest } = this.#options.sale;
    return this.#has('no currency') && this.#sequence % FLAW_EVERY === 1 ? rest : { currency, ...rest };
  }

  #add(type: string, data: object): void {
    this.#sequence += this.#step();
    const installation =
      this.#has('other source') && this.#sequence > FLAW_EVERY ? randomUUID() : this.#installation;
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      source: `/stores/${this.#options.store}/tills/${NAME}/${installation}`,
      type,
      time: new Date().toISOString(),
      sequence: formatSequence(this.#sequence),
      clock: 'unknown',
      data,
    };
    this.#events.push({ sequence: this.#sequence, payload: JSON.stringify(event), state: 'waiting' });
  }

  #step(): number {
    const isTime = this.#events.length % FLAW_EVERY === FLAW_EVERY - 1;
    if (this.#has('leaves numbers out') && isTime) return 2;
    return this.#has('uses a number twice') && isTime ? 0 : 1;
  }

  #sendWaiting(): void {
    if (!this.#client.connected) return;
    if (this.#has('waits for replies') && this.#repliesMissing > 0) return;
    for (const event of this.#events) if (event.state === 'waiting') this.#send(event);
  }

  #send(event: KeptEvent): void {
    event.state = 'sent';
    this.#repliesMissing += 1;
    const { payload } = event;
    const retain = this.#has('retains events');
    this.#client.publish(tillTopic(NAME, 'event'), payload, { qos: 1, retain }, (error) => {
      if (!error && event.state === 'sent') event.state = 'confirmed';
    });
    if (this.#has('changes what it sends again'))
      event.payload = payload.replace('"amountMinor":250', '"amountMinor":251');
  }

  #onMessage(topic: string, word: HubWord): void {
    if (topic === tillTopic(NAME, 'ack')) return this.#onAck(word.incarnation);
    this.#repliesMissing -= 1;
    if (word.outcome === 'conflict') this.#onConflict(word.id ?? '');
    if (word.outcome === 'rejected') this.#onRejected(word.sha256 ?? '');
    return this.#sendWaiting();
  }

  #onAck(incarnation: string | undefined): void {
    const isNew = this.#incarnation !== undefined && this.#incarnation !== incarnation;
    this.#incarnation = incarnation;
    if (!isNew || this.#has('ignores incarnations')) return;
    const kept = this.#has('deletes early')
      ? this.#events.slice(-Math.ceil(this.#events.length / 2))
      : this.#events;
    for (const event of kept) if (event.state === 'confirmed') event.state = 'waiting';
    this.#sendWaiting();
  }

  #onConflict(id: string): void {
    this.#isStuck = this.#has('stops at a conflict');
    const event = this.#events.find(({ payload }) => (JSON.parse(payload) as { id: string }).id === id);
    if (event !== undefined && this.#has('closes the number of a conflict')) this.#close(event, 'conflict');
  }

  #onRejected(sha256: string): void {
    const event = this.#events.find(({ payload }) => sha256Hex(payload) === sha256);
    if (event === undefined || this.#has('ignores rejections')) return;
    event.state = 'rejected';
    this.#close(event, 'rejected');
  }

  #close(event: KeptEvent, reason: string): void {
    const number = formatSequence(event.sequence);
    this.#add('backroom.sequence.skipped.v1', { first: number, last: number, reason });
  }
}
