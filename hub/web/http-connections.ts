import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { WaitingRoom } from '../kit/waiting-room.ts';
import { WEB_LIMITS } from './limits.ts';

type Limits = Pick<typeof WEB_LIMITS, 'connections' | 'idleConnections' | 'idlePerAddress' | 'bodyMs'>;
type Numbers = { readonly [Name in keyof Limits]: number };

/**
 * Bounds the connections of a web server. One that has no request under way is idle, whether it never sent one, sends
 * its headers byte by byte or waits for the next: of these the oldest gives way to a new one. So a program that opens
 * connections and says nothing takes no page and no till its place.
 *
 * WebSockets leave the count: whoever takes them over counts them.
 */
export class HttpConnections {
  readonly #limits: Numbers;
  readonly #idle: WaitingRoom<Socket>;
  /** How many requests are under way on each connection. */
  readonly #open = new Map<Socket, number>();

  constructor(server: Server, limits: Numbers = WEB_LIMITS) {
    this.#limits = limits;
    const room = { max: limits.idleConnections, maxPerAddress: limits.idlePerAddress };
    this.#idle = new WaitingRoom(room, (socket) => this.#turnOut(socket));
    server.on('connection', (socket: Socket) => this.#arrive(socket));
    server.on('request', (request, response) => this.#begin(request, response));
    server.on('upgrade', (request: IncomingMessage) => this.#forget(request.socket));
  }

  get size(): number {
    return this.#open.size;
  }

  #arrive(socket: Socket): void {
    if (this.#open.size >= this.#limits.connections) this.#idle.turnOutOldest();
    if (this.#open.size >= this.#limits.connections) return void socket.destroy();
    this.#open.set(socket, 0);
    this.#idle.enter(socket, addressOf(socket));
    socket.once('close', () => this.#forget(socket));
  }

  #begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const open = this.#open.get(socket);
    if (open === undefined) return;
    this.#open.set(socket, open + 1);
    this.#idle.leave(socket);
    const patience = this.#hurry(request);
    response.once('close', () => {
      clearTimeout(patience);
      this.#end(socket);
    });
  }

  /** A body that comes byte by byte would hold its place for as long as a large import may take. */
  #hurry(request: IncomingMessage): NodeJS.Timeout | undefined {
    const { headers, url, socket } = request;
    const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    if (!hasBody || url?.startsWith(IMPORT_PATH) === true) return undefined;
    return setTimeout(() => {
      if (!request.complete) socket.destroy();
    }, this.#limits.bodyMs).unref();
  }

  #end(socket: Socket): void {
    const open = this.#open.get(socket);
    if (open === undefined) return;
    this.#open.set(socket, open - 1);
    if (open === 1) this.#idle.enter(socket, addressOf(socket));
  }

  #turnOut(socket: Socket): void {
    this.#forget(socket);
    socket.destroy();
  }

  #forget(socket: Socket): void {
    this.#open.delete(socket);
    this.#idle.leave(socket);
  }
}

/** The one body that may take its time. */
const IMPORT_PATH = '/api/v1/products/import';

function addressOf(socket: Socket): string {
  return socket.remoteAddress ?? 'unknown';
}
