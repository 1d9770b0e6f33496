import type { WebContext } from '../web-env.ts';
import { errorAnswer } from './error-answer.ts';

const KEY_HEADER = 'Idempotency-Key';
const KEY_LENGTH_MAX = 128;

/** A string of structured headers (RFC 8941 3.3.3): printable ASCII, with \" and \\ inside. */
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;
const BARE = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * The key that makes a write one write, however often it is sent. Source: draft-ietf-httpapi-idempotency-key-header-07.
 * The draft has a quoted string; most programs send it bare, and both are the same key.
 */
export function keyOf(context: WebContext): string | Response {
  const sent = context.req.header(KEY_HEADER);
  if (sent === undefined || sent === '') return missing(context);
  const key = unquoted(sent);
  if (key !== null && key.length > 0 && key.length <= KEY_LENGTH_MAX) return key;
  return errorAnswer(context, 400, {
    code: 'idempotency-key-invalid',
    detail: `The key is no text of 1 to ${KEY_LENGTH_MAX} printable ASCII characters.`,
    hint: 'A UUID is best.',
  });
}

function unquoted(sent: string): string | null {
  const quoted = QUOTED.exec(sent)?.[1];
  if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, '$1');
  return !sent.startsWith('"') && BARE.test(sent) ? sent : null;
}

function missing(context: WebContext): Response {
  return errorAnswer(context, 400, {
    code: 'idempotency-key-missing',
    detail: `A change needs the header ${KEY_HEADER}.`,
    hint: 'Make a new key, such as a UUID, for each change, and send the same one when you send the change again.',
  });
}
