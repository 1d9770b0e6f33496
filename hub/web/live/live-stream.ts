import { WEB_LIMITS } from '../limits.ts';

/** One browser's end of the feed. A reader that falls behind by the whole buffer is cut off; it comes back by itself. */
export class LiveStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly #ended: (stream: LiveStream) => void;
  readonly #disconnect: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(options: { ended: (stream: LiveStream) => void; disconnect: () => void }) {
    this.#ended = options.ended;
    this.#disconnect = options.disconnect;
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: WEB_LIMITS.liveBufferBytes });
    const source = {
      start: (controller: ReadableStreamDefaultController<Uint8Array>) => {
        this.#controller = controller;
      },
      cancel: () => this.#end(),
    };
    this.readable = new ReadableStream<Uint8Array>(source, strategy);
  }

  send(bytes: Uint8Array): void {
    const controller = this.#controller;
    if (controller === undefined) return;
    if ((controller.desiredSize ?? 0) < bytes.byteLength) {
      // Not as an error: the web server would write its stack into the log, and nothing is wrong with the hub.
      this.close();
      this.#disconnect();
      return;
    }
    controller.enqueue(bytes);
  }

  close(): void {
    const controller = this.#controller;
    this.#end();
    controller?.close();
  }

  #end(): void {
    this.#controller = undefined;
    this.#ended(this);
  }
}
