import type { Till } from '../../../devices/till/till.ts';
import { formatSequence } from '../../../hub/contract/envelope.ts';
import type { RefundCompleted, SaleCompleted } from '../../../hub/contract/sale.ts';
import type { Clock } from '../../../hub/kit/clock.ts';
import type { Random } from '../../replay/random.ts';
import { CURRENCY } from '../products.ts';

const FLOAT_MINOR = 15_000;
/** Now and then somebody miscounts, or gave a coin too many. */
const WRONG_PERCENT = 25;
const WRONG_MINOR = [-200, -50, -10, 20, 100];

interface Session {
  readonly registerSession: string;
  readonly businessDate: string;
  readonly firstSequence: string;
}

/** The drawer of one till: a register session from when the till starts, or a new day begins, until it ends. */
export class Drawer {
  readonly #till: Till;
  readonly #name: string;
  readonly #parts: { readonly random: Random; readonly clock: Clock };
  #session: Session | null = null;
  #cashMinor = 0;

  constructor(till: Till, name: string, parts: { readonly random: Random; readonly clock: Clock }) {
    this.#till = till;
    this.#name = name;
    this.#parts = parts;
  }

  /** The session that sales belong to now. */
  session(): Session {
    const businessDate = localDate(this.#parts.clock.nowMs());
    if (this.#session !== null && this.#session.businessDate !== businessDate) this.close();
    this.#session ??= this.#open(businessDate);
    return this.#session;
  }

  take({ tenders, changeMinor = 0 }: Pick<SaleCompleted | RefundCompleted, 'tenders' | 'changeMinor'>): void {
    for (const { kind, amountMinor } of tenders) if (kind === 'cash') this.#cashMinor += amountMinor;
    this.#cashMinor -= changeMinor;
  }

  /** Counts the cash. Nothing is there to close before the first customer. */
  close(): void {
    if (this.#session === null) return;
    const { random } = this.#parts;
    const wrongMinor = random.chance(WRONG_PERCENT) ? random.pick(WRONG_MINOR) : 0;
    this.#till.tell('backroom.session.closed.v1', {
      ...this.#session,
      currency: CURRENCY,
      lastSequence: formatSequence(this.#till.progress().lastSequence),
      countedMinor: Math.max(0, this.#cashMinor + wrongMinor),
    });
    this.#session = null;
  }

  #open(businessDate: string): Session {
    const first = this.#till.progress().lastSequence + 1;
    const registerSession = `${this.#name}-${businessDate}-${first}`;
    this.#cashMinor = FLOAT_MINOR;
    this.#till.tell('backroom.session.opened.v1', {
      registerSession,
      businessDate,
      currency: CURRENCY,
      floatMinor: FLOAT_MINOR,
    });
    return { registerSession, businessDate, firstSequence: formatSequence(first) };
  }
}

/** The date on this computer's calendar, as 2026-11-23: that is how Sweden writes it. */
function localDate(nowMs: number): string {
  return new Date(nowMs).toLocaleDateString('sv-SE');
}
