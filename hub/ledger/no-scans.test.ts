import type { Database } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { fill, shopEvents } from '../../test/kit/filled-ledger.ts';
import { growAndAnalyse } from '../../test/kit/grown-ledger.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { Ledger } from './ledger.ts';
import { OutboxTable } from './outbox/outbox.ts';
import { createLedgerReader } from './reader/ledger-reader.ts';
import { CredentialTable, hubIdentity, RejectedTable } from './side-tables.ts';

/** Tables that grow with trading or with the catalogue: nothing that is asked while selling may walk through one. */
const BIG =
  /^(event|event_key|event_extra|conflict_key|movement|stock|receipt|outbox|product|barcode|exception|rejected|awaited_sale|awaited_reversal|day_total|stock_document|delivery|delivery_line|delivery_rejected|transfer|transfer_line|transfer_waiting|on_its_way|product_search|reservation|reservation_line|liability|liability_entry|hold|line_refund|order_refund|cost_point|cost_entry|lot|lot_stock|stock_count|count_line|count_product|price|merged_stock|merged_barcode|merged_once|receipt_promotion|promotion_total|register_session|session_total|session_difference|day_adjustment|business_day|day_reconciliation|payment|payment_name|payout|payout_entry|settlement|journal_entry|journal_line|journal_total|journal_session|customer|customer_apart|customer_capture|customer_consent|customer_receipt|customer_department|customer_total|loyalty_entry|loyalty_account|loyalty_sale|awaited_customer_sale|unknown_event|person)$/;

/** Tables that stay as small as the shop has tills, places and destinations. */
const SMALL =
  /^(stream|place|destination|credential|progress|sequence_ahead|import_part|hub_identity|rebuild_due|price_list|tax_rate|books_settings|mapping|loyalty_rule|payment_total|employee|employee_name)$/;

/** Walks that are meant, by a piece of their statement, each with its reason. */
const MEANT: readonly { readonly piece: string; readonly plan: RegExp; readonly why: string }[] = [
  {
    piece: 'ORDER BY e.seq DESC LIMIT',
    plan: /^SCAN e$/,
    why: 'stops at its limit: walks the log backwards by its key',
  },
  {
    piece: 'FROM event ORDER BY seq DESC LIMIT 1',
    plan: /^SCAN event$/,
    why: 'stops at the first row: the head of the log',
  },
  {
    piece: 'ORDER BY name_key, product LIMIT',
    plan: /^SCAN product USING (COVERING )?INDEX product_by_name$/,
    why: 'stops at its limit: the list by name is the index',
  },
  {
    piece: 'product_search',
    plan: /^SCAN product_search VIRTUAL TABLE INDEX 0:(=|M1)$/,
    why: 'finds a row by its number, or rows by the trigrams of a word: FTS5 calls every access a scan',
  },
  {
    piece: 'listed = 0 AND merged_into IS NULL ORDER BY changed_seq DESC LIMIT',
    plan: /^SCAN product USING INDEX product_unlisted$/,
    why: 'stops at its limit, and the index holds unlisted products only',
  },
  {
    piece: 'FROM product INDEXED BY product_withdrawn',
    plan: /^SCAN product USING INDEX product_withdrawn$/,
    why: 'stops at its limit, and the index holds withdrawn products only, which are few that are still in stock',
  },
  {
    piece: 'ORDER BY business_date DESC, currency LIMIT',
    plan: /^SCAN day_total$/,
    why: 'one row a day, and it stops at its limit',
  },
  {
    piece: 'LIMIT 500)) AS waiting',
    plan: /^SCAN \(subquery-1\)$/,
    why: 'stops at its limit: what of a day is on the way',
  },
  {
    piece: 'LIMIT 10001)) AS waiting',
    plan: /^SCAN \(subquery-1\)$/,
    why: 'stops at its limit: the first rows of a queue',
  },
  {
    piece: '(SELECT count(*) FROM',
    plan: /^SCAN \w+ USING COVERING INDEX (product_by_name|product_unlisted|exception_open_newest|rejected_open)$/,
    why: 'counts entries of an index that holds nothing but what is counted',
  },
  {
    piece: 'WHERE admitted_seq IS NULL AND closed_ms IS NULL ORDER BY rejected DESC LIMIT',
    plan: /^SCAN rejected USING INDEX rejected_open$/,
    why: 'stops at its limit: the index holds open payloads only',
  },
  {
    piece: 'SELECT count(*) AS count FROM awaited_',
    plan: /^SCAN awaited_(sale|reversal|customer_sale)$/,
    why: 'once when the ledger is opened: what names an event that never came is little',
  },
  {
    piece: 'SELECT product FROM stock WHERE level_micro IS NOT NULL',
    plan: /^SCAN stock USING (COVERING )?INDEX stock_own_level$/,
    why: 'once when the ledger is opened: the index holds nothing but levels that were set for a place',
  },
  {
    piece: 'WHERE s.low_since IS NOT s.low_told',
    plan: /^SCAN s USING INDEX stock_low_to_tell$/,
    why: 'stops at its limit: the index holds nothing but what is to be told',
  },
  {
    piece: 'FROM stock WHERE low_since IS NOT NULL',
    plan: /^SCAN stock USING COVERING INDEX stock_low$/,
    why: 'counts entries of an index that holds nothing but what is low',
  },
  {
    piece: 'FROM register_session s INDEXED BY register_session_unposted',
    plan: /^SCAN s USING (COVERING )?INDEX register_session_unposted$/,
    why: 'the index holds sessions only that are not in the books yet, which are few',
  },
  {
    piece: 'FROM payment INDEXED BY payment_open',
    plan: /^SCAN payment USING COVERING INDEX payment_open$/,
    why: 'adds up an index that holds unsettled payments only, when a day is reconciled',
  },
  {
    piece: 'FROM register_session INDEXED BY register_session_waiting',
    plan: /^SCAN register_session USING INDEX register_session_waiting$/,
    why: 'once when the ledger is opened: the index holds nothing but closed sessions that lack something',
  },
  {
    piece: 'FROM register_session INDEXED BY register_session_to_seal',
    plan: /^SCAN register_session USING COVERING INDEX register_session_to_seal$/,
    why: 'stops at its limit: the index holds nothing but what is to be signed',
  },
  {
    piece: 'WITH RECURSIVE used',
    plan: /^SCAN used$/,
    why: 'steps from one account of the books to the next by their index',
  },
  {
    piece: 'WITH RECURSIVE family',
    plan: /^SCAN (f|family)$/,
    why: 'a product and those that were merged into it, found by an index',
  },
  {
    piece: 'SELECT product FROM stock WHERE place = ? AND on_hand_micro <> 0',
    plan: /^SCAN stock$/,
    why: 'every product at a place, when a full count is started, and when it is posted',
  },
  {
    piece: 'FROM conflict_key k JOIN event e ON e.seq = k.seq WHERE k.seq <= ?',
    plan: /^SCAN k$/,
    why: 'when a person is forgotten: ids that were used twice with other content are few',
  },
  {
    piece: 'sum(part.part) OVER',
    plan: /^SCAN (part|placed|\(subquery-\d+\))$/,
    why: 'fees: the entries of the payouts of the days that were asked for',
  },
  {
    piece: 'SELECT seq FROM payment_name LIMIT 1',
    plan: /^SCAN payment_name$/,
    why: 'stops at the first row: whether there is any, once when the ledger is opened',
  },
  {
    piece: 'SELECT seq FROM payout LIMIT 1',
    plan: /^SCAN payout USING COVERING INDEX payout_by_day$/,
    why: 'stops at the first row: whether there is any, once when the ledger is opened',
  },
  {
    piece: 'FROM unknown_event u CROSS JOIN event_extra x',
    plan: /^SCAN u$/,
    why: 'when a person is forgotten: events of types that nobody here knows are few',
  },
  {
    piece: 'SELECT ?, seq, stream FROM event',
    plan: /^SCAN event$/,
    why: 'the whole log for a new destination, when a person asks for it',
  },
];

/** Collects the text of every statement that is prepared on the connection. */
function recordPrepared(db: Database): Set<string> {
  const prepared = new Set<string>();
  const prepare = db.prepare.bind(db);
  Object.defineProperty(db, 'prepare', {
    value: (sql: string) => {
      prepared.add(sql);
      return prepare(sql);
    },
  });
  return prepared;
}

interface PlanStep {
  readonly detail: string;
}

/** The walks of a statement that nobody meant. An alias is followed to its table. */
function unmeantWalks(db: Database, sql: string): string[] {
  if (!/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/i.test(sql)) return [];
  const values = Array.from({ length: sql.split('?').length - 1 }, () => null);
  const named = Object.fromEntries([...sql.matchAll(/[@:](\w+)/g)].map(([, name = '']) => [name, null]));
  const explain = db.prepare<unknown[], PlanStep>(`EXPLAIN QUERY PLAN ${sql}`);
  const steps =
    Object.keys(named).length > 0 && !sql.includes('?') ? explain.all(named) : explain.all(...values);
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN\b/.test(detail) && !isSmall(detail, sql) && !isMeant(detail, sql))
    .map((detail) => `${detail} — in: ${sql.replaceAll(/\s+/g, ' ')}`);
}

function isMeant(detail: string, sql: string): boolean {
  return MEANT.some(({ piece, plan }) => sql.includes(piece) && plan.test(detail));
}

function isSmall(detail: string, sql: string): boolean {
  const table = tableOf(detail, sql);
  if (BIG.test(table)) return false;
  return SMALL.test(table) || /^(CONSTANT ROW|sqlite_schema|\d+ )/.test(detail.slice('SCAN '.length));
}

function tableOf(detail: string, sql: string): string {
  const name = /^SCAN (\w+)/.exec(detail)?.[1] ?? '';
  const aliased = new RegExp(`(?:FROM|JOIN) (\\w+) (?:AS )?${name}\\b`).exec(sql)?.[1];
  return aliased ?? name;
}

/** Prepares what the writer and the reader prepare, and does with it what a shop does. */
function everyStatement(temp: ReturnType<typeof tempLedger>): Set<string> {
  const prepared = recordPrepared(temp.db);
  const { incarnation } = hubIdentity(temp.db);
  const outbox = new OutboxTable(temp.db);
  const ledger = new Ledger(temp.db, { outbox, nowMs: () => 0, incarnation });
  const reader = createLedgerReader(temp.db, incarnation);
  expect([new CredentialTable(temp.db), new RejectedTable(temp.db)]).toHaveLength(2);
  ledger.commit(shopEvents(6));
  expect([reader.counts(), reader.needs(), reader.lastSeq()]).toHaveLength(3);
  return prepared;
}

test.for(['as it is made', 'after its statistics were taken'])(
  'no statement of a commit, a delivery or an answer walks through a big table of a ledger %s',
  (state) => {
    using temp = tempLedger();
    fill(temp, shopEvents());
    if (state !== 'as it is made') growAndAnalyse(temp.db);
    temp.reopen();
    const statements = [...everyStatement(temp)];
    expect(statements.length).toBeGreaterThan(60);
    expect(statements.flatMap((sql) => unmeantWalks(temp.db, sql))).toEqual([]);
  },
);

test('a statement that walks through the log is found', () => {
  using temp = tempLedger();
  expect(unmeantWalks(temp.db, 'SELECT seq FROM event e WHERE e.received_ms = ?')).toHaveLength(1);
  expect(unmeantWalks(temp.db, 'SELECT * FROM movement WHERE product = ?')).toHaveLength(1);
  expect(unmeantWalks(temp.db, 'SELECT * FROM event WHERE seq = ?')).toEqual([]);
});
