import type { Database } from 'better-sqlite3';
import { openReader } from '../../hub/ledger/open.ts';
import { formatSequence } from '../../hub/contract/envelope.ts';
import { formatQuantity } from '../../hub/kit/quantity.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import type { LedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { verifyLedger } from '../../hub/ledger/verify/verify-ledger.ts';
import type { Destination } from './destination.ts';
import { expectMoney } from './money-verdict.ts';
import { same } from './same.ts';
import { holds } from './trace.ts';
import { rejectedIn } from './witness.ts';
import type { Witness } from './witness.ts';

const ROWS_MAX = 10_000;

export interface Evidence {
  readonly file: string;
  readonly witness: Witness;
  readonly destinations: readonly Destination[];
}

/** Everything that must hold when a week is over: the file, the model and the world outside say the same. */
export function expectWeek({ file, witness, destinations }: Evidence): void {
  const db = openReader(file);
  try {
    const reader = createLedgerReader(db, '');
    witness.expectAcknowledged(db);
    expectEvents(db, witness);
    expectStock(reader, witness);
    expectDays(reader, witness);
    expectMoney(db, witness.money);
    expectSequences(db, witness);
    expectAcks(reader, witness);
    expectExceptions(db, witness);
    expectRejected(db, witness);
    for (const destination of destinations) expectCarried(db, destination);
  } finally {
    db.close();
  }
  const { problems } = verifyLedger(file, () => undefined);
  holds(problems.length === 0, () => `the ledger does not prove itself: ${problems.join(' ')}`);
}

/** The same stock and money, by the model, while a hub has the file open. */
export function expectDay(reader: LedgerReader, witness: Witness): void {
  expectStock(reader, witness);
  expectDays(reader, witness);
  expectAcks(reader, witness);
}

/** Each event that was sent and stored is there once, and nothing else. */
function expectEvents(db: Database, witness: Witness): void {
  const keys = texts(db, "SELECT source || ' ' || id FROM event_key k JOIN stream s ON s.stream = k.stream");
  same('the events', keys.toSorted(), witness.model.keys.toSorted());
  const conflicts = number(db, 'SELECT count(*) FROM event WHERE standing = 1');
  same('the conflicts', conflicts, witness.model.conflicts);
  same('the length of the log', number(db, 'SELECT count(*) FROM event'), witness.head);
}

function expectStock(reader: LedgerReader, witness: Witness): void {
  for (const [sku, places] of witness.model.onHand()) {
    const locations = reader.stock({ sku })?.locations.filter(({ onHand }) => onHand !== '0') ?? [];
    const actual = locations.map(({ location, onHand }) => `${location.toLowerCase()} ${onHand}`);
    const expected = Object.entries(places).map(([place, micro]) => `${place} ${formatQuantity(micro)}`);
    same(`the stock of ${sku}`, actual.toSorted(), expected.toSorted());
  }
}

function expectDays(reader: LedgerReader, witness: Witness): void {
  const days = reader.dayTotals(ROWS_MAX).map(({ businessDate, currency, ...figures }) => {
    const { sales, salesMinor, refunds, refundsMinor, voids, voidsMinor } = figures;
    return `${businessDate} ${currency} ${[sales, salesMinor, refunds, refundsMinor, voids, voidsMinor].join()}`;
  });
  const expected = [...witness.model.days()].map(([day, figures]) => {
    const { sales, salesMinor, refunds, refundsMinor, voids, voidsMinor } = figures;
    return `${day} ${[sales, salesMinor, refunds, refundsMinor, voids, voidsMinor].join()}`;
  });
  same('the money of the days', days.toSorted(), expected.toSorted());
}

function expectSequences(db: Database, witness: Witness): void {
  const rows = db.prepare<[], { source: string; contiguous: number }>(
    "SELECT source, contiguous FROM progress p JOIN stream s ON s.stream = p.stream WHERE kind = 'tills'",
  );
  for (const { source, contiguous } of rows.all()) {
    same(
      `the sequence of ${source}`,
      formatSequence(contiguous),
      formatSequence(witness.model.contiguous(source)),
    );
  }
}

/** What is retained for each till: how far its newest installation is here. */
function expectAcks(reader: LedgerReader, witness: Witness): void {
  for (const { till, ack } of reader.acks()) {
    const source = witness.sourceOf(till, ack.installation);
    const expected = formatSequence(witness.model.contiguous(source));
    same(`the retained sequence of ${till}`, ack.sequence, expected);
  }
}

function expectExceptions(db: Database, witness: Witness): void {
  for (const [cause, count] of witness.exceptions.raised) {
    same(
      cause,
      db.prepare<[string], number>('SELECT count(*) FROM exception WHERE cause = ?').pluck().get(cause),
      count,
    );
  }
  const negative = [...witness.model.onHand()].flatMap(([sku, places]) =>
    Object.entries(places).flatMap(([place, micro]) =>
      micro < 0 ? [`${sku} at ${place}`.toLowerCase()] : [],
    ),
  );
  const open = texts(
    db,
    "SELECT lower(subject) FROM exception WHERE cause = 'stock.negative' AND resolved_seq IS NULL",
  ).filter((subject) => !subject.endsWith(' at ~damaged'));
  const wrong = open.filter((subject) => !negative.includes(subject));
  same('negative stock that is none', wrong, []);
  const raised = new Set(texts(db, "SELECT lower(subject) FROM exception WHERE cause = 'stock.negative'"));
  same(
    'negative stock that nobody was told',
    negative.filter((subject) => !raised.has(subject)),
    [],
  );
}

function expectRejected(db: Database, witness: Witness): void {
  const lines = (rows: ReadonlyMap<string, number>): string[] =>
    [...rows].map(([key, times]) => `${key} ${times}`).toSorted();
  same('the rejected payloads', lines(rejectedIn(db)), lines(witness.rejected));
}

/** Everything is there, or waits for a person; nothing that is not in the ledger; in the order of the ledger. */
function expectCarried(db: Database, { setting, taken, order, everRefused }: Destination): void {
  const isWhole = setting.kind === 'archive-file';
  const rows = db.prepare<[], { seq: number; hash: string; source: string }>(
    `SELECT seq, lower(hex(hash)) AS hash, source FROM event e JOIN stream s ON s.stream = e.stream
     ${isWhole ? '' : 'WHERE standing = 0'} ORDER BY seq`,
  );
  const shall = new Map(rows.all().map((row) => [row.seq, row]));
  const left = db.prepare<[string], { seq: number; state: string }>(
    'SELECT seq, state FROM outbox o JOIN destination d ON d.destination = o.destination WHERE d.name = ?',
  );
  const set = new Map(left.all(setting.name).map(({ seq, state }) => [seq, state]));
  same(
    `${setting.name}: what still waits`,
    [...set.values()].filter((state) => state === 'waiting'),
    [],
  );
  same(
    `${setting.name}: what never came`,
    [...shall.keys()].filter((seq) => !taken.has(seq) && !set.has(seq)),
    [],
  );
  const foreign = [...taken.values()].filter(({ seq, hash }) => shall.get(seq)?.hash !== hash);
  same(
    `${setting.name}: what is not in the ledger`,
    foreign.map(({ seq }) => seq),
    [],
  );
  const counted = number(db, `SELECT delivered FROM destination WHERE name = '${setting.name}'`);
  same(`${setting.name}: the count of what was delivered`, counted, shall.size - set.size);
  const plain = order.filter(({ seq }) => !everRefused.has(seq));
  for (const [source, items] of Map.groupBy(plain, (item) => item.source)) {
    const seqs = items.map(({ seq }) => seq);
    same(
      `${setting.name}: the order of ${source}`,
      seqs,
      seqs.toSorted((a, b) => a - b),
    );
  }
}

function texts(db: Database, sql: string): string[] {
  return db.prepare<[], string>(sql).pluck().all();
}

function number(db: Database, sql: string): number | undefined {
  return db.prepare<[], number>(sql).pluck().get();
}
