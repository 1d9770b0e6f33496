import { isIP } from 'node:net';

/** True for an address of this computer itself, as a socket reports it. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/**
 * True when a page may be asked for under this host name. A foreign web site can point its own name at the hub's
 * address (DNS rebinding) and would then count as the same site; it cannot do so under an address or `localhost`.
 */
export function isHostAllowed(hostname: string, names: readonly string[]): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  if (isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost')) return true;
  return names.some((name) => name.toLowerCase() === host);
}

/** True when a request that changes something comes from a page of this hub, or from no browser at all. */
export function isSameSite(
  url: URL,
  headers: { site: string | undefined; origin: string | undefined },
): boolean {
  const { site, origin } = headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === url.host;
}
