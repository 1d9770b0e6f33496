import type { Database, Statement } from 'better-sqlite3';
import type { DestinationAnswer, ParkedAnswer } from '../../contract/views.ts';
import { HEAD_OF_BODY, parseHead } from '../event-head.ts';
import { iso, isoOrNull } from './iso.ts';

interface DestinationRow {
  readonly name: string;
  readonly kind: string;
  /** At most one more than WAITING_COUNTED_MAX. */
  readonly waiting: number;
  readonly parked: number;
  readonly delivered: number;
  readonly oldest_ms: number | null;
  readonly last_delivered_ms: number | null;
  readonly failing_since_ms: number | null;
  readonly answered: number;
  readonly last_error: string | null;
  readonly next_attempt_ms: number;
}

interface ParkedRow {
  readonly destination: string;
  readonly seq: number;
  readonly head: Buffer;
  readonly reason: string | null;
  readonly refusals: number;
  readonly changed_ms: number;
}

/** After a week without internet a million rows wait: how many there are beyond this changes nothing for a person. */
const WAITING_COUNTED_MAX = 10_000;

/** How far the outside world is behind. */
export class DeliveryReader {
  readonly #destinations: Statement<[], DestinationRow>;
  readonly #parked: Statement<[number], ParkedRow>;

  constructor(db: Database) {
    this.#destinations = db.prepare(
      `SELECT d.name, d.kind, d.delivered, d.last_delivered_ms, d.failing_since_ms, d.answered, d.last_error, d.next_attempt_ms,
         (SELECT count(*) FROM (SELECT 1 FROM outbox o WHERE o.destination = d.destination AND o.state = 'waiting'
          LIMIT ${WAITING_COUNTED_MAX + 1})) AS waiting,
         (SELECT count(*) FROM outbox o WHERE o.destination = d.destination AND o.state = 'parked' AND o.state <> 'waiting')
           AS parked,
         (SELECT e.received_ms FROM outbox o JOIN event e ON e.seq = o.seq
          WHERE o.destination = d.destination AND o.state = 'waiting' ORDER BY o.seq LIMIT 1) AS oldest_ms
       FROM destination d ORDER BY d.destination`,
    );
    this.#parked = db.prepare(
      `SELECT d.name AS destination, o.seq, ${HEAD_OF_BODY}, o.reason, o.refusals, o.changed_ms
       FROM outbox o JOIN destination d ON d.destination = o.destination JOIN event e ON e.seq = o.seq
       WHERE o.state = 'parked' AND o.state <> 'waiting' ORDER BY o.destination, o.seq LIMIT ?`,
    );
  }

  destinations(): DestinationAnswer[] {
    return this.#destinations.all().map((row) => ({
      name: row.name,
      kind: row.kind,
      waiting: Math.min(row.waiting, WAITING_COUNTED_MAX),
      moreWaiting: row.waiting > WAITING_COUNTED_MAX,
      parked: row.parked,
      delivered: row.delivered,
      oldestWaitingAt: isoOrNull(row.oldest_ms),
      lastDeliveredAt: isoOrNull(row.last_delivered_ms),
      failingSince: isoOrNull(row.failing_since_ms),
      answersWithErrors: row.failing_since_ms !== null && row.answered === 1,
      lastError: row.failing_since_ms === null ? null : row.last_error,
      nextAttemptAt: row.failing_since_ms === null ? null : iso(row.next_attempt_ms),
    }));
  }

  parked(limit: number): ParkedAnswer[] {
    return this.#parked.all(limit).map((row) => {
      const event = parseHead(row.head);
      return {
        destination: row.destination,
        seq: row.seq,
        eventId: event.id,
        type: event.type,
        reason: row.reason ?? '',
        attempts: row.refusals,
        parkedAt: iso(row.changed_ms),
      };
    });
  }
}
