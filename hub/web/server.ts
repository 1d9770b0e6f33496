import type { IncomingMessage } from 'node:http';
import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { assert } from '../kit/assert.ts';
import { HubError } from '../kit/errors.ts';
import { createApp } from './app.ts';
import { HttpConnections } from './http-connections.ts';
import { WEB_LIMITS } from './limits.ts';
import { LiveFeed } from './live/live-feed.ts';
import type { WebPorts } from './ports.ts';
import { setSecurityHeaders } from './security-headers.ts';

export interface WebAddress {
  readonly host: string;
  /** 0 takes any free port; `start` answers with the one it took. */
  readonly port: number;
}

/** Takes over a connection that wants to become a WebSocket. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The web port: pages, API, live stream, and the door to MQTT over WebSocket. */
export class WebServer {
  readonly #live: LiveFeed;
  readonly #server: Server;
  readonly #connections: HttpConnections;
  #upgrade: UpgradeHandler | undefined;

  constructor(ports: WebPorts) {
    this.#live = new LiveFeed(ports);
    this.#server = createServer(ports, this.#live);
    this.#connections = new HttpConnections(this.#server);
    this.#server.on('upgrade', (request, socket, head) => this.#onUpgrade(request, socket, head));
  }

  /** Open live pages. */
  get liveStreams(): number {
    return this.#live.size;
  }

  /** Open connections, WebSockets left out. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Requests for `/mqtt` that want to become WebSockets go to this handler. */
  onUpgrade(handler: UpgradeHandler): void {
    this.#upgrade = handler;
  }

  async start({ host, port }: WebAddress): Promise<WebAddress> {
    const server = this.#server;
    await new Promise<void>((resolve, reject) => {
      const failed = (cause: Error): void => {
        const hint = `Is another program using port ${port}? Choose another with --web-port.`;
        reject(new HubError('listen.failed', { cause, detail: `${host}:${port}`, hint }));
      };
      server.once('error', failed);
      server.listen(port, host, () => {
        server.off('error', failed);
        resolve();
      });
    });
    this.#live.start();
    return { host, port: portOf(server.address()) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#live[Symbol.asyncDispose]();
    this.#server.closeIdleConnections();
    const patience = setTimeout(() => this.#server.closeAllConnections(), WEB_LIMITS.stopGraceMs);
    await closed;
    clearTimeout(patience);
  }

  #onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = request.url?.split('?')[0];
    if (path === '/mqtt' && this.#upgrade !== undefined) {
      this.#upgrade(request, socket, head);
      return;
    }
    socket.on('error', () => socket.destroy());
    // HTTP leaves the other half open: a client that never hangs up would hold it, and the stop of the hub, for ever.
    socket.once('finish', () => socket.destroy());
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }
}

function createServer(ports: WebPorts, live: LiveFeed): Server {
  const app = createApp(ports, live);
  const server = createAdaptorServer({
    fetch: (request, { incoming, outgoing }) => {
      setSecurityHeaders(outgoing, incoming.url ?? '');
      const { socket } = incoming;
      const disconnect = (): void => void socket.destroy();
      const remoteAddress = socket.remoteAddress;
      return app.fetch(request, remoteAddress === undefined ? { disconnect } : { remoteAddress, disconnect });
    },
    serverOptions: {
      headersTimeout: WEB_LIMITS.headersTimeoutMs,
      requestTimeout: WEB_LIMITS.requestTimeoutMs,
      keepAliveTimeout: WEB_LIMITS.keepAliveTimeoutMs,
      maxHeaderSize: WEB_LIMITS.headerBytes,
      connectionsCheckingInterval: WEB_LIMITS.headersTimeoutMs / 2,
      noDelay: true,
    },
  });
  assert(server instanceof Server, 'the adaptor makes a server of node:http');
  server.setTimeout(WEB_LIMITS.stillMs);
  return server;
}

function portOf(address: string | AddressInfo | null): number {
  assert(typeof address === 'object' && address !== null, 'a server that listens on TCP has a port');
  return address.port;
}
