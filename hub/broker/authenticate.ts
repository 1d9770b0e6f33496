import { type Identity, IdentityName } from '../contract/identity.ts';
import { secretMatches } from '../kit/secret.ts';
import type { Credential } from './ports.ts';

export interface CredentialReader {
  credential(name: string): Credential | null;
}

const UNKNOWN_SHA256 = Buffer.alloc(32);

/**
 * Who proved to be `name` with that secret, or null. Secrets are the text of 256 random bits, so that one round of
 * SHA-256 keeps them as well as a slow hash would. An unknown name takes the same time as a wrong secret.
 */
export function authenticate(
  reader: CredentialReader,
  name: string | undefined,
  secret: Buffer | string | undefined,
): Identity | null {
  const wanted = IdentityName.safeParse(name);
  const credential = wanted.success ? reader.credential(wanted.data) : null;
  const isRight = secretMatches(secret ?? '', credential?.secretSha256 ?? UNKNOWN_SHA256);
  return credential !== null && isRight ? { kind: credential.kind, name: credential.name } : null;
}
