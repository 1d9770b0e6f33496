import { connectAsync } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { Answer } from '../../hub/contract/ask.ts';
import { EventReply } from '../../hub/contract/reply.ts';
import { tillTopic } from '../../hub/contract/topics.ts';
import { newId } from '../../hub/kit/ids.ts';
import type { HubFolder, TillIdentity } from './hub-folder.ts';
import { bytesOf, tillEvent } from './till-events.ts';
import type { EventInput } from './till-events.ts';

type Told = Pick<EventInput, 'type' | 'data' | 'id'>;

/** A till on the broker: each event is answered before the next is sent. */
export class TillOnTheBroker implements AsyncDisposable {
  readonly #client: MqttClient;
  readonly #till: TillIdentity;
  #sequence = 0;
  #answered: ((body: Buffer) => void) | undefined;

  constructor(client: MqttClient, till: TillIdentity) {
    this.#client = client;
    this.#till = till;
    client.on('message', (_topic, body) => this.#answered?.(body));
  }

  static async open(shop: HubFolder, till: TillIdentity): Promise<TillOnTheBroker> {
    const { name, secret } = till;
    const client = await connectAsync(shop.mqttUrl, { clientId: name, username: name, password: secret });
    await client.subscribeAsync([tillTopic(name, 'reply'), tillTopic(name, 'answer')]);
    return new TillOnTheBroker(client, till);
  }

  made(input: Told): object {
    this.#sequence += 1;
    return tillEvent({ ...input, sequence: this.#sequence, source: this.#till.source });
  }

  async send(event: object): Promise<EventReply> {
    return EventReply.parse(JSON.parse(await this.#round('event', event)));
  }

  async tell(input: Told): Promise<EventReply> {
    return this.send(this.made(input));
  }

  async ask(question: object): Promise<Answer> {
    return Answer.parse(JSON.parse(await this.#round('ask', { correlationId: newId(), ...question })));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.endAsync(true);
  }

  async #round(topic: 'event' | 'ask', payload: object): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<Buffer>();
    this.#answered = resolve;
    this.#client.publish(tillTopic(this.#till.name, topic), bytesOf(payload), {
      qos: topic === 'ask' ? 0 : 1,
    });
    return (await promise).toString();
  }
}
