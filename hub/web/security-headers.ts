const POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** An address that climbs out of the API again is none of it: the routes see `/api/../` as `/`. */
const API = /^\/api\/(?!.*(?:\.\.|%2e))/i;

/**
 * Nothing is loaded from elsewhere, nothing runs that the hub did not serve, nobody frames a page. Answers of the API
 * are no documents: what counts for them is that no browser takes them for one, and keeps none. Set on Node's own
 * message before the routes answer: what they set themselves wins, and their answers stay plain enough for the adaptor
 * to write them without a detour through `Headers`.
 */
export function setSecurityHeaders(outgoing: HeaderWriter, path: string): void {
  outgoing.setHeader('X-Content-Type-Options', 'nosniff');
  outgoing.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  if (API.test(path)) {
    outgoing.setHeader('Cache-Control', 'no-store');
    return;
  }
  outgoing.setHeader('Content-Security-Policy', POLICY);
  outgoing.setHeader('Referrer-Policy', 'same-origin');
  outgoing.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  outgoing.setHeader('Cache-Control', 'no-cache');
}

interface HeaderWriter {
  setHeader(name: string, value: string): unknown;
}
