import type { MiddlewareHandler } from 'hono';
import type { Identity } from '../../contract/identity.ts';
import { errorAnswer } from '../api/error-answer.ts';
import { messagePage } from '../pages/message-page.ts';
import type { WebPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { isHostAllowed, isLoopback, isSameSite } from './addresses.ts';

/** Where tills bring their events. */
const EVENTS_PATH = '/api/v1/events';

/** Monitoring may ask these from anywhere: they say no more than yes or no. */
const OPEN_PATHS = new Set(['/healthz', '/readyz']);

/**
 * Decides who may ask. A till proves itself by its secret, may read the API and send events, and nothing else.
 * Everybody else is a person at a page: until sign-in exists that is this computer only, unless the settings
 * say otherwise; and what changes something has to come from a page of this hub.
 */
export function guard(ports: WebPorts): MiddlewareHandler<WebEnv> {
  return async (context, next) => {
    const path = context.req.path;
    if (OPEN_PATHS.has(path)) return next();
    const credentials = context.req.header('authorization');
    if (path.startsWith('/api/') && credentials !== undefined) {
      const identity = identityOf(ports, credentials);
      if (identity === null) return unauthorized(context);
      context.set('identity', identity);
      return isRead(context) || path === EVENTS_PATH ? next() : refuse(context, TILL_MAY_NOT);
    }
    const refusal = refusalOf(ports, context);
    return refusal === null ? next() : refuse(context, refusal);
  };
}

export function unauthorized(context: WebContext): Response {
  context.header('WWW-Authenticate', 'Bearer realm="backroom"');
  return errorAnswer(context, 401, {
    code: 'unauthorized',
    detail: 'The secret is missing or wrong.',
    hint: 'Send "Authorization: Bearer NAME:SECRET" with the name and the secret that "backroom till add" printed.',
  });
}

function identityOf(ports: WebPorts, credentials: string): Identity | null {
  const match = /^Bearer +([^:\s]+):(\S+)$/i.exec(credentials);
  if (match === null) return null;
  const [, name = '', secret = ''] = match;
  return ports.authenticate(name, secret);
}

interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly message: string;
  readonly hint: string;
}

const TILL_MAY_NOT: Refusal = {
  code: 'not-for-tills',
  title: 'Not for tills',
  message: 'A till may read and send events, and change nothing else.',
  hint: 'Change products on the hub’s page or with the "backroom" command.',
};

const FAR_AWAY: Refusal = {
  code: 'this-computer-only',
  title: 'Only on the hub itself',
  message: 'There is no sign-in yet, so these pages answer only to the computer that they run on.',
  hint: 'To open them to everybody on the shop’s network, set "allow_remote_pages = true" under [web] in the configuration and restart the hub.',
};

const FOREIGN_HOST: Refusal = {
  code: 'unknown-host',
  title: 'Unknown name',
  message: 'The hub was asked for under a name that is not one of its own.',
  hint: 'Use the hub’s address, or add the name to "host_names" under [web] in the configuration.',
};

const FOREIGN_SITE: Refusal = {
  code: 'foreign-site',
  title: 'Not from this page',
  message: 'Another web site tried to change something here. Nothing was changed.',
  hint: 'Open the hub’s own page and do it there.',
};

function refusalOf(ports: WebPorts, context: WebContext): Refusal | null {
  const { allowRemotePages, hostNames } = ports.settings;
  const url = new URL(context.req.url);
  if (!allowRemotePages && !isLoopback(context.env.remoteAddress)) return FAR_AWAY;
  if (!isHostAllowed(url.hostname, hostNames)) return FOREIGN_HOST;
  const headers = { site: context.req.header('sec-fetch-site'), origin: context.req.header('origin') };
  if (!isRead(context) && !isSameSite(url, headers)) return FOREIGN_SITE;
  return null;
}

function isRead(context: WebContext): boolean {
  return context.req.method === 'GET' || context.req.method === 'HEAD';
}

function refuse(context: WebContext, refusal: Refusal): Response | Promise<Response> {
  const { code, title, message, hint } = refusal;
  if (context.req.path.startsWith('/api/')) return errorAnswer(context, 403, { code, detail: message, hint });
  return context.html(messagePage({ title, message, hint }), 403);
}
