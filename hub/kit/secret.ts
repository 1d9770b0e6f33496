import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from './digest.ts';

const SECRET_BYTES = 32;

/** A new secret of 256 random bits, as 43 characters of base64url. A fast hash keeps it safe: nobody guesses it. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Compares in a time that tells nothing. */
export function secretMatches(secret: string | Uint8Array, secretSha256: Uint8Array): boolean {
  return timingSafeEqual(sha256(secret), secretSha256);
}
