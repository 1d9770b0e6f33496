import type { AccessRules } from '../../../hub/broker/access-rules.ts';
import { type Broker, createBroker } from '../../../hub/broker/broker.ts';
import type { BrokerLimits } from '../../../hub/broker/limits.ts';
import { RawClient } from './raw-client.ts';
import { Shop } from './shop.ts';

/** A real broker on a free port, with a shop behind it whose secrets follow from the names. */
export class RunningBroker implements AsyncDisposable {
  readonly shop: Shop;
  readonly broker: Broker;
  readonly port: number;
  readonly #clients: RawClient[] = [];

  constructor(shop: Shop, broker: Broker, port: number) {
    this.shop = shop;
    this.broker = broker;
    this.port = port;
  }

  static async start(limits: Partial<BrokerLimits> = {}, rules?: AccessRules): Promise<RunningBroker> {
    const shop = new Shop();
    const broker = createBroker(shop.ports(), {
      host: '127.0.0.1',
      port: 0,
      limits: { ...FAST_REFUSALS, ...limits },
      ...(rules === undefined ? {} : { rules }),
    });
    const { port } = await broker.start();
    return new RunningBroker(shop, broker, port);
  }

  async stranger(): Promise<RawClient> {
    const client = await RawClient.connect(this.port);
    this.#clients.push(client);
    return client;
  }

  async till(name: string, more: Parameters<RawClient['signIn']>[2] = {}): Promise<RawClient> {
    return this.#signedIn('till', name, more);
  }

  async device(name: string, more: Parameters<RawClient['signIn']>[2] = {}): Promise<RawClient> {
    return this.#signedIn('device', name, more);
  }

  async #signedIn(
    kind: 'till' | 'device',
    name: string,
    more: Parameters<RawClient['signIn']>[2],
  ): Promise<RawClient> {
    const client = await this.stranger();
    const code = await client.signIn(name, this.shop.enrol(kind, name), more);
    if (code !== 0) throw new Error(`the broker refused ${name} with ${code}`);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.broker[Symbol.asyncDispose]();
  }
}

const FAST_REFUSALS = { refusalDelayMs: 1, refusalDelayMaxMs: 2 };
