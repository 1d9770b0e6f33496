import type { Database, Statement } from 'better-sqlite3';
import type { Candidate, RefusedRow } from './outbox-choice.ts';

export interface DestinationRow {
  readonly destination: number;
  readonly failures: number;
  readonly next_attempt_ms: number;
  readonly retry_delay_ms: number;
}

export interface ItemRow {
  readonly seq: number;
  readonly refusals: number;
  readonly received_ms: number;
  readonly standing: number;
  readonly payload_sha256: Buffer;
  readonly hash: Buffer;
  readonly body: Buffer;
}

/**
 * Every statement of the outbox, prepared once. None of them reads a big table from end to end, `backfill` excepted.
 * Left to itself, SQLite walks all rows of a destination to find the few that are claimed or set aside, because
 * the primary key has the wanted order: those statements name their index.
 */
export type OutboxStatements = ReturnType<typeof prepareOutbox>;

export function prepareOutbox(db: Database) {
  return { ...prepareDestinations(db), ...prepareClaims(db), ...prepareSettlements(db) };
}

function prepareDestinations(db: Database) {
  const destinations: Statement<[], { destination: number; kind: string }> = db.prepare(
    'SELECT destination, kind FROM destination',
  );
  const destination: Statement<[string], DestinationRow> = db.prepare(
    'SELECT destination, failures, next_attempt_ms, retry_delay_ms FROM destination WHERE name = ?',
  );
  const addDestination: Statement<[string, string]> = db.prepare(
    'INSERT INTO destination (name, kind) VALUES (?, ?)',
  );
  const setKind: Statement<[string, number, string]> = db.prepare(
    'UPDATE destination SET kind = ? WHERE destination = ? AND kind <> ?',
  );
  // Reads the whole log, once in the life of a destination, when a person asks for it.
  const backfill: Statement<[number, number]> = db.prepare(
    `INSERT INTO outbox (destination, seq, partition_key)
     SELECT ?, seq, stream FROM event WHERE standing = 0 OR ? ORDER BY seq`,
  );
  const dropRows: Statement<[number]> = db.prepare('DELETE FROM outbox WHERE destination = ?');
  const dropDestination: Statement<[number]> = db.prepare('DELETE FROM destination WHERE destination = ?');
  const succeeded: Statement<[number, number | null, number]> = db.prepare(
    `UPDATE destination SET delivered = delivered + ?, last_delivered_ms = coalesce(?, last_delivered_ms),
       failures = 0, next_attempt_ms = 0, failing_since_ms = NULL, last_error = NULL, answered = 0
     WHERE destination = ?`,
  );
  const failed: Statement<[number, number, string, number, number, number]> = db.prepare(
    `UPDATE destination SET failures = failures + 1, next_attempt_ms = ?, retry_delay_ms = ?, last_error = ?,
       answered = ?, failing_since_ms = coalesce(failing_since_ms, ?)
     WHERE destination = ?`,
  );
  return {
    destinations,
    destination,
    addDestination,
    setKind,
    backfill,
    dropRows,
    dropDestination,
    succeeded,
    failed,
  };
}

function prepareClaims(db: Database) {
  const enqueue: Statement<[number, number, number, number]> = db.prepare(
    `INSERT INTO outbox (destination, seq, partition_key)
     SELECT ?, seq, stream FROM event WHERE seq BETWEEN ? AND ? AND (standing = 0 OR ?) ORDER BY seq`,
  );
  const firstClaimed: Statement<[number], { batch: string }> = db.prepare(
    'SELECT batch FROM outbox INDEXED BY outbox_claimed WHERE destination = ? AND batch IS NOT NULL ORDER BY seq LIMIT 1',
  );
  const refused: Statement<[number], RefusedRow> = db.prepare(
    `SELECT seq, partition_key AS partitionKey, not_before_ms AS notBeforeMs,
       not_before_ms - changed_ms AS delayMs FROM outbox
     WHERE destination = ? AND refusals > 0 AND state = 'waiting' AND batch IS NULL
     ORDER BY partition_key, seq`,
  );
  const candidates: Statement<[number, number, number], Candidate> = db.prepare(
    `SELECT seq, partition_key AS partitionKey, refusals FROM outbox
     WHERE destination = ? AND seq >= ? AND state = 'waiting' AND batch IS NULL
     ORDER BY seq LIMIT ?`,
  );
  const lastRow: Statement<[number], { last: number | null }> = db.prepare(
    'SELECT max(seq) AS last FROM outbox WHERE destination = ?',
  );
  const measure: Statement<[number], { receivedMs: number; bytes: number }> = db.prepare(
    'SELECT received_ms AS receivedMs, length(body) AS bytes FROM event WHERE seq = ?',
  );
  const mark: Statement<[string, number, number, number]> = db.prepare(
    'UPDATE outbox SET batch = ?, changed_ms = ? WHERE destination = ? AND seq = ?',
  );
  const items: Statement<[number, string], ItemRow> = db.prepare(
    `SELECT outbox.seq, refusals, received_ms, standing, payload_sha256, hash, body
     FROM outbox INDEXED BY outbox_claimed JOIN event ON event.seq = outbox.seq
     WHERE destination = ? AND batch = ? ORDER BY outbox.seq`,
  );
  return { enqueue, firstClaimed, refused, candidates, lastRow, measure, mark, items };
}

function prepareSettlements(db: Database) {
  const remove: Statement<[number, number, string]> = db.prepare(
    'DELETE FROM outbox WHERE destination = ? AND seq = ? AND batch = ?',
  );
  const putBack: Statement<[string, string, number, number, number, number, string]> = db.prepare(
    `UPDATE outbox SET state = ?, reason = ?, not_before_ms = ?, changed_ms = ?, batch = NULL, refusals = refusals + 1
     WHERE destination = ? AND seq = ? AND batch = ?`,
  );
  const releaseBehind: Statement<[{ destination: number; seq: number }]> = db.prepare(
    `UPDATE outbox INDEXED BY outbox_claimed SET batch = NULL
     WHERE destination = :destination AND batch IS NOT NULL AND seq > :seq AND partition_key =
       (SELECT partition_key FROM outbox WHERE destination = :destination AND seq = :seq)`,
  );
  const retryAllParked: Statement<[number, number]> = db.prepare(
    `UPDATE outbox INDEXED BY outbox_set_aside
     SET state = 'waiting', refusals = 0, not_before_ms = 0, reason = NULL, changed_ms = ?
     WHERE state <> 'waiting' AND state = 'parked' AND destination = ?`,
  );
  const retryParked: Statement<[number, number, number]> = db.prepare(
    `UPDATE outbox SET state = 'waiting', refusals = 0, not_before_ms = 0, reason = NULL, changed_ms = ?
     WHERE state = 'parked' AND destination = ? AND seq = ?`,
  );
  const skipParked: Statement<[string, number, number, number]> = db.prepare(
    `UPDATE outbox SET state = 'skipped', reason = ? || coalesce(reason, ''), changed_ms = ?
     WHERE state = 'parked' AND destination = ? AND seq = ?`,
  );
  return { remove, putBack, releaseBehind, retryAllParked, retryParked, skipParked };
}
