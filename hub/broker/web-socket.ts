import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';

const MQTT_PATH = '/mqtt';

const SUBPROTOCOL = 'mqtt';

export interface WebSocketParts {
  /** The largest message. An MQTT packet may also come in several. */
  readonly messageBytesMax: number;
  readonly admit: (connection: Duplex, address: string) => void;
}

/** MQTT over WebSocket (MQTT 3.1.1 section 6), on a port that somebody else listens on. */
export class MqttOverWebSocket {
  readonly #server: WebSocketServer;
  readonly #admit: WebSocketParts['admit'];

  constructor({ messageBytesMax, admit }: WebSocketParts) {
    this.#admit = admit;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: messageBytesMax,
      perMessageDeflate: false,
      handleProtocols: () => SUBPROTOCOL,
    });
  }

  /** Takes an HTTP `upgrade`; what is no MQTT of ours is refused with an HTTP status. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = whyRefused(request);
    if (refusal !== undefined) return refuse(socket, refusal);
    if (socket instanceof Socket) socket.setNoDelay(true);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#admit(binaryStream(webSocket), request.socket.remoteAddress ?? 'unknown');
    });
  }
}

/** MQTT comes in binary frames; any other ends the connection ([MQTT-6.0.0-1]). */
function binaryStream(webSocket: WebSocket): Duplex {
  const stream = createWebSocketStream(webSocket);
  webSocket.prependListener('message', (_frame, isBinary: boolean) => {
    if (!isBinary) stream.destroy(new Error('closed on a frame of text'));
  });
  return stream;
}

/** A page of another site may open a WebSocket to any host: only our own pages, and programs, may. */
function whyRefused({ url, headers }: IncomingMessage): string | undefined {
  const path = url?.split('?', 1)[0];
  if (path !== MQTT_PATH) return '404 Not Found';
  if (headers.origin !== undefined && hostOf(headers.origin) !== headers.host) return '403 Forbidden';
  const offered = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim()) ?? [];
  return offered.includes(SUBPROTOCOL) ? undefined : '400 Bad Request';
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** HTTP leaves the other half of the connection open: a client that never hangs up would hold it for ever. */
function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
