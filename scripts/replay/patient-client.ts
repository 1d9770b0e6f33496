import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 20;
/** Longer than any hub needs to come up again. */
const ANSWER_WITHIN_MS = 60_000;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

export interface WebAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks the hub over HTTP. Whatever is not answered is asked again with the same key, for as long as it takes. */
export class PatientClient {
  readonly #web: string;
  /** Requests that went out once more. */
  again = 0;

  constructor(web: string) {
    this.#web = web;
  }

  async read(path: string): Promise<WebAnswer> {
    return this.#ask(path, {});
  }

  async write(path: string, { key, body }: { key: string; body: object }): Promise<WebAnswer> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #ask(path: string, init: RequestInit): Promise<WebAnswer> {
    const lastMs = performance.now() + ANSWER_WITHIN_MS;
    for (;;) {
      const answer = await this.#askOnce(path, init);
      if (answer !== null) return answer;
      if (performance.now() > lastMs) throw new Error(`nobody answers ${path}`);
      this.again += 1;
      await pause(PAUSE_MS);
    }
  }

  /** Null when nothing is known of the outcome. */
  async #askOnce(path: string, init: RequestInit): Promise<WebAnswer | null> {
    try {
      const response = await fetch(`${this.#web}${path}`, init);
      const body: unknown = await response.json();
      const { status } = response;
      return status === TOO_MANY_REQUESTS || status >= SERVER_ERROR ? null : { status, body };
    } catch {
      return null;
    }
  }
}
