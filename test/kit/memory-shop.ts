import type { Identity } from '../../hub/contract/identity.ts';
import type { EventData, EventType } from '../../hub/contract/events.ts';
import type { CommitNotice } from '../../hub/contract/notice.ts';
import type { ProductSet } from '../../hub/contract/product-events.ts';
import type { EventContent } from '../../hub/contract/read-event.ts';
import type { EventReply } from '../../hub/contract/reply.ts';
import type {
  ActivityAnswer,
  DayTotalAnswer,
  DestinationAnswer,
  ExceptionAnswer,
  MovementAnswer,
  ParkedAnswer,
  ProductAnswer,
  RejectedAnswer,
} from '../../hub/contract/views.ts';
import { type Clock, systemClock } from '../../hub/kit/clock.ts';
import { HubError } from '../../hub/kit/errors.ts';
import { silentLog } from '../../hub/kit/log.ts';
import type {
  EventName,
  HealthReport,
  HubEvent,
  ImportReport,
  ProductCode,
  WebPorts,
  WebReader,
} from '../../hub/web/ports.ts';
import { knownException } from './known-exception.ts';
import { MadeOnce } from './made-once.ts';
import { memoryLowStock } from './memory-low-stock.ts';
import { ShopDetails } from './shop-details.ts';
import {
  codesOf,
  productAsSet,
  searchIn,
  shopProducts,
  unlistedProduct,
  withBadge,
} from './shop-products.ts';
import { areaReaders } from './memory-areas.ts';

const STORE = '/stores/6f8a1c52-0b7e-4d7a-9d5c-1f2e3a4b5c6d';
const INSTALLATION = '0c9e2f10-54ab-4b7f-8a51-7a1f0d3b9c22';

/** The web's ports over plain lists: what the pages and routes need of a hub, without a disk or a broker. */
export class MemoryShop implements WebPorts {
  clock: Clock = systemClock;
  readonly log = silentLog;
  readonly version = '0.1.0';
  eventRate = { perSecond: 1_000_000, atOnce: 1_000_000 };
  settings = {
    shopName: 'Harbour Street Grocer',
    currency: 'GBP',
    locale: 'en-GB',
    timeZone: 'Europe/London',
    allowRemotePages: false,
    hostNames: ['backroom.local'] as readonly string[],
  };
  readonly products = new Map(shopProducts().map((product) => [product.sku.toLowerCase(), product]));
  readonly moved = new Map<string, MovementAnswer[]>();
  readonly events: ActivityAnswer[] = [];
  readonly open: ExceptionAnswer[] = [];
  readonly closed: EventData<'backroom.exception.closed.v1'>[] = [];
  readonly queues: DestinationAnswer[] = [];
  readonly aside: ParkedAnswer[] = [];
  readonly unread: RejectedAnswer[] = [];
  readonly received: string[] = [];
  readonly skippedBy: string[] = [];
  state: HealthReport = { state: 'running', takesWrites: true, problem: null };
  /** What happens to events: taken, or pending as with a full disk, or failing as with a broken one. */
  disk: 'takes' | 'full' | 'broken' = 'takes';
  readonly #made = new MadeOnce();
  readonly #listeners = new Set<(notice: CommitNotice) => void>();

  readonly changes = {
    subscribe: (listener: (notice: CommitNotice) => void) => {
      this.#listeners.add(listener);
      return () => void this.#listeners.delete(listener);
    },
  };

  readonly outbox = {
    retryParked: async (destination: string, seq: number | 'all') => {
      if (!this.queues.some(({ name }) => name === destination)) {
        throw new HubError('destination.unknown', { detail: destination });
      }
      this.#release(destination, seq);
    },
    skipParked: async (destination: string, seq: number, who: string) => {
      this.skippedBy.push(who);
      this.#release(destination, seq);
    },
  };

  readonly askDestinations = async () => [];

  readonly details = new ShopDetails();

  readonly reader: WebReader = {
    ...areaReaders,
    ...this.details.readers(() => this.open),
    ...memoryLowStock(() => this.products.values()),
    product: (code) => this.#find(code),
    stock: (code) => {
      const product = this.#find(code);
      return product === null ? null : this.details.stockOf(product, this.#lastSeq());
    },
    searchProducts: (query, limit) => searchIn(this.products.values(), query, limit),
    unlistedProducts: (limit) => [...this.products.values()].filter(({ listed }) => !listed).slice(0, limit),
    movements: (sku, limit) => (this.moved.get(sku) ?? []).slice(0, limit),
    activity: ({ beforeSeq = Infinity, limit }) =>
      this.events
        .filter(({ seq }) => seq < beforeSeq)
        .toReversed()
        .slice(0, limit),
    activityAfter: (after, limit) => this.events.filter(({ seq }) => seq > after).slice(0, limit),
    exceptions: ({ before = Infinity, limit }) =>
      this.open.filter(({ exception }) => exception < before).slice(0, limit),
    exception: (number) => knownException(number, this),
    destinations: () => this.queues,
    parked: (limit) => this.aside.slice(0, limit),
    rejected: (limit) => this.unread.slice(0, limit),
    counts: () => ({
      products: this.products.size,
      unlisted: this.reader.unlistedProducts(Infinity).length,
      ...this.reader.needs(),
      lastSeq: this.#lastSeq(),
    }),
    needs: () => ({ exceptions: this.open.length, rejected: this.unread.length }),
    lastSeq: () => this.#lastSeq(),
    dayTotals: () => this.#dayTotals(),
  };

  async submit(payload: Uint8Array, from: Identity): Promise<EventReply> {
    await this.#disk();
    this.received.push(new TextDecoder().decode(payload));
    const event: unknown = JSON.parse(this.received.at(-1) ?? '');
    const id = typeof event === 'object' && event !== null && 'id' in event ? String(event.id) : undefined;
    if (id === undefined) return { outcome: 'rejected', reason: { code: 'unreadable', message: 'no id' } };
    return { outcome: 'accepted', id, seq: this.append('backroom.sale.completed.v1', { by: from.name }) };
  }

  async submitHub<Type extends EventType>(
    type: Type,
    data: EventData<Type>,
    { id }: EventName = {},
  ): Promise<EventReply> {
    await this.#disk();
    const again = this.#made.again(id, { type, data });
    if (again !== null) return again;
    const seq = this.append(type, { by: 'hub' });
    this.#made.add(id, { seq, type, data });
    this.#apply({ type, data } as EventContent);
    this.#notify(seq, []);
    return { outcome: 'accepted', seq };
  }

  hubEvent(id: string): HubEvent | null {
    return this.#made.find(id);
  }

  async importProducts(csv: AsyncIterable<Uint8Array>): Promise<ImportReport> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of csv) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString().trim().split('\n').slice(1);
    const errors = lines.flatMap((line, index) =>
      line.includes(',') ? [] : [{ line: index + 2, reason: 'no name' }],
    );
    if (errors.length > 0) return { kind: 'invalid', errors, errorCount: errors.length };
    return { kind: 'done', products: lines.length };
  }

  authenticate(name: string, secret: string): Identity | null {
    return name === 'till-1' && secret === 'secret-of-till-1' ? { kind: 'till', name } : null;
  }

  health(): HealthReport {
    return this.state;
  }

  async metrics(): Promise<{ contentType: string; body: string }> {
    const body = `backroom_events_total ${this.events.length}\n`;
    return { contentType: 'text/plain; version=0.0.4', body };
  }

  /** Adds an event to the log, without telling anybody. */
  append(type: string, more: Partial<ActivityAnswer> = {}): number {
    const seq = this.#lastSeq() + 1;
    const plain = {
      clock: 'synced',
      by: 'till-1',
      standing: 'counted',
      currency: null,
      totalMinor: null,
      lines: null,
    } as const;
    this.events.push({ seq, at: new Date(this.clock.nowMs()).toISOString(), type, ...plain, ...more });
    return seq;
  }

  /** Sells one line: stock, movement, activity and notice, as after a commit. */
  sell(
    sku: string,
    quantity: string,
    sale: { by?: string; totalMinor?: number; lines?: number } = {},
  ): number {
    const product = this.#find({ sku });
    if (product === null) throw new Error(`${sku} is not in the shop`);
    const { by = 'till-1', totalMinor = 420, lines = 1 } = sale;
    const type = 'backroom.sale.completed.v1';
    const seq = this.append(type, { by, totalMinor, lines, currency: 'GBP' });
    const quantities = this.details.sold(product, quantity);
    const now = withBadge({ ...product, ...quantities });
    this.products.set(sku.toLowerCase(), now);
    const at = new Date(this.clock.nowMs()).toISOString();
    const source = `${STORE}/tills/${by}/${INSTALLATION}`;
    const movement = { seq, at, type, source, from: 'shop', to: '~customer', change: `-${quantity}` };
    this.moved.set(product.sku, [movement, ...(this.moved.get(product.sku) ?? [])]);
    this.#notify(seq, [
      { sku: product.sku, location: 'shop', ...quantities, unit: now.unit, badge: now.badge, seq },
    ]);
    return seq;
  }

  /** A till sells a code that no product has. */
  sellUnknown(code: string, said: { name?: string; barcodes?: string[] } = {}): void {
    this.products.set(code.toLowerCase(), { ...unlistedProduct(code), ...said });
    const seq = this.append('backroom.sale.completed.v1', { totalMinor: 350, lines: 1, currency: 'GBP' });
    this.raise('product.unlisted', {
      subject: code,
      detail: `The code ${code} was sold for the first time.`,
      seq,
    });
  }

  raise(cause: string, about: { subject: string; detail: string; seq: number }): void {
    const at = new Date(this.clock.nowMs()).toISOString();
    this.open.unshift({
      exception: this.open.length + this.closed.length + 1,
      at,
      cause,
      by: 'till-1',
      ...about,
    });
  }

  #apply({ type, data }: EventContent): void {
    if (type === 'backroom.exception.closed.v1') this.#close(data);
    if (type === 'backroom.product.merged.v1') this.products.delete(data.sku.toLowerCase());
    if (type === 'backroom.product.set.v1') this.#setProduct(data);
  }

  #close(data: EventData<'backroom.exception.closed.v1'>): void {
    this.closed.push(data);
    const at = this.open.findIndex(({ exception }) => exception === data.exception);
    if (at !== -1) this.open.splice(at, 1);
  }

  #setProduct(data: ProductSet): void {
    const onHand = this.#find({ sku: data.sku })?.onHand ?? '0';
    this.products.set(data.sku.toLowerCase(), productAsSet(data, onHand));
  }

  #find(code: ProductCode): ProductAnswer | null {
    if ('sku' in code) return this.products.get(code.sku.toLowerCase()) ?? null;
    return [...this.products.values()].find((product) => codesOf(product).includes(code.barcode)) ?? null;
  }

  #dayTotals(): DayTotalAnswer[] {
    const { timeZone } = this.settings;
    const businessDate = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(this.clock.nowMs());
    const sales = this.events.filter(({ type }) => type.includes('.sale.')).length;
    const rest = { salesMinor: 0, refunds: 0, refundsMinor: 0, voids: 0, voidsMinor: 0 };
    return [{ businessDate, currency: 'GBP', sales, ...rest }];
  }

  #lastSeq(): number {
    return this.events.at(-1)?.seq ?? 0;
  }

  #release(destination: string, seq: number | 'all'): void {
    const at = this.aside.findIndex(
      (item) => item.destination === destination && (seq === 'all' || item.seq === seq),
    );
    if (at !== -1) this.aside.splice(at, 1);
  }

  async #disk(): Promise<void> {
    if (this.disk === 'broken') throw new HubError('ledger.io', { hint: 'Replace the disk.' });
    if (this.disk === 'full') await new Promise(() => undefined);
  }

  #notify(seq: number, stock: CommitNotice['stock']): void {
    const productsChanged = stock.length === 0;
    const notice = { firstSeq: seq, lastSeq: seq, stock, acks: [], exceptions: 0, productsChanged };
    for (const listener of this.#listeners) listener(notice);
  }
}
