import type { EventData, EventType } from '../../hub/contract/events.ts';
import { must } from '../../hub/kit/assert.ts';
import type { HubBox } from './hub-box.ts';
import type { HubLife } from './hub-life.ts';
import { Promises } from './promises.ts';
import { SKUS } from './stories.ts';
import type { Stories } from './stories.ts';
import type { Story } from './till.ts';
import type { World } from './world.ts';

const SUBJECTS_MAX = 30;
const DAY_MS = 86_400_000;

/** People at the hub's page and command line. */
export class Staff {
  readonly #world: World;
  readonly #hub: HubBox;
  readonly #stories: Stories;
  readonly #promises: Promises;
  #imports = 0;

  constructor(world: World, hub: HubBox, stories: Stories) {
    this.#world = world;
    this.#hub = hub;
    this.#stories = stories;
    this.#promises = new Promises(world.random, () => stories.stockLines(1));
  }

  /** The first day: the whole catalogue, and goods for it. */
  open(): void {
    const life = must(this.#hub.life, 'a hub that runs');
    const loyalty = { pointsPerUnit: '1', unitsPerPoint: '0.01' };
    const rules = { currency: 'EUR', timeZone: 'Europe/Berlin', dayStartsAt: '00:00', costOfGoods: true };
    this.#says(life, 'backroom.books-settings.set.v1', { ...rules, journalPer: 'session', loyalty });
    this.#import(life, { missing: 0 });
    const lines = SKUS.map((sku) => ({ sku, quantity: '400' }));
    this.#says(life, 'backroom.stock.received.v1', { lines });
  }

  /** One deed of a person, if the hub is there to take it. */
  act(): void {
    const { random } = this.#world;
    const life = this.#hub.life;
    if (life === null) return;
    const deed = random.pick([
      'product',
      'import',
      'stock',
      'goods',
      'goods',
      'promise',
      'promise',
      'promise',
      'payout',
      'payout',
      'day',
      'merge',
      'close',
      'retry',
      'skip',
      'repair',
    ] as const);
    this.#world.trace.note('staff', deed);
    switch (deed) {
      case 'product': {
        const product = this.#stories.product(random.pick(SKUS));
        return this.#says(life, 'backroom.product.set.v1', product as EventData<'backroom.product.set.v1'>);
      }
      case 'import':
        return this.#import(life, { missing: random.chance(20) ? 1 : 0 });
      case 'stock': {
        const { data } = random.chance(50) ? this.#stories.received() : this.#stories.adjusted();
        return this.#says(life, 'backroom.stock.received.v1', (({ lines }) => ({ lines }))(data as never));
      }
      case 'goods':
        return this.#tells(life, this.#stories.goods());
      case 'promise':
        return this.#tells(life, this.#promises.next(life.reader, this.#world.time.nowMs()));
      case 'payout':
        return this.#tells(life, this.#stories.money.payout(this.#date(0)));
      case 'day':
        return this.#says(life, 'backroom.day.closed.v1', { businessDate: this.#date(1) });
      case 'merge':
        return this.#merge(life);
      case 'close':
        return this.#close(life);
      default:
        return this.#lookAfter(life, deed);
    }
  }

  /** Everything that is parked may go once more. */
  retryAll(): void {
    const life = this.#hub.life;
    if (life === null) return;
    for (const { name } of life.reader.destinations()) {
      this.#ignoreEnd(life.desk.call('retryParked', name, 'all', this.#world.time.nowMs()));
    }
    life.nudge();
  }

  #date(daysAgo: number): string {
    return new Date(this.#world.time.trueMs() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  }

  #lookAfter(life: HubLife, deed: 'retry' | 'skip' | 'repair'): void {
    const { random, time } = this.#world;
    if (deed === 'repair') {
      const [rejected] = life.reader.rejected(1);
      if (rejected !== undefined) {
        const closing = { closedMs: time.nowMs(), note: 'Nothing is missing.' };
        this.#ignoreEnd(life.desk.call('closeRejected', rejected.rejected, closing));
      }
      return;
    }
    const parked = life.reader.parked(SUBJECTS_MAX);
    if (parked.length === 0) return;
    const { destination, seq } = random.pick(parked);
    if (deed === 'retry') this.#ignoreEnd(life.desk.call('retryParked', destination, seq, time.nowMs()));
    else this.#ignoreEnd(life.desk.call('skipParked', destination, seq, { who: 'Ada', nowMs: time.nowMs() }));
    life.nudge();
  }

  /** A product list in three parts; when a part is missing, nothing of it counts. */
  #import(life: HubLife, { missing }: { missing: number }): void {
    const importId = `import-${(this.#imports += 1)}`;
    const third = SKUS.length / 3;
    for (let part = 1; part <= 3 - missing; part += 1) {
      const some = SKUS.slice((part - 1) * third, part * third).map((sku) => this.#stories.product(sku));
      const data = { importId, part, products: some } as unknown as EventData<'backroom.products.staged.v1'>;
      this.#says(life, 'backroom.products.staged.v1', data);
    }
    this.#says(life, 'backroom.import.completed.v1', { importId, parts: 3, products: SKUS.length });
  }

  #merge(life: HubLife): void {
    const { random } = this.#world;
    const unlisted = life.reader.unlistedProducts(SUBJECTS_MAX);
    if (unlisted.length === 0) return;
    const { sku } = random.pick(unlisted);
    this.#says(life, 'backroom.product.merged.v1', { sku, into: random.pick(SKUS) });
  }

  #close(life: HubLife): void {
    const open = life.reader.exceptions({ limit: SUBJECTS_MAX });
    if (open.length === 0) return;
    const { exception, seq: entry, cause, subject } = this.#world.random.pick(open);
    this.#says(life, 'backroom.exception.closed.v1', { exception, entry, cause, subject, by: 'Ada' });
  }

  #tells(life: HubLife, { type, data }: Story): void {
    this.#says(life, type as EventType, data as never);
  }

  #says<Type extends EventType>(life: HubLife, type: Type, data: EventData<Type>): void {
    this.#world.witness.staffSays(type, data);
    this.#ignoreEnd(life.intake.submitHub(type, data));
  }

  /** On a full disk a person is told, and tries again another day. */
  #ignoreEnd(done: Promise<unknown>): void {
    done.catch((error: unknown) => {
      const isFull = error instanceof Error && 'code' in error && error.code === 'ledger.full';
      if (!isFull) this.#world.fail(error);
    });
  }
}
