import type { Database, Statement } from 'better-sqlite3';
import type { IdentityKind } from '../contract/identity.ts';
import { HubError } from '../kit/errors.ts';
import { blanking } from './books/write-again.ts';
import { UnreadTexts } from './books/unread-texts.ts';
import { sha256 } from '../kit/digest.ts';
import { newId } from '../kit/ids.ts';
import { randomUUID } from 'node:crypto';

export interface HubIdentity {
  readonly store: string;
  readonly installation: string;
  readonly incarnation: string;
}

/** Who this hub is. Made once, when the ledger is made. */
export function hubIdentity(db: Database): HubIdentity {
  db.prepare(
    'INSERT OR IGNORE INTO hub_identity (one, store, installation, incarnation) VALUES (1, ?, ?, ?)',
  ).run(randomUUID(), randomUUID(), newId());
  const row = db.prepare<[], HubIdentity>('SELECT store, installation, incarnation FROM hub_identity').get();
  if (row === undefined) throw new HubError('ledger.damaged', { detail: 'It does not know its store.' });
  return row;
}

/** The credentials of tills and devices: a name and the SHA-256 of a secret of 256 random bits. */
export class CredentialTable {
  readonly #add: Statement<[string, string, Uint8Array, number]>;
  readonly #remove: Statement<[string, string]>;
  readonly #find: Statement<[string], { kind: string }>;

  constructor(db: Database) {
    this.#add = db.prepare(
      'INSERT INTO credential (name, kind, secret_sha256, created_ms) VALUES (?, ?, ?, ?)',
    );
    this.#remove = db.prepare('DELETE FROM credential WHERE name = ? AND kind = ?');
    this.#find = db.prepare('SELECT kind FROM credential WHERE name = ?');
  }

  add(credential: { kind: IdentityKind; name: string; secretSha256: Uint8Array; createdMs: number }): void {
    const { kind, name, secretSha256, createdMs } = credential;
    if (this.#find.get(name) !== undefined) {
      throw new HubError('identity.taken', {
        detail: name,
        hint: 'Choose another name, or remove the old one first.',
      });
    }
    this.#add.run(name, kind, secretSha256, createdMs);
  }

  remove(kind: IdentityKind, name: string): void {
    if (this.#remove.run(name, kind).changes > 0) return;
    throw new HubError('identity.unknown', {
      detail: name,
      hint: `List them with \`backroom ${kind} list\`.`,
    });
  }
}

export interface RejectedPayload {
  readonly sender: string;
  readonly receivedMs: number;
  readonly payloadSha256: Uint8Array;
  readonly code: string;
  readonly reason: string;
  /** Card numbers are masked already. */
  readonly payload: string;
}

/**
 * Payloads that could not be read. The same one again only counts up. A row that grows is moved within the file, and
 * nothing of it stays behind: it may be about somebody who is to be forgotten.
 */
export class RejectedTable {
  readonly #db: Database;
  readonly #texts: UnreadTexts;
  readonly #add: Statement<[number, string, Uint8Array, string, string, string]>;
  readonly #admit: Statement<[number, number]>;
  readonly #close: Statement<[number, string, number]>;

  constructor(db: Database) {
    this.#db = db;
    this.#texts = new UnreadTexts(db);
    this.#add = db.prepare(
      `INSERT INTO rejected (received_ms, sender, payload_sha256, code, reason, payload) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (sender, payload_sha256) DO UPDATE SET times_seen = times_seen + 1,
         closed_ms = NULL`,
    );
    this.#admit = db.prepare('UPDATE rejected SET admitted_seq = ? WHERE rejected = ?');
    this.#close = db.prepare(
      'UPDATE rejected SET closed_ms = ?, closed_note = ? WHERE rejected = ? AND admitted_seq IS NULL AND closed_ms IS NULL',
    );
  }

  add(row: RejectedPayload): void {
    const payload = this.#texts.withoutErased(row.payload);
    const digest = payload === row.payload ? row.payloadSha256 : sha256(payload);
    blanking(
      this.#db,
      () => void this.#add.run(row.receivedMs, row.sender, digest, row.code, row.reason, payload),
    );
  }

  /** A person decided that nothing of it is needed. Opens again if it comes again. Gives how many were open. */
  close(rejected: number, closing: { closedMs: number; note: string }): number {
    return blanking(this.#db, () => this.#close.run(closing.closedMs, closing.note, rejected).changes);
  }

  /** A person repaired the payload, and the ledger took it as `seq`. */
  admit(rejected: number, seq: number): void {
    blanking(this.#db, () => void this.#admit.run(seq, rejected));
  }
}
