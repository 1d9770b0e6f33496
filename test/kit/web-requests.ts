import type { Hono } from 'hono';
import { newId } from '../../hub/kit/ids.ts';
import { createApp } from '../../hub/web/app.ts';
import { LiveFeed } from '../../hub/web/live/live-feed.ts';
import type { WebEnv } from '../../hub/web/web-env.ts';
import type { MemoryShop } from './memory-shop.ts';

export const TILL_AUTHORIZATION = 'Bearer till-1:secret-of-till-1';

export interface WebClient {
  readonly app: Hono<WebEnv>;
  /** A request from this computer, or from `from`. */
  ask(path: string, init?: RequestInit, from?: string): Promise<Response>;
}

/** Asks the real routes of a shop without a socket. */
export function webClient(shop: MemoryShop): WebClient {
  const app = createApp(shop, new LiveFeed(shop));
  const ask = async (path: string, init: RequestInit = {}, from = '127.0.0.1'): Promise<Response> => {
    const url = path.startsWith('http') ? path : `http://127.0.0.1:8080${path}`;
    return app.request(url, init, { remoteAddress: from });
  };
  return { app, ask };
}

/** A change with a key of its own, or with the one given. */
export function write(method: 'POST' | 'PUT', body?: string, key: string = newId()): RequestInit {
  return { method, headers: { 'Idempotency-Key': key }, ...(body === undefined ? {} : { body }) };
}

/** What a browser sends when a person presses a button on one of the hub's own pages. */
export function pressed(fields: Record<string, string>): RequestInit {
  return {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: 'http://127.0.0.1:8080',
      'Sec-Fetch-Site': 'same-origin',
    },
    body: new URLSearchParams(fields).toString(),
  };
}
