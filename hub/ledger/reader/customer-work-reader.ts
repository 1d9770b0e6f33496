import type { Database, Statement } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import { FINDABLE } from '../../domain/customer.ts';
import { expiring } from '../../domain/loyalty.ts';
import { CustomerFamilies } from './customer-family.ts';
import type { MemberRow } from './customer-family.ts';

export type FoundMerge = EventData<'backroom.customer.merged.v1'>;

export interface MergeSlice {
  readonly merges: readonly FoundMerge[];
  /** From which entry on others are to be looked at; null when all were. */
  readonly next: number | null;
}

export interface ExpirySlice {
  readonly expired: readonly { readonly customerId: string; readonly points: number }[];
  readonly next: number | null;
}

interface PointsRow {
  readonly points: number;
  readonly aged: number;
  readonly used: number;
}

/** Customers by one e-mail address, number or card. More are no person, but the shop's own card: they are left apart. */
const MATCHES_MAX = 20;

/** What the hub does about customers by itself: who is one, and whose points are too old. */
export class CustomerWorkReader {
  readonly #families: CustomerFamilies;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #changed: Statement<[number, number], { seq: number; customer_id: string }>;
  readonly #keys: Statement<[string], { field: string; key: string }>;
  readonly #matching: Statement<[string, string, number], { customer_id: string }>;
  readonly #apart: Statement<[number, number], { one: number }>;
  readonly #accounts: Statement<[number, number], { customer: number }>;
  readonly #sums: Statement<[string, number], PointsRow>;
  readonly #rule: Statement<[], { expire_after_days: number | null }>;

  constructor(db: Database) {
    this.#families = new CustomerFamilies(db);
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#changed = db.prepare('SELECT seq, customer_id FROM person WHERE seq > ? ORDER BY seq LIMIT ?');
    this.#keys = db.prepare(
      'SELECT field, key FROM person WHERE customer_id = ? AND verified = 1 AND key IS NOT NULL',
    );
    this.#matching = db.prepare(
      `SELECT customer_id FROM person INDEXED BY person_found
       WHERE field = ? AND key = ? AND verified = 1 LIMIT ?`,
    );
    this.#apart = db.prepare('SELECT 1 AS one FROM customer_apart WHERE customer = ? AND other = ? LIMIT 1');
    this.#accounts = db.prepare(
      `SELECT customer FROM loyalty_account INDEXED BY loyalty_account_by_customer
       WHERE customer > ? ORDER BY customer LIMIT ?`,
    );
    this.#sums = db.prepare(
      `SELECT coalesce(sum(change), 0) AS points,
         coalesce(sum(CASE WHEN earned_on <= ? THEN change END), 0) AS aged,
         coalesce(sum(CASE WHEN earned_on IS NULL THEN change END), 0) AS used
       FROM (SELECT earned_on, CASE WHEN to_account LIKE 'customer:%' THEN points ELSE -points END AS change
         FROM loyalty_entry WHERE customer = ?)`,
    );
    this.#rule = db.prepare('SELECT expire_after_days FROM loyalty_rule');
  }

  /** Customers captured behind entry `after` that have an e-mail, a number or a card of another one. */
  customersToMerge({ after, limit }: { after: number; limit: number }): MergeSlice {
    return this.#inOneState(() => {
      const rows = this.#changed.all(after, limit);
      const ids = new Set(rows.map((row) => row.customer_id));
      const merges = [...ids].flatMap((id) => this.#mergeOf(id) ?? []);
      const last = rows.at(-1);
      return { merges, next: last === undefined ? null : last.seq };
    });
  }

  /** After how many days points expire; null where they never do. */
  pointsExpireAfterDays(): number | null {
    return this.#rule.get()?.expire_after_days ?? null;
  }

  /** Points that came up to the day `agedOn` and were not used since, customer by customer. */
  pointsToExpire(agedOn: string, { after, limit }: { after: number; limit: number }): ExpirySlice {
    return this.#inOneState(() => {
      const rows = this.#accounts.all(after, limit);
      const last = rows.at(-1);
      return {
        expired: this.#survivors(rows).flatMap((survivor) => this.#expiredOf(survivor, agedOn)),
        next: last === undefined || rows.length < limit ? null : last.customer,
      };
    });
  }

  #mergeOf(customerId: string): FoundMerge | null {
    const own = this.#families.find(customerId);
    if (own === null || own.erased_seq !== null) return null;
    const keys = this.#keys.all(customerId);
    for (const field of FINDABLE) {
      const key = keys.find((row) => row.field === field)?.key;
      if (key === undefined) continue;
      const others = this.#matching.all(field, key, MATCHES_MAX + 1);
      if (others.length > MATCHES_MAX) continue;
      for (const { customer_id: other } of others) {
        const merge = this.#mergeWith(own, other);
        if (merge !== null) return { ...merge, because: field };
      }
    }
    return null;
  }

  /** The younger one goes into the older one, unless a person told any of theirs apart. */
  #mergeWith(own: MemberRow, otherId: string): { customerId: string; into: string } | null {
    const found = this.#families.find(otherId);
    if (found === null) return null;
    const [one, other] = [this.#families.survivor(own), this.#families.survivor(found)];
    if (one.customer === other.customer || this.#areApart(one, other)) return null;
    const [older, younger] = one.customer < other.customer ? [one, other] : [other, one];
    return { customerId: younger.customer_id, into: older.customer_id };
  }

  #areApart(one: MemberRow, other: MemberRow): boolean {
    const others = this.#families.members(other);
    const apart = (from: MemberRow, to: MemberRow): boolean =>
      this.#apart.get(from.customer, to.customer) !== undefined;
    return this.#families
      .members(one)
      .some((mine) => others.some((theirs) => apart(mine, theirs) || apart(theirs, mine)));
  }

  /** The customers that these ids are by now, each where its own number comes, so that none is in two parts. */
  #survivors(rows: readonly { customer: number }[]): MemberRow[] {
    return rows.flatMap(({ customer }) => {
      const members = this.#families.members({ customer });
      const own = members.find((member) => member.customer === customer);
      if (own === undefined) return [];
      const survivor = this.#families.survivor(own);
      const first = this.#families
        .members(survivor)
        .filter((member) => this.#sums.get('', member.customer)?.points !== 0)
        .map((member) => member.customer)
        .toSorted((left, right) => left - right)[0];
      return first === customer ? [survivor] : [];
    });
  }

  #expiredOf(survivor: MemberRow, agedOn: string): { customerId: string; points: number }[] {
    const members = this.#families.members(survivor);
    const sums = members.map(
      ({ customer }) => this.#sums.get(agedOn, customer) ?? { points: 0, aged: 0, used: 0 },
    );
    const facts = sums.map(({ points, aged, used }) => ({ points, agedPoints: aged, usedPoints: used }));
    return expiring(facts).flatMap((points, index) => {
      const customerId = members[index]?.customer_id;
      return points === 0 || customerId === undefined ? [] : [{ customerId, points }];
    });
  }
}
