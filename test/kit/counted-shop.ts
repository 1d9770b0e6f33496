import { assert } from '../../hub/kit/assert.ts';
import { countPosted, countReviewed, countScanned, countStarted } from './count-events.ts';
import type { tempLedger } from './temp-ledger.ts';
import { ledgerEvent, productSet, received, saleOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

/** What may happen in a shop that is counted. A scan of `held` 2 is told to the hub after two more happenings. */
export type Happening =
  | {
      readonly does: 'sell' | 'receive' | 'steal';
      readonly sku: string;
      readonly spot: string;
      readonly units: number;
    }
  | { readonly does: 'start' | 'approve' | 'post'; readonly count: string }
  | { readonly does: 'scan'; readonly count: string; readonly sku: string; readonly held: number }
  | { readonly does: 'recount'; readonly count: string; readonly sku: string };

/** One walk to one spot: what was there, and how much had moved and was stolen of the product by then. */
interface Look {
  readonly spot: string;
  readonly units: number;
  readonly atSeq: number;
  readonly moves: number;
  readonly stolen: number;
}

interface Line {
  looks: Look[];
  approved: boolean;
}

interface Count {
  state: 'none' | 'open' | 'posted';
  readonly lines: Map<string, Line>;
}

interface Held {
  readonly event: EventInput;
  readonly arrives: () => void;
  wait: number;
}

const SPOTS = ['shelf', 'window'];
const SKUS = ['MUG', 'CUP'];
/** Other counts are started later, or never. */
const STARTED = ['c-1', 'c-2', 'c-3'];

/**
 * A shop of two spots that knows what truly stands in each, which no hub can. Whoever counts says what is there; the hub
 * must come to the same, as long as each spot was counted once and nothing moved between the two.
 */
export class CountedShop {
  /** How many booked lines were compared with the shelf, and how many could not be. */
  proved = 0;
  doubtful = 0;
  readonly #temp: ReturnType<typeof tempLedger>;
  readonly #there = new Map<string, number>();
  readonly #moves = new Map<string, number>();
  readonly #stolen = new Map<string, number>();
  readonly #counts = new Map<string, Count>();
  /** The position of what is booked of a product, by whichever count. */
  readonly #bookedAt = new Map<string, number>();
  #held: Held[] = [];
  #sequence = 0;

  constructor(temp: ReturnType<typeof tempLedger>) {
    this.#temp = temp;
    for (const sku of SKUS) {
      temp.ledger.commit([ledgerEvent(productSet({ sku }))]);
      for (const spot of SPOTS) this.play({ does: 'receive', sku, spot, units: 20 });
    }
    for (const count of STARTED) this.play({ does: 'start', count });
  }

  play(happening: Happening): void {
    switch (happening.does) {
      case 'sell':
      case 'receive':
      case 'steal':
        this.#move(happening);
        break;
      case 'start':
        this.#start(happening.count);
        break;
      case 'scan':
        this.#scan(happening);
        break;
      case 'recount':
        this.#recount(happening.count, happening.sku);
        break;
      case 'approve':
        this.#approve(happening.count);
        break;
      case 'post':
        this.#post(happening.count);
        break;
    }
    this.#deliver((held) => (held.wait -= 1) < 0);
  }

  deliverAll(): void {
    this.#deliver(() => true);
  }

  #move({ does, sku, spot, units }: Extract<Happening, { units: number }>): void {
    const there = this.#there.get(`${sku} ${spot}`) ?? 0;
    const change = does === 'receive' ? units : -Math.min(units, there);
    if (change === 0) return;
    this.#there.set(`${sku} ${spot}`, there + change);
    if (does === 'steal') {
      this.#stolen.set(sku, this.#stolenOf(sku) - change);
      return;
    }
    const line = { sku, quantity: String(Math.abs(change)) };
    this.#tell(does === 'receive' ? received(line) : saleOf(line));
    this.#moves.set(sku, (this.#moves.get(sku) ?? 0) + 1);
  }

  #start(id: string): void {
    const count = this.#count(id);
    if (count.state === 'none') count.state = 'open';
    this.#tell(countStarted(id));
  }

  /** One person counts the shelf, another one the window; what each found arrives some time later, perhaps twice. */
  #scan({ count, sku, held }: Extract<Happening, { does: 'scan' }>): void {
    for (const spot of SPOTS) {
      const look = this.#look(sku, spot);
      const line = { sku, quantity: String(look.units), atSeq: look.atSeq };
      const wait = spot === 'shelf' ? held : 0;
      this.#held.push({
        event: countScanned(count, line),
        wait,
        arrives: () => this.#found(count, sku, look),
      });
    }
  }

  #found(id: string, sku: string, look: Look): void {
    const count = this.#count(id);
    if (count.state === 'posted') return;
    const line = count.lines.get(sku) ?? { looks: [], approved: false };
    count.lines.set(sku, { looks: [...line.looks, look], approved: false });
  }

  /** The whole product anew, in both spots at once. */
  #recount(id: string, sku: string): void {
    const looks = SPOTS.map((spot) => this.#look(sku, spot));
    const lines = looks.map(({ units, atSeq }, index) => ({
      sku,
      quantity: String(units),
      atSeq,
      ...(index === 0 ? { again: true } : {}),
    }));
    this.#tell(countScanned(id, ...lines));
    const count = this.#count(id);
    if (count.state !== 'posted') count.lines.set(sku, { looks, approved: false });
  }

  #approve(id: string): void {
    this.#tell(countReviewed(id));
    for (const line of this.#count(id).lines.values()) line.approved = true;
  }

  #post(id: string): void {
    const count = this.#count(id);
    const before = new Map(SKUS.map((sku) => [sku, this.#onHand(sku)]));
    const wasOpen = count.state === 'open';
    if (count.state === 'none') return;
    this.#tell(countPosted(id));
    count.state = 'posted';
    for (const sku of SKUS) {
      const line = count.lines.get(sku);
      if (!wasOpen || line === undefined || !line.approved) {
        this.#expectOnHand(sku, before.get(sku) ?? 0, `is not booked by ${id}`);
        continue;
      }
      this.#expectBooked(sku, line, before.get(sku) ?? 0);
    }
  }

  #expectBooked(sku: string, { looks }: Line, before: number): void {
    const atSeq = Math.max(...looks.map((look) => look.atSeq));
    const bookedAt = this.#bookedAt.get(sku) ?? -1;
    if (bookedAt >= atSeq) {
      this.#expectOnHand(sku, before, 'was counted later by another count');
      return;
    }
    this.#bookedAt.set(sku, atSeq);
    const [first, ...others] = looks;
    const isOneMoment = others.every(
      (look) => look.moves === first?.moves && look.stolen === first.stolen && look.spot !== first.spot,
    );
    if (first === undefined || !isOneMoment || looks.length !== SPOTS.length) {
      this.doubtful += 1;
      return;
    }
    const truly = SPOTS.reduce((sum, spot) => sum + (this.#there.get(`${sku} ${spot}`) ?? 0), 0);
    this.#expectOnHand(sku, truly + this.#stolenOf(sku) - first.stolen, 'stands on the shelf');
    this.proved += 1;
  }

  #look(sku: string, spot: string): Look {
    return {
      spot,
      units: this.#there.get(`${sku} ${spot}`) ?? 0,
      atSeq: this.#temp.ledger.headSeq,
      moves: this.#moves.get(sku) ?? 0,
      stolen: this.#stolenOf(sku),
    };
  }

  #deliver(isDue: (held: Held) => boolean): void {
    const due = this.#held.filter(isDue);
    this.#held = this.#held.filter((held) => !due.includes(held));
    for (const { event, arrives } of due.toReversed()) {
      this.#tell(event, event);
      arrives();
    }
  }

  /** Each is told once, or twice in a row. */
  #tell(...events: readonly Pick<EventInput, 'type' | 'data'>[]): void {
    this.#sequence += 1;
    const name = { id: `told-${this.#sequence}`, sequence: this.#sequence };
    this.#temp.ledger.commit(events.map((event) => ledgerEvent({ ...event, ...name })));
  }

  #count(id: string): Count {
    const known = this.#counts.get(id) ?? { state: 'none', lines: new Map<string, Line>() };
    this.#counts.set(id, known);
    return known;
  }

  #stolenOf(sku: string): number {
    return this.#stolen.get(sku) ?? 0;
  }

  #expectOnHand(sku: string, units: number, why: string): void {
    const onHand = this.#onHand(sku);
    assert(onHand === units, `${sku} ${why}: on hand is ${onHand} instead of ${units}`);
  }

  #onHand(sku: string): number {
    return Number(this.#temp.reader.stock({ sku })?.onHand ?? 0);
  }
}
