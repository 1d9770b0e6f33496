import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { MODEL_DAY, sessionEvents, SessionModel } from '../../../test/kit/session-model.ts';
import type { SessionEvent, SessionPlan, SessionStep } from '../../../test/kit/session-model.ts';
import { proven } from '../../../test/kit/proven.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../../test/kit/till-events.ts';
import type { SessionAnswer } from '../../contract/session-views.ts';
import { must } from '../../kit/assert.ts';

const SEED = Number(process.env['SESSION_COMMANDS_SEED'] ?? 20_261_124);
const RUNS = 12;
const PATIENT = { timeout: 60_000 };

/** A session as its till knows it: a plan that grows. */
interface TillSession extends SessionPlan {
  readonly steps: SessionStep[];
  countedMinor: number | null;
  isOver: boolean;
}

/** What the tills did, which of it the hub was told, and what is still on its way. */
interface Shop {
  readonly sessions: TillSession[];
  readonly told: SessionEvent[];
  readonly late: SessionEvent[];
  isDayClosed: boolean;
}

interface Hub {
  readonly temp: ReturnType<typeof tempLedger>;
  /** Z reports as they were fixed. */
  readonly reports: Map<number, string>;
}

/** How an event reaches the hub. */
type Arrival = 'at once' | 'twice' | 'late';

type ShopCommand = fc.Command<Shop, Hub>;

function openOf(shop: Shop, till: string): TillSession | undefined {
  return shop.sessions.find((one) => one.till === till && !one.isOver);
}

/** The event of that place in the session: its opening is at 0. */
function eventAt(shop: Shop, session: TillSession, place: number): SessionEvent {
  const ofTill = shop.sessions.filter(({ till }) => till === session.till);
  const events = sessionEvents(ofTill).filter(({ plan }) => plan === session);
  return must(events[place], 'an event');
}

function tell(shop: Shop, { temp }: Hub, event: SessionEvent): void {
  temp.ledger.commit([ledgerEvent(event.event)]);
  shop.told.push(event);
}

function arrive(shop: Shop, hub: Hub, { event, arrival }: { event: SessionEvent; arrival: Arrival }): void {
  if (arrival === 'late') return void shop.late.push(event);
  tell(shop, hub, event);
  if (arrival === 'twice') tell(shop, hub, event);
}

function answerOf({ temp }: Hub, { name }: SessionPlan): SessionAnswer | null {
  const { sessions } = temp.reader.sessions({ limit: 100 });
  const found = sessions.find(({ registerSession }) => registerSession === name);
  return found === undefined ? null : temp.reader.session(found.session);
}

function compare(shop: Shop, hub: Hub): void {
  const model = new SessionModel(shop.told);
  for (const session of shop.sessions) {
    const answer = answerOf(hub, session);
    expect(answer !== null).toBe(model.isNamed(session));
    if (answer === null) continue;
    const sums = model.sums(session);
    const sumOf = (name: string): { minor: number; count: number } => {
      const [minor = '0', count = '0'] = (sums[name] ?? '').split(' x ');
      return { minor: Number(minor), count: Number(count) };
    };
    expect(answer.sales).toEqual(sumOf('total sale '));
    expect(answer.refunds).toEqual(sumOf('total refund '));
    expect(answer.voids).toEqual(sumOf('total void '));
    expect(answer.drawer.overMinor).toBe(model.over(session));
    if (model.isClosed(session)) expect(countOf(answer.missing)).toBe(missingOf(shop, session));
    const { zSha256 } = answer;
    if (zSha256 === null) continue;
    // Whatever comes later, a Z report stays as it was.
    expect(hub.reports.get(answer.session) ?? zSha256).toBe(zSha256);
    hub.reports.set(answer.session, zSha256);
  }
}

/** The Z report at the close is what the last X report said. */
function expectTheSame(x: SessionAnswer['report'] | undefined, z: SessionAnswer['report'] | undefined): void {
  expect([x?.kind, z?.kind]).toEqual(['X', 'Z']);
  expect(z?.sums).toEqual(x?.sums);
  expect(z?.drawer.expectedMinor).toBe(x?.drawer.expectedMinor);
  expect(z?.grandTotals).toEqual(x?.grandTotals);
}

function countOf(ranges: SessionAnswer['missing']): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** Of the events of a session that its closing counts, those that the hub was not told. */
function missingOf(shop: Shop, session: TillSession): number {
  const ids = new Set(shop.told.filter(({ plan }) => plan === session).map(({ event }) => event.id));
  return session.steps.length + 2 - ids.size;
}

/** What a command does, and when it can be done at all. */
interface Deed {
  readonly name: string;
  readonly can: (shop: Readonly<Shop>) => boolean;
  readonly run: (shop: Shop, hub: Hub) => void;
}

/** After every command, the hub is compared with the model. */
function commandOf({ name, can, run }: Deed): ShopCommand {
  return {
    check: can,
    run: (shop, hub) => {
      run(shop, hub);
      compare(shop, hub);
    },
    toString: () => name,
  };
}

const arrival = fc.constantFrom<Arrival>('at once', 'at once', 'at once', 'twice', 'late');
const till = fc.constantFrom('till-1', 'till-2');
const minor = fc.integer({ min: 1, max: 5_000 });
const few = fc.constantFrom(0, 0, 3, 500);

const opens = fc.record({ till, floatMinor: fc.nat(20_000), arrival }).map((of) =>
  commandOf({
    name: `open ${JSON.stringify(of)}`,
    can: (shop) => openOf(shop, of.till) === undefined,
    run: (shop, hub) => {
      const name = `s-${shop.sessions.length}`;
      const session = { ...of, name, steps: [], countedMinor: null, isOver: false };
      shop.sessions.push(session);
      arrive(shop, hub, { event: eventAt(shop, session, 0), arrival: of.arrival });
    },
  }),
);

const step: fc.Arbitrary<SessionStep> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('sale', 'sale', 'refund'),
      tender: fc.constantFrom('cash', 'card'),
      minor,
      tip: few,
      rounding: fc.constantFrom(0, 2, -2),
      cashBack: few,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('void'), back: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cash'), direction: fc.constantFrom('in', 'out'), minor }),
  },
);

const does = fc.record({ till, step, arrival }).map((of) =>
  commandOf({
    name: `do ${JSON.stringify(of)}`,
    can: (shop) => openOf(shop, of.till) !== undefined,
    run: (shop, hub) => {
      const session = must(openOf(shop, of.till), 'an open session');
      session.steps.push(of.step);
      const event = eventAt(shop, session, session.steps.length);
      arrive(shop, hub, { event, arrival: of.arrival });
    },
  }),
);

const closes = fc
  .record({ till, countedMinor: fc.option(fc.nat(30_000), { nil: null, freq: 4 }), arrival })
  .map((of) =>
    commandOf({
      name: `close ${JSON.stringify(of)}`,
      can: (shop) => openOf(shop, of.till) !== undefined,
      run: (shop, hub) => {
        const session = must(openOf(shop, of.till), 'an open session');
        session.countedMinor = of.countedMinor;
        session.isOver = true;
        const x = answerOf(hub, session)?.report;
        const isWhole = missingOf(shop, session) === 1;
        const event = eventAt(shop, session, session.steps.length + 1);
        arrive(shop, hub, { event, arrival: of.arrival });
        if (!isWhole || of.arrival === 'late' || shop.isDayClosed) return;
        expectTheSame(x, answerOf(hub, session)?.report);
      },
    }),
  );

const comesLate = fc.nat().map((which) =>
  commandOf({
    name: `comes late ${which}`,
    can: ({ late }) => late.length > 0,
    run: (shop, hub) => {
      const [event] = shop.late.splice(which % shop.late.length, 1);
      tell(shop, hub, must(event, 'a late event'));
    },
  }),
);

const comesAgain = fc.nat().map((which) =>
  commandOf({
    name: `comes again ${which}`,
    can: ({ told }) => told.length > 0,
    run: (shop, hub) => tell(shop, hub, must(shop.told[which % shop.told.length], 'an event')),
  }),
);

const dayCloses = fc.constant(
  commandOf({
    name: 'the day closes',
    can: ({ isDayClosed, sessions }) => !isDayClosed && sessions.length > 2,
    run: (shop, { temp }) => {
      const data = { businessDate: MODEL_DAY };
      temp.ledger.commit([ledgerEvent({ type: 'backroom.day.closed.v1', data })]);
      shop.isDayClosed = true;
    },
  }),
);

const commands = fc.commands([opens, does, does, does, closes, comesLate, comesAgain, dayCloses], {
  maxCommands: 40,
  size: 'max',
});

test(
  'whatever tills do, and however it comes, X reports are what a small model says, and the Z at the close is the last X',
  PATIENT,
  ({ task }) => {
    fc.assert(
      fc.property(commands, (all) => {
        using temp = tempLedger();
        const shop: Shop = { sessions: [], told: [], late: [], isDayClosed: false };
        fc.modelRun(() => ({ model: shop, real: { temp, reports: new Map() } }), all);
        expectWhole(temp.file);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'money-models', cases: RUNS });
  },
);
