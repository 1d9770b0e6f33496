import { formatSequence } from '../../hub/contract/envelope.ts';
import { must } from '../../hub/kit/assert.ts';
import type { WireEvent } from '../kit/wire-event.ts';
import type { Counter } from './money-stories.ts';
import type { Stories } from './stories.ts';
import type { Sent, SimTill, Story } from './till.ts';
import type { World } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a till does next: mostly it sells. Weights in the order of the table; together they are a thousand. */
const DEEDS = [
  ['sell', 624],
  ['refund', 60],
  ['void', 45],
  ['void of a sale to come', 12],
  ['void of nothing', 5],
  ['close the session', 15],
  ['move cash', 10],
  ['hold', 14],
  ['capture', 12],
  ['void twice', 8],
  ['stock', 45],
  ['say it again', 40],
  ['say something else', 20],
  ['same in other words', 10],
  ['jump over numbers', 12],
  ['skip numbers', 10],
  ['unknown type', 10],
  ['unreadable', 27],
  ['late', 10],
  ['reinstall', 2],
  ['count again', 2],
  ['backup', 3],
  ['wrong clock', 4],
] as const;

type Deed = (typeof DEEDS)[number][0];

/** The session of a till: which one of its installation, and the number of its first event. */
interface SessionAt {
  readonly source: string;
  readonly name: number;
  readonly first: number;
}

/** Tills at work. Nothing that a till does here is impossible, and some of it is what no till should ever do. */
export class Trading {
  readonly #world: World;
  readonly #stories: Stories;
  /** Ids under which more was said than once: what of it counts depends on what came first. */
  readonly #ambiguous = new Set<string>();
  readonly #sessions = new Map<SimTill, SessionAt>();

  constructor(world: World, stories: Stories) {
    this.#world = world;
    this.#stories = stories;
  }

  /** One deed of one till. */
  act(till: SimTill): void {
    const deed = this.#draw();
    const sent = this.#do(deed, till);
    this.#world.trace.note('till', `${till.name} ${deed} ${sent?.wire?.sequence ?? ''}`);
  }

  #draw(): Deed {
    let lot = this.#world.random.below(1_000);
    for (const [deed, weight] of DEEDS) {
      lot -= weight;
      if (lot < 0) return deed;
    }
    return 'sell';
  }

  #do(deed: Deed, till: SimTill): Sent | undefined {
    const { random } = this.#world;
    const counter = this.#counter(till);
    switch (deed) {
      case 'sell':
        return till.tells(this.#stories.sale(counter));
      case 'refund':
        return till.tells(this.#stories.refund(counter, random.chance(70) ? this.#original(till) : null));
      case 'void':
        return till.tells(this.#stories.void(counter, this.#original(till) ?? { id: 'nothing' }));
      case 'void of nothing':
        return till.tells(this.#stories.void(counter, { id: `never-${till.nextId()}` }));
      case 'void of a sale to come':
        return this.#voidFirst(till, counter);
      case 'void twice':
        return this.#voidTwice(till, counter);
      case 'stock':
        return till.tells(this.#stock());
      case 'close the session':
        return this.#closeSession(till);
      case 'move cash':
        return till.tells(this.#stories.money.cash(counter));
      case 'hold':
        return till.tells(this.#stories.money.hold());
      case 'capture':
        return till.tells(this.#stories.money.captured());
      case 'late':
        return till.tells(this.#stories.sale(counter), { holdMs: HOUR_MS + random.below(2 * DAY_MS) });
      case 'unknown type':
        return till.tells({ type: 'backroom.loyalty.earned.v9', data: { points: random.below(50) } });
      default:
        return this.#misbehave(deed, till);
    }
  }

  #misbehave(deed: Deed, till: SimTill): Sent | undefined {
    const { random } = this.#world;
    switch (deed) {
      case 'say it again':
        return this.#again(till, (sent) => sent);
      case 'say something else':
        return this.#again(till, (sent) => this.#otherContent(sent, till));
      case 'same in other words':
        return this.#again(till, (sent) => this.#inOtherWords(sent));
      case 'jump over numbers':
        till.skip(1 + random.below(3));
        return undefined;
      case 'skip numbers':
        return this.#skip(till);
      case 'unreadable':
        return this.#unreadable(till);
      case 'reinstall':
        till.reinstall();
        return undefined;
      case 'count again':
        till.countAgainFrom(0);
        return undefined;
      case 'backup':
        return this.#restore(till);
      case 'wrong clock':
        till.skewMs = random.pick([0, -3 * DAY_MS, 400 * DAY_MS, -20_000 * DAY_MS, 90_000]);
        return undefined;
      default:
        return undefined;
    }
  }

  #stock(): Story {
    const what = this.#world.random.pick(['received', 'received', 'adjusted', 'goods'] as const);
    return this.#stories[what]();
  }

  #voidFirst(till: SimTill, counter: Counter): Sent {
    const id = till.nextId();
    till.tells(this.#stories.sale(counter), { id, holdMs: 60_000 + this.#world.random.below(DAY_MS) });
    return till.tells(this.#stories.void(counter, { id }));
  }

  #voidTwice(till: SimTill, counter: Counter): Sent | undefined {
    const original = this.#original(till);
    if (original === null) return undefined;
    till.tells(this.#stories.void(counter, original));
    return till.tells(this.#stories.void(counter, original));
  }

  #again(till: SimTill, change: (sent: Sent) => Sent): Sent | undefined {
    if (till.history.length === 0) return undefined;
    const sent = change(this.#world.random.pick(till.history));
    till.sends(sent);
    return sent;
  }

  #otherContent(sent: Sent, till: SimTill): Sent {
    const { id, sequence, source, type: before } = must(sent.wire, 'a readable event');
    if (before.includes('customer') || this.#ambiguous.has(`${source} ${id} reworded`)) return sent;
    this.#ambiguous.add(`${source} ${id}`);
    const { type, data } = this.#stories.sale(this.#counter(till));
    const time = '2026-11-23T10:00:00Z';
    const wire = { specversion: '1.0', id, source, type, time, sequence, clock: 'unknown', data };
    return { wire: wire as WireEvent, bytes: Buffer.from(JSON.stringify(wire)) };
  }

  #skip(till: SimTill): Sent {
    const first = till.sequence + 1;
    const last = first + this.#world.random.below(4);
    till.skip(last - first + 1);
    const data = { first: formatSequence(first), last: formatSequence(last), reason: 'the queue was lost' };
    return till.tells({ type: 'backroom.sequence.skipped.v1', data });
  }

  #unreadable(till: SimTill): Sent {
    const { random } = this.#world;
    const name = till.nextId();
    const texts = [
      `{"id": "${name}"`,
      JSON.stringify({ specversion: '1.0', id: name, source: till.source, type: 'x' }),
      JSON.stringify({ specversion: '1.0', id: name, source: till.source.replace('tills', 'devices') }),
      `${name}\u0000`,
    ];
    const sent = { wire: null, bytes: Buffer.from(random.pick(texts)) };
    till.sends(sent);
    return sent;
  }

  /** It comes back as it was: it sends the last of its old events again, and uses their next numbers anew. */
  #restore(till: SimTill): Sent | undefined {
    const back = 1 + this.#world.random.below(15);
    for (const sent of till.history.slice(-2 * back, -back)) till.sends(sent);
    till.countAgainFrom(till.sequence - back);
    return undefined;
  }

  /** A sale that it made before, as a void or a refund names it. */
  #original(till: SimTill): object | null {
    if (till.history.length === 0) return null;
    const { id, source } = must(this.#world.random.pick(till.history).wire, 'a readable event');
    return this.#world.random.chance(50) || source !== till.source ? { source, id } : { id };
  }

  /** A till that comes back from a backup may close with numbers that it uses anew. */
  #closeSession(till: SimTill): Sent {
    const { first, name } = this.#sessionOf(till);
    const last = Math.max(1, till.sequence);
    const numbers = { first: Math.min(first, last), last };
    const told = {
      firstSequence: formatSequence(numbers.first),
      lastSequence: formatSequence(numbers.last),
    };
    till.tells(this.#stories.money.closed(this.#counter(till), told));
    this.#sessions.set(till, { source: till.source, name: name + 1, first: till.sequence + 1 });
    return till.tells(this.#stories.money.opened(this.#counter(till)));
  }

  /** A new installation begins anew. */
  #sessionOf(till: SimTill): SessionAt {
    const known = this.#sessions.get(till);
    if (known !== undefined && known.source === till.source) return known;
    const session = { source: till.source, name: 1, first: till.sequence + 1 };
    this.#sessions.set(till, session);
    return session;
  }

  #counter(till: SimTill): Counter {
    const day = new Date(this.#world.time.trueMs() + till.skewMs).toISOString().slice(0, 10);
    return { businessDate: day, registerSession: `s-${this.#sessionOf(till).name}` };
  }

  /** The same event with its fields in another order, as a till writes it after an update. */
  #inOtherWords(sent: Sent): Sent {
    const wire = must(sent.wire, 'a readable event');
    const key = `${wire.source} ${wire.id}`;
    // Of a type that the hub does not know it cannot know either that two texts mean the same.
    if (this.#ambiguous.has(key) || /loyalty|customer/.test(wire.type)) return sent;
    this.#ambiguous.add(`${key} reworded`);
    return {
      wire,
      bytes: Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(wire).toReversed()))),
    };
  }
}
