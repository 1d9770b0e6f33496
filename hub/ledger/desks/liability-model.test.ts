import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import {
  cardLine,
  cardTender,
  holdExpired,
  holdMade,
  holdReleased,
  liabilityAdjusted,
  refundedFor,
  soldFor,
} from '../../../test/kit/liability-events.ts';
import { LiabilityModel } from '../../../test/kit/liability-model.ts';
import type { HeldOf, ModelReceipt } from '../../../test/kit/liability-model.ts';
import { proven } from '../../../test/kit/proven.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, voidOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';

const SEED = Number(process.env['LIABILITY_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['LIABILITY_RUNS'] ?? 12);
const PATIENT = { timeout: 30_000 + RUNS * 1_000 };
const CARDS = ['card-1', 'card-2'];
const HOLDS = ['h-1', 'h-2', 'h-3', 'h-4'];
const SALES = ['s-1', 's-2', 's-3', 's-4', 's-5'];

/** One thing that happens: what the hub is told, and what it does to the model. True: it was refused. */
interface Step {
  readonly said: string;
  readonly event: Pick<EventInput, 'type' | 'data' | 'id'>;
  readonly play: (model: LiabilityModel) => boolean | void;
}

const card = fc.constantFrom(...CARDS);
const sale = fc.constantFrom(...SALES);
const refund = fc.constantFrom('r-1', 'r-2', 'r-3', 'r-4');
const minor = fc.integer({ min: 1, max: 9 }).map((units) => units * 100);
const heldBy = fc.option(fc.constantFrom(...HOLDS), { nil: undefined });

function receiptStep(said: string, event: Step['event'], receipt: ModelReceipt): Step {
  return {
    said: `${receipt.id}: ${said}`,
    event: { ...event, id: receipt.id },
    play: (model) => model.receipt(receipt),
  };
}

/** A card is sold, and perhaps another one pays a part of it. */
const sellStep = fc.record({ id: sale, card, minor, tax: fc.constantFrom(0, 19) }).map((sold) => {
  const taxes = [{ category: 'gift', rate: '19', amountMinor: sold.tax, included: true }];
  return receiptStep(
    `sells ${sold.minor} of ${sold.card}`,
    soldFor({ lines: [cardLine(sold.card, sold.minor, { taxes })] }),
    {
      id: sold.id,
      changes: [[sold.card, sold.minor - sold.tax]],
      uses: [],
      soldMinor: sold.minor,
      back: null,
    },
  );
});

/** Goods are sold, some of them come back of another sale, and a card pays. */
const spendStep = fc
  .record({ id: sale, card, minor, hold: heldBy, exchange: fc.option(fc.tuple(sale, minor), { nil: null }) })
  .map(({ id, card: paying, minor: paid, hold: holdId, exchange }) => {
    const tender = cardTender(paying, paid, holdId === undefined ? {} : { holdId });
    const [original = null, back = 0] = exchange ?? [];
    const came = { sku: 'CUP', quantity: '-1', amountMinor: -back };
    const goods = [{ amountMinor: paid + back }, ...(original === null ? [] : [came])];
    const exchangeFor = original === null ? {} : { exchangeFor: { id: original } };
    return receiptStep(
      `takes ${paid} of ${paying} by ${holdId}, for ${back} of ${original}`,
      soldFor({ lines: goods, tenders: [tender], ...exchangeFor }),
      {
        id,
        changes: [[paying, -paid]],
        uses: holdId === undefined ? [] : [[holdId, paid]],
        soldMinor: paid + back,
        back: original === null ? null : { sale: original, minor: back },
      },
    );
  });

/** Money goes back: onto a card, or off a card that comes back. */
const refundStep = fc
  .record({
    id: refund,
    card,
    minor,
    hold: heldBy,
    original: fc.option(sale, { nil: null }),
    isCardBack: fc.boolean(),
  })
  .map(({ id, card: named, minor: back, hold: holdId, original, isCardBack }) => {
    const said = {
      ...(original === null ? {} : { original: { id: original } }),
      ...(holdId === undefined ? {} : { holdId }),
    };
    const event = isCardBack
      ? refundedFor({ lines: [cardLine(named, -back, { quantity: '-1' })], ...said })
      : refundedFor({ tenders: [cardTender(named, -back)], ...said });
    return receiptStep(`gives ${back} of ${original} back by ${holdId}`, event, {
      id,
      changes: [[named, isCardBack ? -back : back]],
      uses: holdId === undefined ? [] : [[holdId, back]],
      soldMinor: null,
      back: original === null ? null : { sale: original, minor: back },
    });
  });

const voidStep: fc.Arbitrary<Step> = sale.map((id) => ({
  said: `void ${id}`,
  event: voidOf({ id }),
  play: (model) => model.void(id),
}));

const adjustStep: fc.Arbitrary<Step> = fc.tuple(card, minor, fc.boolean()).map(([account, units, isMore]) => {
  const amount = isMore ? units : -units;
  return {
    said: `adjust ${account} by ${amount}`,
    event: liabilityAdjusted(account, amount, { reason: isMore ? 'opening' : 'expired' }),
    play: (model) => model.adjust(account, amount),
  };
});

const ofWhat: fc.Arbitrary<HeldOf> = fc.oneof(
  { weight: 2, arbitrary: card.map((account) => ({ account })) },
  { weight: 1, arbitrary: sale.map((id) => ({ sale: id })) },
);

const holdStep: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom(...HOLDS), ofWhat, minor)
  .map(([id, of, asked]) => ({
    said: `hold ${id}: ${asked} of ${JSON.stringify(of)}`,
    event: holdMade(id, asked, 'account' in of ? of : { kind: 'refund', original: { id: of.sale } }),
    play: (model) => model.hold(id, of, asked),
  }));

const endStep: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom(...HOLDS), fc.boolean())
  .map(([id, isExpiry]) => ({
    said: `end ${id}`,
    event: isExpiry ? holdExpired(id) : holdReleased(id),
    play: (model) => model.end(id),
  }));

const anyStep = fc.oneof(
  { weight: 3, arbitrary: sellStep },
  { weight: 4, arbitrary: spendStep },
  { weight: 3, arbitrary: refundStep },
  { weight: 1, arbitrary: voidStep },
  { weight: 2, arbitrary: adjustStep },
  { weight: 4, arbitrary: holdStep },
  { weight: 2, arbitrary: endStep },
);

/** Each receipt happens once, whatever else is told under its number. */
function once(steps: readonly Step[]): Step[] {
  const seen = new Set<string>();
  return steps.filter(({ event: { id } }) => id === undefined || !(seen.has(id) || !seen.add(id)));
}

interface Standing {
  readonly accounts: Record<string, number[]>;
  readonly refunded: Record<string, number>;
  readonly holds: Record<string, string>;
  readonly exceptions: string[];
}

function standingOf(temp: ReturnType<typeof tempLedger>): Standing {
  const all = <Row>(sql: string): Row[] => temp.db.prepare<[], Row>(sql).all();
  const accounts = all<{ account: string; balance_minor: number; held_minor: number }>(
    'SELECT account, balance_minor, held_minor FROM liability ORDER BY account',
  );
  const receipts = all<{ id: string; minor: number }>(
    `SELECT json_extract(CAST(e.body AS TEXT), '$.id') AS id, r.refunded_minor AS minor FROM receipt r
     JOIN event e ON e.seq = r.seq WHERE r.refunded_minor <> 0 ORDER BY id`,
  );
  const holds = all<{ id: string; state: string }>('SELECT hold_id AS id, state FROM hold ORDER BY hold_id');
  const exceptions = all<{ said: string }>(
    `SELECT cause || ' ' || subject AS said FROM exception WHERE resolved_seq IS NULL AND cause IN
       ('liability.overdrawn', 'liability.held_spent', 'hold.exceeded', 'hold.unknown') ORDER BY said`,
  );
  const over = (state: string): string => (state === 'released' || state === 'expired' ? 'over' : state);
  return {
    accounts: Object.fromEntries(accounts.map((row) => [row.account, [row.balance_minor, row.held_minor]])),
    refunded: Object.fromEntries(receipts.map((row) => [row.id, row.minor])),
    holds: Object.fromEntries(holds.map((row) => [row.id, over(row.state)])),
    exceptions: exceptions.map(({ said }) => said),
  };
}

function modelStanding(model: LiabilityModel, here: Standing): Standing {
  const accounts = CARDS.filter((each) => each in here.accounts || model.balance(each) !== 0);
  const refunded = SALES.map((each): [string, number] => [each, model.refunded(each)]);
  const holds = HOLDS.map((each): [string, string | null] => [each, model.stateOf(each)]);
  const overdrawn = CARDS.filter((each) => model.balance(each) < 0);
  const spent = CARDS.filter((each) => model.balance(each) >= 0 && model.available(each) < 0);
  return {
    accounts: Object.fromEntries(accounts.map((each) => [each, [model.balance(each), model.held(each)]])),
    // A sale that is not here has no row.
    refunded: Object.fromEntries(refunded.filter(([id, back]) => back !== 0 && model.isHere(id))),
    holds: Object.fromEntries(holds.flatMap(([id, state]) => (state === null ? [] : [[id, state]]))),
    exceptions: [
      ...overdrawn.map((each) => `liability.overdrawn gift_card ${each} EUR`),
      ...spent.map((each) => `liability.held_spent gift_card ${each} EUR`),
      ...HOLDS.filter((each) => model.isExceeded(each)).map((each) => `hold.exceeded ${each}`),
    ],
  };
}

/** What waits for its hold, and whether anybody was told, is asked of tills and not of the hub: an expiry is the hub's own. */
function compared({ exceptions, ...standing }: Standing): Standing {
  const told = exceptions.filter((said) => !said.startsWith('hold.unknown')).toSorted();
  return { ...standing, exceptions: told };
}

test(
  'balances, holds and what is refundable are what a small model says, after each event of any day',
  PATIENT,
  ({ task }) => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 40, size: 'max' }), (steps) => {
        using temp = tempLedger();
        const model = new LiabilityModel();
        for (const { event, play, said } of once(steps)) {
          const [reply] = temp.ledger.commit([ledgerEvent(event)]).replies;
          expect(reply?.refused !== undefined, said).toBe(play(model) === true);
          const here = compared(standingOf(temp));
          expect(here, said).toEqual(compared(modelStanding(model, here)));
        }
        expectWhole(temp.file);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'money-models', cases: RUNS });
  },
);

test('a till that asks again gets the same answer, however much happened since', PATIENT, () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 10, maxLength: 30, size: 'max' }), (steps) => {
      using temp = tempLedger();
      const events = once(steps).map(({ event }) => ledgerEvent(event));
      const first = temp.ledger.commit(events).replies.map(({ refused }) => refused);
      const again = temp.ledger.commit(events).replies;
      expect(again.map(({ outcome }) => outcome)).toEqual(events.map(() => 'duplicate'));
      expect(again.map(({ refused }) => refused)).toEqual(first);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

/** Holds that are always granted commute with all else: each id is asked for once, of a card with plenty. */
const commuting = fc
  .tuple(
    fc.tuple(...HOLDS.map((id) => minor.map((asked) => holdMade(id, asked, { account: 'card-9' })))),
    fc.array(fc.oneof(sellStep, spendStep, refundStep, voidStep, adjustStep, endStep), {
      maxLength: 30,
      size: 'max',
    }),
  )
  .map(([holds, steps]): LedgerEvent[] =>
    [...holds, ...once(steps).map(({ event }) => event)].map(ledgerEvent),
  );

test('the same events late, shuffled and twice come to the same balances and holds', PATIENT, ({ task }) => {
  const shuffled = commuting.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      fc.integer({ min: 1, max: 9 }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([events, late, batchMax]) => {
      using inOrder = tempLedger();
      using other = tempLedger();
      const plenty = ledgerEvent(liabilityAdjusted('card-9', 1_000_000));
      inOrder.ledger.commit([plenty, ...events]);
      other.ledger.commit([plenty]);
      for (let from = 0; from < late.length; from += batchMax)
        other.ledger.commit(late.slice(from, from + batchMax));
      expect(standingOf(other)).toEqual(standingOf(inOrder));
      expectWhole(other.file);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  proven(task, { promise: 'money-any-order', cases: RUNS });
});
