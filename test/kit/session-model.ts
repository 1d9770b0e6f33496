import { formatSequence } from '../../hub/contract/envelope.ts';
import { tillSource } from './till-events.ts';
import type { EventInput } from './till-events.ts';

/** Something that happens in a session of a till. Amounts are minor units. */
export type SessionStep =
  | {
      readonly kind: 'sale' | 'refund';
      readonly tender: 'cash' | 'card';
      readonly minor: number;
      readonly tip: number;
      readonly rounding: number;
      readonly cashBack: number;
    }
  /** Of the sale that stands at that place among those of its session, counted from the last. */
  | { readonly kind: 'void'; readonly back: number }
  | { readonly kind: 'cash'; readonly direction: 'in' | 'out'; readonly minor: number };

export interface SessionPlan {
  readonly till: string;
  readonly name: string;
  readonly floatMinor: number;
  readonly steps: readonly SessionStep[];
  readonly countedMinor: number | null;
}

/** An event of a session, and what it does to the model. */
export interface SessionEvent {
  readonly event: EventInput & { readonly id: string; readonly sequence: number };
  readonly plan: SessionPlan;
  readonly step: SessionStep | 'open' | 'close';
  /** The id of the sale that a void takes back. */
  readonly voids?: string;
}

export const MODEL_DAY = '2026-11-23';

/** The events of one till after the other, each with its number. */
export function sessionEvents(plans: readonly SessionPlan[]): SessionEvent[] {
  const numbers = new Map<string, number>();
  return plans.flatMap((plan) => {
    const first = (numbers.get(plan.till) ?? 0) + 1;
    const sales: string[] = [];
    const steps: SessionEvent['step'][] = ['open', ...plan.steps, 'close'];
    const events = steps.map((step, index): SessionEvent => {
      const sequence = first + index;
      const id = `${plan.till}-${sequence}`;
      const voids =
        typeof step === 'object' && step.kind === 'void' ? sales.at(-1 - (step.back % 3)) : undefined;
      if (typeof step === 'object' && step.kind === 'sale') sales.push(id);
      const told = { plan, step, ...(voids === undefined ? {} : { voids }) };
      const event = { ...eventOf({ ...told, first, sequence }), id, sequence };
      return { ...told, event: { ...event, source: tillSource(plan.till) } };
    });
    numbers.set(plan.till, first + events.length - 1);
    return events;
  });
}

type Placed = Omit<SessionEvent, 'event'> & { readonly first: number; readonly sequence: number };

function eventOf({ plan, step, voids, first, sequence }: Placed): Pick<EventInput, 'type' | 'data'> {
  const of = { registerSession: plan.name, businessDate: MODEL_DAY, currency: 'EUR' };
  if (step === 'open')
    return { type: 'backroom.session.opened.v1', data: { ...of, floatMinor: plan.floatMinor } };
  if (step === 'close') {
    const counted = plan.countedMinor === null ? {} : { countedMinor: plan.countedMinor };
    const range = { firstSequence: formatSequence(first), lastSequence: formatSequence(sequence - 1) };
    return { type: 'backroom.session.closed.v1', data: { ...of, ...range, ...counted } };
  }
  if (step.kind === 'cash') {
    const { direction, minor } = step;
    return {
      type: 'backroom.cash.moved.v1',
      data: { ...of, direction, amountMinor: minor, reason: 'change' },
    };
  }
  if (step.kind === 'void')
    return { type: 'backroom.sale.voided.v1', data: { ...of, original: { id: voids ?? 'no such sale' } } };
  return receiptOf(step, of);
}

type Receipt = Extract<SessionStep, { tender: string }>;

function receiptOf(step: Receipt, of: object): Pick<EventInput, 'type' | 'data'> {
  const sign = step.kind === 'sale' ? 1 : -1;
  const { minor, tip, rounding, cashBack, tender } = step;
  const line = {
    sku: 'MUG',
    kind: 'goods',
    quantity: String(sign),
    unitPrice: (minor / 100).toFixed(2),
    amountMinor: sign * minor,
    ...(sign === 1 ? {} : { disposition: 'none' }),
  };
  return {
    type: `backroom.${step.kind}.completed.v1`,
    data: {
      ...of,
      lines: [line],
      tenders: [{ kind: tender, amountMinor: sign * paid(step) }],
      tipMinor: sign * tip,
      roundingMinor: sign * rounding,
      cashBackMinor: sign * cashBack,
    },
  };
}

function paid({ minor, tip, rounding, cashBack }: Receipt): number {
  return minor + tip + rounding + cashBack;
}

/** What is known of a session when these events were told, in whatever order and however often. */
export class SessionModel {
  readonly #told: readonly SessionEvent[];

  constructor(told: readonly SessionEvent[]) {
    this.#told = [...new Map(told.map((one) => [one.event.id, one])).values()];
  }

  /** Sums by aspect, side and key, those that are not zero; `minor x count`. */
  sums(plan: SessionPlan): Record<string, string> {
    const sums = new Map<string, [minor: number, count: number]>();
    const add = (name: string, minor: number, count: number): void => {
      const [before, times] = sums.get(name) ?? [0, 0];
      sums.set(name, [before + minor, times + count]);
    };
    const voided = new Set(this.#of(plan).flatMap(({ voids }) => voids ?? []));
    for (const { step, event } of this.#of(plan)) {
      if (typeof step === 'string' || step.kind === 'void') continue;
      if (step.kind === 'cash') add(`cash-${step.direction} drawer change`, step.minor, 1);
      else if (voided.has(event.id)) add('total void ', step.minor, 1);
      else addReceipt(step, add);
    }
    return Object.fromEntries([...sums].map(([name, [minor, count]]) => [name, `${minor} x ${count}`]));
  }

  /** Null while it was not counted. */
  over(plan: SessionPlan): number | null {
    if (plan.countedMinor === null || !this.#has(plan, 'close')) return null;
    let cash = this.#has(plan, 'open') ? plan.floatMinor : 0;
    const voided = new Set(this.#of(plan).flatMap(({ voids }) => voids ?? []));
    for (const { step, event } of this.#of(plan)) {
      if (typeof step === 'string' || step.kind === 'void' || voided.has(event.id)) continue;
      cash += cashOf(step);
    }
    return plan.countedMinor - cash;
  }

  /** No session is known before an event names it, and a void names none. */
  isNamed(plan: SessionPlan): boolean {
    return this.#of(plan).some(({ step }) => typeof step === 'string' || step.kind !== 'void');
  }

  /** Closed by its till, and every number of it is here. */
  isWhole(plan: SessionPlan): boolean {
    return this.#has(plan, 'close') && this.#of(plan).length === plan.steps.length + 2;
  }

  isClosed(plan: SessionPlan): boolean {
    return this.#has(plan, 'close');
  }

  isOpened(plan: SessionPlan): boolean {
    return this.#has(plan, 'open');
  }

  #has(plan: SessionPlan, what: 'open' | 'close'): boolean {
    return this.#of(plan).some(({ step }) => step === what);
  }

  #of(plan: SessionPlan): SessionEvent[] {
    return this.#told.filter((one) => one.plan === plan);
  }
}

function addReceipt(step: Receipt, add: (name: string, minor: number, count: number) => void): void {
  const sign = step.kind === 'sale' ? 1 : -1;
  add(`total ${step.kind} `, sign * step.minor, 1);
  add(`tender ${step.kind} ${step.tender}`, sign * paid(step), 1);
  if (step.tip !== 0) add(`tip ${step.kind} `, sign * step.tip, 1);
  if (step.rounding !== 0) add(`rounding ${step.kind} `, sign * step.rounding, 1);
  if (step.cashBack !== 0) add(`cash-back ${step.kind} `, sign * step.cashBack, 1);
}

function cashOf(step: Exclude<SessionStep, { kind: 'void' }>): number {
  if (step.kind === 'cash') return step.direction === 'in' ? step.minor : -step.minor;
  const sign = step.kind === 'sale' ? 1 : -1;
  return sign * ((step.tender === 'cash' ? paid(step) : 0) - step.cashBack);
}
