import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HubError, messageOf } from '../kit/errors.ts';

const FILE = 'signing-key.pem';
const ONLY_THE_HUB = 0o600;

/** Signs with the hub’s own key. The key itself is in nobody’s hands but this module’s. */
export interface Signer {
  /** Ed25519, base64url. */
  readonly publicKey: string;
  sign(text: string): string;
}

/**
 * The hub’s Ed25519 key, made once. It is a file of its own in the data folder that only the hub’s user can read, never in
 * the ledger, which is copied and looked at: a ledger that is restored elsewhere signs with a key of its own, and what was
 * signed before is checked by the public key that stands beside each signature. Throws HubError when the key can neither
 * be read nor made.
 */
export function openSigner(dataDir: string): Signer {
  const key = keyIn(join(dataDir, FILE));
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey: String(x),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  };
}

function keyIn(file: string): KeyObject {
  try {
    return createPrivateKey(existing(file) ?? made(file));
  } catch (cause) {
    const hint = `Look at ${file} and at the disk. Without that file, a new key is made at the next start.`;
    throw new HubError('key.io', { cause, detail: `(${messageOf(cause)})`, hint });
  }
}

function existing(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** It has its name when it is whole and on disk. */
function made(file: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const unfinished = `${file}.unfinished`;
  const descriptor = openSync(unfinished, 'w', ONLY_THE_HUB);
  try {
    writeSync(descriptor, pem);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, file);
  sync(dirname(file));
  return pem;
}

function sync(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
