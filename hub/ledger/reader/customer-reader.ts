import type { Database, Statement } from 'better-sqlite3';
import type {
  CustomerAnswer,
  CustomerReceipt,
  PersonAnswer,
  PointsAnswer,
} from '../../contract/customer-views.ts';
import { contactKey, isNewerConsent } from '../../domain/customer.ts';
import type { Findable } from '../../domain/customer.ts';
import { accountOfCustomer } from '../../domain/liability.ts';
import { CustomerFamilies } from './customer-family.ts';
import type { MemberRow, PersonRow } from './customer-family.ts';
import { iso } from './iso.ts';

interface ReceiptRow {
  readonly seq: number;
  readonly kind: 'sale' | 'refund';
  readonly business_date: string;
  readonly currency: string;
  readonly total_minor: number;
  readonly voided_seq: number | null;
  readonly sender: string;
  readonly channel: string | null;
  readonly order_number: string | null;
}

interface CreditRow {
  readonly kind: 'store_credit' | 'deposit';
  readonly currency: string;
  readonly balance_minor: number;
  readonly held_minor: number;
}

interface ConsentRow {
  readonly channel: 'email' | 'sms' | 'phone' | 'post';
  readonly given: number;
  readonly at_ms: number;
  readonly source: string;
}

interface TotalRow {
  readonly currency: string;
  readonly visits: number;
  readonly spent_minor: number;
}

interface PointsRow {
  readonly entry: number;
  readonly seq: number;
  readonly received_ms: number;
  readonly reason: string;
  readonly points: number;
}

/** A place in a history, newest first. */
export interface HistoryPlace {
  readonly businessDate: string;
  readonly seq: number;
}

const NEWEST: HistoryPlace = { businessDate: '9999-12-31', seq: Number.MAX_SAFE_INTEGER };

/** How many customers one e-mail, number or card may find. */
const FOUND_MAX = 20;

/** Answers about customers: who they are, what they bought, their points. */
export class CustomerReader {
  readonly #families: CustomerFamilies;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #found: Statement<[string, string, number], { customer_id: string }>;
  readonly #consents: Statement<[number], ConsentRow>;
  readonly #totals: Statement<[number], TotalRow>;
  readonly #receipts: Statement<[number, string, number, number], ReceiptRow>;
  readonly #lastDate: Statement<[number], { business_date: string }>;
  readonly #credit: Statement<[string], CreditRow>;
  readonly #points: Statement<[number], { points: number }>;
  readonly #entries: Statement<[number, number], PointsRow>;
  readonly #body: Statement<[number], { body: Buffer }>;
  readonly #head: Statement<[], { seq: number | null }>;

  constructor(db: Database) {
    this.#families = new CustomerFamilies(db);
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#found = db.prepare(
      `SELECT customer_id FROM person INDEXED BY person_found
       WHERE field = ? AND key = ? AND verified = 1 LIMIT ?`,
    );
    this.#consents = db.prepare(
      'SELECT channel, given, at_ms, source FROM customer_consent WHERE customer = ?',
    );
    this.#totals = db.prepare(
      `SELECT currency, sum(visits) AS visits, sum(spent_minor) AS spent_minor FROM customer_total
       WHERE customer = ? GROUP BY currency`,
    );
    this.#receipts = db.prepare(
      `SELECT h.seq, r.kind, r.business_date, r.currency, r.total_minor, r.voided_seq, s.name AS sender,
         json_extract(CAST(e.body AS TEXT), '$.data.originalOrder.channel') AS channel,
         json_extract(CAST(e.body AS TEXT), '$.data.originalOrder.orderNumber') AS order_number
       FROM customer_receipt h JOIN receipt r ON r.seq = h.seq JOIN event e ON e.seq = h.seq
       JOIN stream s ON s.stream = e.stream
       WHERE h.customer = +? AND (h.business_date, h.seq) < (?, ?)
       ORDER BY h.business_date DESC, h.seq DESC LIMIT ?`,
    );
    this.#lastDate = db.prepare(LAST_DATE);
    this.#credit = db.prepare(
      `SELECT kind, currency, balance_minor, held_minor FROM liability
       WHERE account = ? AND kind IN ('store_credit', 'deposit')`,
    );
    this.#points = db.prepare('SELECT points FROM loyalty_account WHERE customer = ?');
    this.#entries = db.prepare(
      `SELECT l.entry, l.seq, e.received_ms, l.reason,
         CASE WHEN l.to_account LIKE 'customer:%' THEN l.points ELSE -l.points END AS points
       FROM loyalty_entry l JOIN event e ON e.seq = l.seq WHERE l.customer = +? ORDER BY l.entry DESC LIMIT ?`,
    );
    this.#body = db.prepare('SELECT body FROM event WHERE seq = ?');
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
  }

  /** The customer of an id, or what that id was merged into. */
  customer(customerId: string, options: { receipts: number; before?: HistoryPlace }): CustomerAnswer | null {
    return this.#inOneState(() => {
      const row = this.#families.find(customerId);
      if (row === null) return null;
      const survivor = this.#families.survivor(row);
      const members = this.#families.members(survivor);
      return {
        customerId: survivor.customer_id,
        erased: survivor.erased_seq !== null,
        person: personAnswer(this.#families.person(members)),
        ids: members.map(({ customer_id, merged_into, because }) => {
          const into = members.find(({ customer }) => customer === merged_into);
          return { customerId: customer_id, mergedInto: into?.customer_id ?? null, because };
        }),
        consents: this.#consentsOf(members),
        totals: this.#totalsOf(members),
        lastDate: this.#lastDateOf(members),
        points: this.#pointsOf(members),
        credit: this.#creditOf(members),
        receipts: this.#receiptsOf(members, options),
        asOfSeq: this.#head.get()?.seq ?? 0,
      };
    });
  }

  /** By a verified e-mail address or telephone number, or by a card; each customer once. */
  findCustomers(field: Findable, value: string): CustomerAnswer[] {
    const rows = this.#found.all(field, contactKey(field, value), FOUND_MAX);
    const found = rows.flatMap(({ customer_id: id }) => this.customer(id, { receipts: 0 }) ?? []);
    return [...new Map(found.map((answer) => [answer.customerId, answer])).values()];
  }

  customerPoints(customerId: string, limit: number): PointsAnswer | null {
    return this.#inOneState(() => {
      const row = this.#families.find(customerId);
      if (row === null) return null;
      const survivor = this.#families.survivor(row);
      const members = this.#families.members(survivor);
      const entries = members.flatMap((member) =>
        this.#entries.all(member.customer, limit).map((entry) => ({ ...entry, id: member.customer_id })),
      );
      const newest = entries.toSorted((one, other) => other.entry - one.entry).slice(0, limit);
      return {
        customerId: survivor.customer_id,
        points: this.#pointsOf(members),
        entries: newest.map(({ seq, received_ms: ms, reason, points, id }) => ({
          seq,
          at: iso(ms),
          reason,
          points,
          customerId: id,
        })),
      };
    });
  }

  /** What the till told of a receipt. */
  receiptData(seq: number): unknown {
    const row = this.#body.get(seq);
    if (row === undefined) return null;
    const event = JSON.parse(row.body.toString()) as { data: unknown };
    return event.data;
  }

  #receiptsOf(
    members: readonly MemberRow[],
    { receipts: limit, before = NEWEST }: { receipts: number; before?: HistoryPlace },
  ): CustomerReceipt[] {
    if (limit === 0) return [];
    const rows = members.flatMap(({ customer, customer_id: id }) =>
      this.#receipts
        .all(customer, before.businessDate, before.seq, limit)
        .map((row) => receiptAnswer(row, id)),
    );
    return rows.toSorted(newestFirst).slice(0, limit);
  }

  #consentsOf(members: readonly MemberRow[]): CustomerAnswer['consents'] {
    const newest = new Map<string, ConsentRow>();
    for (const row of members.flatMap(({ customer }) => this.#consents.all(customer))) {
      const known = newest.get(row.channel);
      if (known === undefined || isNewerConsent(consentFact(row), consentFact(known)))
        newest.set(row.channel, row);
    }
    return [...newest.values()].map(({ channel, given, at_ms: ms, source }) => {
      return { channel, given: given === 1, at: iso(ms), source };
    });
  }

  #totalsOf(members: readonly MemberRow[]): CustomerAnswer['totals'] {
    const rows = members.flatMap(({ customer }) => this.#totals.all(customer));
    return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, some]) => ({
      currency,
      visits: some.reduce((sum, { visits }) => sum + visits, 0),
      spentMinor: some.reduce((sum, row) => sum + row.spent_minor, 0),
    }));
  }

  #lastDateOf(members: readonly MemberRow[]): string | null {
    const dates = members.flatMap(({ customer }) => this.#lastDate.get(customer)?.business_date ?? []);
    return dates.toSorted().at(-1) ?? null;
  }

  #creditOf(members: readonly MemberRow[]): CustomerAnswer['credit'] {
    const rows = members.flatMap((member) => this.#credit.all(accountOfCustomer(member.customer_id)));
    return [...Map.groupBy(rows, ({ kind, currency }) => `${kind} ${currency}`).values()].flatMap(
      creditAnswer,
    );
  }

  #pointsOf(members: readonly MemberRow[]): number {
    return members.reduce((sum, { customer }) => sum + (this.#points.get(customer)?.points ?? 0), 0);
  }
}

/** The day of the newest sale of a customer that counts. */
export const LAST_DATE = `SELECT h.business_date FROM customer_receipt h JOIN receipt r ON r.seq = h.seq
  WHERE h.customer = ? AND r.kind = 'sale' AND r.voided_seq IS NULL
  ORDER BY h.business_date DESC, h.seq DESC LIMIT 1`;

function personAnswer(fields: ReadonlyMap<PersonRow['field'], PersonRow>): PersonAnswer {
  const contact = (row: PersonRow | undefined): PersonAnswer['email'] =>
    row === undefined ? null : { value: row.value, verified: row.verified === 1 };
  return {
    name: fields.get('name')?.value ?? null,
    email: contact(fields.get('email')),
    phone: contact(fields.get('phone')),
    loyaltyCard: fields.get('card')?.value ?? null,
  };
}

function receiptAnswer(row: ReceiptRow, customerId: string): CustomerReceipt {
  const { seq, kind, currency, sender, channel, order_number: orderNumber } = row;
  return {
    order: channel === null || orderNumber === null ? null : { channel, orderNumber },
    seq,
    kind,
    businessDate: row.business_date,
    currency,
    totalMinor: row.total_minor,
    voided: row.voided_seq !== null,
    sender,
    customerId,
  };
}

function creditAnswer(rows: readonly CreditRow[]): CustomerAnswer['credit'] {
  const [first] = rows;
  if (first === undefined) return [];
  const balanceMinor = rows.reduce((sum, row) => sum + row.balance_minor, 0);
  const heldMinor = rows.reduce((sum, row) => sum + row.held_minor, 0);
  const availableMinor = Math.max(0, balanceMinor - heldMinor);
  return [{ kind: first.kind, currency: first.currency, balanceMinor, heldMinor, availableMinor }];
}

function newestFirst(one: CustomerReceipt, other: CustomerReceipt): number {
  if (one.businessDate === other.businessDate) return other.seq - one.seq;
  return one.businessDate < other.businessDate ? 1 : -1;
}

function consentFact({ given, at_ms: atMs, source }: ConsentRow) {
  return { given: given === 1, atMs, source };
}
