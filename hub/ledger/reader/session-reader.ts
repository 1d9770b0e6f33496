import type { Database, Statement } from 'better-sqlite3';
import { readStoredEvent } from '../../contract/read-event.ts';
import type {
  MoneySums,
  Seal,
  SessionAnswer,
  SessionPage,
  SessionReport,
  SessionSummary,
} from '../../contract/session-views.ts';
import type { SessionSealed } from '../../contract/session-events.ts';
import { drawerOf, moneySums, totals } from '../../domain/session-report.ts';
import { canonicalJson } from '../../kit/canonical-json.ts';
import { sha256 } from '../../kit/digest.ts';
import { must } from '../../kit/assert.ts';
import { EmployeeReader } from './employee-reader.ts';
import { iso, isoOrNull } from './iso.ts';
import { SessionRows } from './session-rows.ts';
import type { GrandTotal, SessionAmount, SessionRow } from './session-rows.ts';

/** A Z report that is to be signed, with the head of the chain. */
export type ToSeal = Omit<SessionSealed, 'publicKey' | 'signature'>;

interface EventRow {
  readonly seq: number;
  readonly received_ms: number;
  readonly hash: Buffer;
  readonly body: Buffer;
}

/** Answers about register sessions: X and Z reports, what came late, and what does not agree. */
export class SessionReader {
  readonly rows: SessionRows;
  readonly #employees: EmployeeReader;
  readonly #event: Statement<[number], EventRow>;
  readonly #head: Statement<[], Pick<EventRow, 'seq' | 'hash'>>;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;

  constructor(db: Database) {
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.rows = new SessionRows(db);
    this.#employees = new EmployeeReader(db);
    this.#event = db.prepare('SELECT seq, received_ms, hash, body FROM event WHERE seq = ?');
    this.#head = db.prepare('SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1');
  }

  /** Newest first. */
  sessions({ before = Number.MAX_SAFE_INTEGER, limit }: { before?: number; limit: number }): SessionPage {
    return this.#inOneState(() => {
      const rows = this.rows.newest(before, limit);
      const last = rows.at(-1);
      const next = last === undefined || rows.length < limit ? null : last.session;
      return { sessions: rows.map((row) => this.summary(row)), next };
    });
  }

  session(session: number): SessionAnswer | null {
    return this.#inOneState(() => {
      const row = this.rows.one(session);
      if (row === null) return null;
      const report = this.#report(row);
      const late = this.rows.amounts(session).filter(({ part }) => part !== 'session');
      return {
        ...this.summary(row),
        report,
        openedBy: this.#employees.ofEntry(row.opened_seq),
        closedBy: this.#employees.ofEntry(row.closed_seq),
        zSha256: row.z_number === null ? null : hashOf(report),
        seal: this.#seal(row),
        adjusted: { rows: this.rows.adjustments({ session }), sums: sumsOf(late, row.currency) },
        differences: this.rows.differences(session),
        asOfSeq: this.#head.get()?.seq ?? 0,
      };
    });
  }

  /** Z reports that are not signed yet, oldest first, each with the head of the chain as it is. */
  sessionsToSeal(limit: number): ToSeal[] {
    return this.#inOneState(() => {
      const head = this.#head.get();
      if (head === undefined) return [];
      return this.rows.toSeal(limit).map((session) => {
        const row = must(this.rows.one(session), 'a session to seal');
        const { source, name: registerSession } = row;
        const chain = { headSeq: head.seq, headHash: head.hash.toString('hex') };
        return { source, registerSession, zSha256: hashOf(this.#report(row)), ...chain };
      });
    });
  }

  /** A session in a list, with everything that is known by now. */
  summary(row: SessionRow): SessionSummary {
    const { session, till, currency, state } = row;
    const own = this.rows.amounts(session).filter((amount) => amount.currency === currency);
    const known = { floatMinor: row.float_minor, countedMinor: row.counted_minor };
    return {
      session,
      till,
      registerSession: row.name,
      businessDate: row.business_date,
      currency,
      state,
      zNumber: row.z_number,
      isSealed: row.sealed_seq !== null,
      ...totals(own),
      drawer: drawerOf(known, own),
      adjustments: row.adjustments,
      missing: this.rows.missing(row),
    };
  }

  /** A Z report tells what was known when it was fixed, and never changes. */
  #report(row: SessionRow): SessionReport {
    const { session, source, till, currency, z_number: zNumber } = row;
    const isZ = zNumber !== null;
    const wasThere = (seq: number | null): boolean => seq !== null && (!isZ || seq <= (row.posted_seq ?? 0));
    const [isOpened, isClosed] = [wasThere(row.opened_seq), wasThere(row.closed_seq)];
    const amounts = this.rows.amounts(session).filter(({ part }) => !isZ || part === 'session');
    const { first_sequence: first, last_sequence: last } = row;
    return {
      kind: isZ ? 'Z' : 'X',
      source,
      till,
      registerSession: row.name,
      businessDate: row.business_date,
      zNumber,
      currency,
      openedAt: isOpened ? isoOrNull(row.opened_ms) : null,
      closedAt: isClosed ? isoOrNull(row.closed_ms) : null,
      numbers: !isClosed || first === null || last === null ? null : { first, last },
      missing: isZ ? (JSON.parse(row.missing ?? '[]') as SessionReport['missing']) : this.rows.missing(row),
      sums: sumsOf(amounts, currency),
      drawer: drawerOf(
        {
          floatMinor: isOpened ? row.float_minor : null,
          countedMinor: isClosed ? row.counted_minor : null,
        },
        amounts.filter((amount) => amount.currency === currency),
      ),
      grandTotals: this.#grandTotals(row, isZ || row.posted_seq !== null ? [] : amounts),
    };
  }

  /** Of a session that is not posted, with what it has by now. */
  #grandTotals(row: SessionRow, more: readonly SessionAmount[]): SessionReport['grandTotals'] {
    const rows: GrandTotal[] = this.rows.grandTotals(row);
    const own = more.filter(({ aspect }) => aspect === 'total');
    const all = [...rows, ...own.map(({ of: side, ...amount }) => ({ ...amount, side }))];
    const currencies = [...new Set([row.currency, ...all.map(({ currency }) => currency)])].toSorted();
    return currencies.map((currency) => {
      const sum = (side: string) => {
        const of = all.filter((one) => one.currency === currency && one.side === side);
        return {
          minor: of.reduce((total, one) => total + one.minor, 0),
          count: of.reduce((total, one) => total + one.count, 0),
        };
      };
      return { currency, sales: sum('sale'), refunds: sum('refund'), voids: sum('void') };
    });
  }

  #seal({ sealed_seq: sealedSeq }: SessionRow): Seal | null {
    if (sealedSeq === null) return null;
    const event = must(this.#event.get(sealedSeq), 'the entry of a seal');
    const { content } = readStoredEvent(event.body);
    if (content?.type !== 'backroom.session.sealed.v1') return null;
    const { zSha256, headSeq, headHash, publicKey, signature } = content.data;
    const isOfThisChain = this.#event.get(headSeq)?.hash.toString('hex') === headHash;
    const at = iso(event.received_ms);
    return { seq: sealedSeq, at, zSha256, headSeq, headHash, publicKey, signature, isOfThisChain };
  }
}

function hashOf(report: SessionReport): string {
  return sha256(canonicalJson(report)).toString('hex');
}

/** Currency by currency, the first of them first. */
export function sumsOf(
  amounts: readonly (SessionAmount & { currency: string })[],
  first: string | null,
): MoneySums[] {
  const others = new Set(amounts.map(({ currency }) => currency));
  if (first !== null) others.delete(first);
  const currencies = [...(first === null ? [] : [first]), ...[...others].toSorted()];
  return currencies.map((currency) =>
    moneySums(
      currency,
      amounts.filter((amount) => amount.currency === currency),
    ),
  );
}
