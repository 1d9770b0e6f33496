import { must } from '../../hub/kit/assert.ts';
import { messageOf } from '../../hub/kit/errors.ts';
import { hashOf, randomFrom } from '../../scripts/replay/random.ts';
import { Destination } from './destination.ts';
import { SimDisk } from './disk.ts';
import { HubBox } from './hub-box.ts';
import { Misfortune } from './misfortune.ts';
import { Cable } from './network.ts';
import { Scheduler } from './scheduler.ts';
import { Staff } from './staff.ts';
import { Stories } from './stories.ts';
import { SimTill } from './till.ts';
import { SimFailure, Trace } from './trace.ts';
import { Trading } from './trading.ts';
import { expectWeek } from './verdict.ts';
import { Witness } from './witness.ts';
import type { World } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_DAYS = 7;
const OPENS_MS = 3 * HOUR_MS;
const OPEN_FOR_MS = 10 * HOUR_MS;
const TILLS = 6;
const STAFF_DEEDS_A_DAY = 20;
/** After the week everything must have arrived within this: the longest wait between two attempts is five minutes. */
const DRAIN_MS = 4 * DAY_MS;

type Count = 'kills' | 'cuts' | 'errors' | 'full' | 'outages' | 'starts' | 'repeats' | 'kept' | 'gone';

export interface WeekResult {
  readonly seed: number;
  readonly hash: string;
  /** In words, with the last lines of the trace; null when every rule held. */
  readonly failure: string | null;
  readonly lastLines: readonly string[];
  readonly events: number;
  readonly acknowledged: number;
  readonly counts: Readonly<Record<Count, number>>;
}

export interface WeekOptions {
  readonly seed: number;
  /** How much the tills do in all. */
  readonly deeds: number;
  /** How long the week is. */
  readonly days?: number;
  /** Does something to the ledger file before the last look. */
  readonly sabotage?: (file: string) => void;
  /** Hears every line of the trace. */
  readonly tell?: (line: string) => void;
}

/** One week of one shop, decided by the seed alone. */
export async function runWeek(options: WeekOptions): Promise<WeekResult> {
  const { seed, deeds, days = WEEK_DAYS, sabotage, tell } = options;
  using disk = new SimDisk(randomFrom(seed ^ hashOf('disk')));
  const week = new Week(disk, { seed, days, tell });
  const failure = await week.run(deeds, sabotage).then(() => null, messageOf);
  week.end();
  return week.result(failure);
}

interface WeekSetting {
  readonly seed: number;
  readonly days: number;
  readonly tell: ((line: string) => void) | undefined;
}

class Week {
  readonly #seed: number;
  readonly #days: number;
  readonly #world: World;
  readonly #destinations: readonly Destination[];
  readonly #hub: HubBox;
  readonly #trading: Trading;
  readonly #staff: Staff;
  #failure: Error | null = null;

  constructor(disk: SimDisk, { seed, days, tell }: WeekSetting) {
    this.#seed = seed;
    this.#days = days;
    const time = new Scheduler();
    const trace = new Trace(() => time.monotonicMs(), tell);
    const fail = (error: unknown): void => {
      this.#failure ??= error instanceof Error ? error : new SimFailure(messageOf(error));
    };
    const witness = new Witness();
    this.#world = { time, trace, fail, witness, disk, random: randomFrom(seed) };
    this.#destinations = [
      { setting: { name: 'books', kind: 'webhook' }, ageMs: 60_000, refuses: true },
      { setting: { name: 'webshop', kind: 'webhook' }, ageMs: 1_000, refuses: false },
      { setting: { name: 'archive', kind: 'archive-file' }, ageMs: 300_000, refuses: false },
    ].map((plan) => new Destination(this.#world, plan));
    this.#hub = new HubBox(this.#world, this.#destinations);
    const stories = new Stories(randomFrom(seed ^ hashOf('stories')));
    this.#trading = new Trading(this.#world, stories);
    this.#staff = new Staff(this.#world, this.#hub, stories);
  }

  async run(deeds: number, sabotage?: (file: string) => void): Promise<void> {
    const { time, disk, witness } = this.#world;
    this.#hub.start();
    this.#staff.open();
    const tills = this.#tills();
    const misfortune = new Misfortune(this.#world, {
      hub: this.#hub,
      tills,
      destinations: this.#destinations,
    });
    misfortune.plan(this.#days * DAY_MS);
    for (const till of tills) this.#trade(till, (this.#days * OPEN_FOR_MS * TILLS) / deeds);
    this.#dayByDay();
    await this.#until(() => false, this.#days * DAY_MS);
    misfortune.end();
    this.#hub.start();
    this.#staff.retryAll();
    const isDone = (): boolean => tills.every((till) => till.isDone) && this.#isDrained();
    const drained = await this.#until(isDone, time.monotonicMs() + DRAIN_MS);
    if (!drained) throw new SimFailure(`not everything arrived: ${this.#whatIsLeft(tills)}`);
    await Promise.all([
      this.#hub.shutDown(),
      this.#until(() => this.#hub.life === null, time.monotonicMs() + HOUR_MS),
    ]);
    sabotage?.(disk.file);
    expectWeek({ file: disk.file, witness, destinations: this.#destinations });
  }

  /** After a failure a process may still be there. */
  end(): void {
    this.#hub.kill();
  }

  result(failure: string | null): WeekResult {
    const { trace, witness } = this.#world;
    const seen = trace.count.bind(trace);
    return {
      seed: this.#seed,
      hash: trace.hash,
      failure,
      lastLines: trace.lastLines,
      events: witness.head,
      acknowledged: witness.acknowledgedCount,
      counts: {
        kills: seen('kill') + seen('fault-kill'),
        cuts: seen('power-cut') + seen('fault-power-cut'),
        errors: seen('fault-io-error'),
        full: seen('disk-full'),
        outages: seen('outage'),
        starts: seen('start'),
        ...witness.cutOff,
        repeats: this.#destinations.reduce((sum, { repetitions }) => sum + repetitions, 0),
      },
    };
  }

  async #until(done: () => boolean, untilMs: number): Promise<boolean> {
    const isOver = (): boolean => this.#failure !== null || done();
    const answer = await this.#world.time.runUntil(isOver, untilMs);
    if (this.#failure !== null) throw this.#failure;
    return answer;
  }

  #tills(): SimTill[] {
    const { random } = this.#world;
    const { store } = must(this.#hub.life, 'a hub that runs');
    return Array.from({ length: TILLS }, (_, index) => {
      const weather = { loss: random.below(8), twice: random.below(8), late: random.below(6) };
      const cable = new Cable(this.#world, weather);
      return new SimTill(`till-${index + 1}`, { world: this.#world, hub: this.#hub, cable, store });
    });
  }

  /** Every till does something now and then, while the shop is open; on a rush, much at once. */
  #trade(till: SimTill, gapMs: number): void {
    const { random, time } = this.#world;
    const delayMs = random.chance(40) ? random.below(2_000) : (gapMs * (20 + random.below(290))) / 100;
    time.after(delayMs, () => {
      const day = Math.floor(time.monotonicMs() / DAY_MS);
      if (day >= this.#days) return;
      const sinceMs = time.monotonicMs() - day * DAY_MS - OPENS_MS;
      if (sinceMs >= 0 && sinceMs < OPEN_FOR_MS) {
        this.#trading.act(till);
        return this.#trade(till, gapMs);
      }
      const waitMs = sinceMs < 0 ? -sinceMs : DAY_MS - sinceMs;
      time.after(waitMs, () => this.#trade(till, gapMs));
    });
  }

  /** Staff come in the morning; in the evening the day's stock and money are compared; some shops switch off at night. */
  #dayByDay(): void {
    const { random, time } = this.#world;
    const isOffAtNight = random.chance(50);
    for (let day = 0; day < this.#days; day += 1) {
      for (let deed = 0; deed < STAFF_DEEDS_A_DAY; deed += 1)
        time.after(day * DAY_MS + OPENS_MS + random.below(OPEN_FOR_MS), () => this.#staff.act());
      time.after((day + 1) * DAY_MS - 8 * HOUR_MS, () => {
        const life = this.#hub.life;
        life?.expectDay();
        if (isOffAtNight) this.#hub.restart(10 * HOUR_MS);
      });
    }
  }

  #isDrained(): boolean {
    const life = this.#hub.life;
    return life?.desk.isIdle === true && life.reader.destinations().every(({ waiting }) => waiting === 0);
  }

  #whatIsLeft(tills: readonly SimTill[]): string {
    const open = tills.filter((till) => !till.isDone).map(({ name }) => name);
    const waiting = this.#hub.life?.reader
      .destinations()
      .map(({ name, waiting: count }) => `${name} ${count}`);
    return [...open, ...(waiting ?? ['no hub'])].join(', ');
  }
}
