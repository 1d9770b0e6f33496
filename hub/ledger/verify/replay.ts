import type { Database } from 'better-sqlite3';
import { readStoredEvent } from '../../contract/read-event.ts';
import { toLedgerEvent } from '../../domain/ledger-event.ts';
import { LAST_OF_FIRST_PLACES } from '../../domain/places.ts';
import { must } from '../../kit/assert.ts';
import { EventLog, STANDING } from '../event-log.ts';
import type { StreamRow } from '../event-log.ts';
import { Projector } from '../projector.ts';
import { replayedTables } from '../table-classes.ts';
import { logRows } from './verify-chain.ts';
import type { LogRow } from './verify-chain.ts';

const BATCH_EVENTS = 500;

export interface ReplayProgress {
  (done: number, total: number): void;
}

/**
 * Throws away everything that the log makes and makes it anew, the same way as when the events came. `check`
 * sees each row before it is applied. Runs inside the caller's transaction.
 */
export function replay(
  db: Database,
  options: { check: (row: LogRow) => void; progress: ReplayProgress },
): void {
  emptyTables(db);
  const total = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM event').get()?.count ?? 0;
  const log = new EventLog(db);
  const streams = streamsByNumber(db);
  let current = 0;
  const projector = new Projector(db, {
    find: (source, id) => notAfter(current, log.find(source, id)),
    body: (seq) => log.body(seq),
    stream: (source) => log.stream(source),
  });
  let done = 0;
  for (const row of logRows(db, 0)) {
    options.check(row);
    current = row.seq;
    applyRow(row, { log, projector, stream: must(streams.get(row.stream), `stream ${row.stream}`) });
    done += 1;
    if (done % BATCH_EVENTS !== 0) continue;
    projector.endBatch();
    options.progress(done, total);
  }
  projector.endBatch();
  options.progress(done, total);
}

interface Applying {
  readonly log: EventLog;
  readonly projector: Projector;
  readonly stream: StreamRow;
}

function applyRow(row: LogRow, { log, projector, stream }: Applying): void {
  const event = { ...toLedgerEvent(readStoredEvent(row.body)), payloadSha256: row.payload_sha256 };
  if (row.standing === STANDING.counted) {
    projector.apply(event, row.seq, { stream, receivedMs: row.received_ms });
    return;
  }
  const firstSeq = must(log.find(event.source, event.id), `the first event ${event.id}`);
  projector.applyConflict(event, { seq: row.seq, firstSeq, stream });
}

/** While event `current` is applied, later ones are not there yet. */
function notAfter(current: number, seq: number | null): number | null {
  return seq !== null && seq <= current ? seq : null;
}

function emptyTables(db: Database): void {
  for (const { table, isVirtual } of replayedTables()) {
    if (isVirtual) db.exec(`INSERT INTO ${table} (${table}) VALUES ('delete-all')`);
    else if (table === 'place') forgetLocations(db);
    else db.exec(`DELETE FROM ${table}`);
  }
}

function streamsByNumber(db: Database): Map<number, StreamRow> {
  const rows = db.prepare<[], StreamRow>('SELECT stream, source, kind, name, installation FROM stream').all();
  return new Map(rows.map((row) => [row.stream, row]));
}

/** The places that every ledger has stay; what they are called is told by events. */
function forgetLocations(db: Database): void {
  db.prepare('DELETE FROM place WHERE place > ?').run(LAST_OF_FIRST_PLACES);
  db.exec('UPDATE place SET name = NULL, role = NULL');
}
