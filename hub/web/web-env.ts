import type { Context } from 'hono';
import type { Identity } from '../contract/identity.ts';

/** What the server knows about a request beyond HTTP, and what the guard found out. */
export interface WebEnv {
  readonly Bindings: WebBindings;
  readonly Variables: {
    identity: Identity | undefined;
    /** Who asks, where the address does not say it. */
    actor: string | undefined;
  };
}

export interface WebBindings {
  /** The peer's address. A request without one is treated as coming from afar. */
  readonly remoteAddress?: string;
  /** Cuts the connection at once. */
  readonly disconnect?: () => void;
}

export type WebContext = Context<WebEnv>;

/** The SKU that a request is about: in its path, or in `?sku=` where it is one that no path can hold. */
export function skuOf(context: WebContext): string {
  return context.req.param('sku') ?? context.req.query('sku') ?? '';
}

/** Who did it, for the record, as well as it is known without sign-in. */
export function actorOf(context: WebContext): string {
  return context.get('actor') ?? `page at ${context.env.remoteAddress ?? 'an unknown address'}`;
}
