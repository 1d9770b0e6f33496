import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { Tally } from './stubborn-till.ts';

/** A destination that takes what it is sent, unless it is told to refuse. */
export class WebhookReceiver implements AsyncDisposable {
  /** The ids of every event that it took. */
  readonly ids = new Set<string>();
  /** Its reason to refuse whatever comes, or null. */
  refuses: string | null = null;
  /** It answers that it is out of order, and when to come again. */
  isDown: { readonly retryAfterSeconds: number } | null = null;
  /** How often it was asked to take something. */
  readonly asked = new Tally();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async listen(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/events`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const batch = (await json(request)) as { id: string }[];
    this.asked.add();
    if (this.isDown !== null) {
      response.writeHead(503, { 'retry-after': `${this.isDown.retryAfterSeconds}` }).end();
      return;
    }
    if (this.refuses !== null) {
      response.writeHead(422, { 'content-type': 'text/plain' }).end(this.refuses);
      return;
    }
    for (const { id } of batch) this.ids.add(id);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }
}
