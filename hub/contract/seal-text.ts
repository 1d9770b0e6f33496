import type { SessionSealed } from './session-events.ts';

/**
 * What the hub signs of a session: one line each for the word of the format, the installation, the session, the SHA-256 of its
 * Z report as canonical JSON, and the head of the ledger’s chain.
 */
export function sealText(seal: Omit<SessionSealed, 'publicKey' | 'signature'>): string {
  const { source, registerSession, zSha256, headSeq, headHash } = seal;
  // A name may hold anything but a line break would make two lines of one: it is written as JSON.
  const lines = [
    'backroom.z.v1',
    source,
    JSON.stringify(registerSession),
    zSha256,
    String(headSeq),
    headHash,
  ];
  return lines.map((line) => `${line}\n`).join('');
}
