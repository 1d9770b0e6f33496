import { hash } from 'node:crypto';

/** SHA-256 of the bytes, as 32 bytes. Taken by way of text, which costs half of what Node's own buffer does. */
export function sha256(bytes: Uint8Array | string): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
}

/** SHA-256 of the bytes, as 64 hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}
