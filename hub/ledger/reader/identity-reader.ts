import type { Database, Statement } from 'better-sqlite3';
import { formatSequence } from '../../contract/envelope.ts';
import type { IdentityKind } from '../../contract/identity.ts';
import type { TillAck } from '../../contract/reply.ts';

interface ProgressRow {
  readonly name: string;
  readonly installation: string;
  readonly contiguous: number;
}

export interface CredentialRow {
  readonly kind: IdentityKind;
  readonly name: string;
  readonly secretSha256: Buffer;
}

const NEWEST = `SELECT s.name, s.installation, coalesce(p.contiguous, 0) AS contiguous
  FROM stream s LEFT JOIN progress p ON p.stream = s.stream WHERE s.kind = 'tills'`;

/** Who may speak to the hub, and how far each till's events are here. */
export class IdentityReader {
  readonly #incarnation: string;
  readonly #acks: Statement<[], ProgressRow>;
  readonly #ack: Statement<[string], ProgressRow>;
  readonly #credential: Statement<[string], CredentialRow>;
  readonly #credentials: Statement<[], Omit<CredentialRow, 'secretSha256'>>;

  constructor(db: Database, incarnation: string) {
    this.#incarnation = incarnation;
    this.#acks = db.prepare(`${NEWEST} ORDER BY s.stream`);
    this.#ack = db.prepare(`${NEWEST} AND s.name = +? ORDER BY s.stream DESC LIMIT 1`);
    this.#credential = db.prepare(
      'SELECT kind, name, secret_sha256 AS secretSha256 FROM credential WHERE name = ?',
    );
    this.#credentials = db.prepare('SELECT kind, name FROM credential ORDER BY kind DESC, name');
  }

  /** The acknowledgement of each till's newest installation. */
  acks(): { till: string; ack: TillAck }[] {
    const newest = new Map(this.#acks.all().map((row) => [row.name, row]));
    return [...newest.values()].map((row) => ({ till: row.name, ack: this.#answer(row) }));
  }

  ackOf(till: string): TillAck | null {
    const row = this.#ack.get(till);
    return row === undefined ? null : this.#answer(row);
  }

  credential(name: string): CredentialRow | null {
    return this.#credential.get(name) ?? null;
  }

  /** Names only: a secret never leaves. */
  identities(): { kind: IdentityKind; name: string }[] {
    return this.#credentials.all();
  }

  #answer(row: ProgressRow): TillAck {
    const { installation } = row;
    return { installation, sequence: formatSequence(row.contiguous), incarnation: this.#incarnation };
  }
}
