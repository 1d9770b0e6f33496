import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import {
  captured,
  customerErased,
  customerMergeUndone,
  customersMerged,
  pointsAdjusted,
  pointsRule,
  saying,
} from '../../../test/kit/customer-events.ts';
import { CustomerModel } from '../../../test/kit/customer-model.ts';
import type { CustomerStep, ModelledCustomer } from '../../../test/kit/customer-model.ts';
import { proven } from '../../../test/kit/proven.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, refundOf, saleOf, voidOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';

const SEED = Number(process.env['CUSTOMER_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['CUSTOMER_RUNS'] ?? 12);
const PATIENT = { timeout: 30_000 + RUNS * 1_000 };
const CUSTOMERS = ['ada', 'ben', 'cem', 'dea'];
const SALES_MAX = 8;

const customer = fc.constantFrom(...CUSTOMERS);
const maybeCustomer = fc.option(customer, { freq: 3 });
const saleId = fc.integer({ min: 0, max: SALES_MAX - 1 }).map((number) => `sale-${number}`);
const minor = fc.integer({ min: 1, max: 999 });

const saleStep = (id: fc.Arbitrary<string>): fc.Arbitrary<CustomerStep> =>
  fc
    .record({
      kind: fc.constant('sale' as const),
      id,
      customer: maybeCustomer,
      goods: minor,
      giftCard: fc.constantFrom(0, 0, 500),
      redeemed: fc.constantFrom(0, 0, 7),
      exchange: fc.option(fc.record({ of: saleId, back: minor }), { freq: 2 }),
    })
    .map((sale) => (sale.exchange?.of === sale.id ? { ...sale, exchange: null } : sale));

const refundStep = fc.record({
  kind: fc.constant('refund' as const),
  of: saleId,
  customer: maybeCustomer,
  back: minor,
});
const voidStep = fc.record({ kind: fc.constant('void' as const), of: saleId });
const captureStep = fc.record({
  kind: fc.constant('capture' as const),
  customer,
  given: fc.boolean(),
  minute: fc.integer({ min: 0, max: 4 }),
});
const adjustStep = fc.record({
  kind: fc.constant('adjust' as const),
  customer,
  points: fc.integer({ min: -9, max: 9 }).filter((points) => points !== 0),
});
const mergeStep = fc.record({ kind: fc.constant('merge' as const), customer, into: customer });
const undoStep = fc.record({ kind: fc.constant('undo' as const), customer });
const eraseStep = fc.record({ kind: fc.constant('erase' as const), customer });

function toldOf(step: CustomerStep): Pick<EventInput, 'type' | 'data' | 'id'> {
  switch (step.kind) {
    case 'sale':
      return { ...saying(saleOf(...linesOf(step)), restOf(step)), id: step.id };
    case 'refund': {
      const refund = refundOf({ id: step.of }, { sku: 'TEA', amountMinor: -step.back });
      return step.customer === null ? refund : saying(refund, { customerId: step.customer });
    }
    case 'void':
      return voidOf({ id: step.of });
    case 'capture': {
      const at = `2026-11-23T10:0${step.minute}:00Z`;
      const consents = [{ channel: 'email', given: step.given, at, source: 'till-1' }];
      return captured(step.customer, { name: `Name of ${step.customer}`, consents });
    }
    case 'adjust':
      return pointsAdjusted(step.customer, step.points);
    case 'merge':
      return customersMerged(step.customer, step.into);
    case 'undo':
      return customerMergeUndone(step.customer);
    case 'erase':
      return customerErased(step.customer);
  }
}

function linesOf(sale: Extract<CustomerStep, { kind: 'sale' }>) {
  return [
    { sku: 'TEA', amountMinor: sale.goods },
    ...(sale.giftCard === 0 ? [] : [{ sku: 'CARD', kind: 'gift_card', amountMinor: sale.giftCard }]),
    ...(sale.exchange === null ? [] : [{ sku: 'TEA', quantity: '-1', amountMinor: -sale.exchange.back }]),
  ];
}

function restOf(sale: Extract<CustomerStep, { kind: 'sale' }>): object {
  return {
    ...(sale.customer === null ? {} : { customerId: sale.customer }),
    ...(sale.exchange === null ? {} : { exchangeFor: { id: sale.exchange.of } }),
    ...(sale.redeemed === 0
      ? {}
      : { tenders: [{ kind: 'loyalty', amountMinor: 1, loyaltyPoints: sale.redeemed }] }),
  };
}

const RULE = ledgerEvent(pointsRule({ pointsPerUnit: '1.5', unitsPerPoint: '0.01' }));

function modelled(temp: ReturnType<typeof tempLedger>, id: string): ModelledCustomer | null {
  const answer = temp.reader.customer(id, { receipts: 0 });
  if (answer === null) return null;
  return {
    survivor: answer.customerId,
    ids: answer.ids.map(({ customerId }) => customerId).toSorted(),
    points: answer.points,
    visits: answer.totals.reduce((sum, { visits }) => sum + visits, 0),
    spentMinor: answer.totals.reduce((sum, { spentMinor }) => sum + spentMinor, 0),
    consent: answer.consents.find(({ channel }) => channel === 'email')?.given ?? null,
    isErased: answer.erased,
    isKnownPerson: answer.person.name !== null,
  };
}

function expectAsModelled(temp: ReturnType<typeof tempLedger>, model: CustomerModel): void {
  for (const id of CUSTOMERS) expect(modelled(temp, id), id).toEqual(model.customer(id));
  const survivors = CUSTOMERS.filter((id) => model.customer(id)?.survivor === id);
  const below = survivors.filter((id) => (model.customer(id)?.points ?? 0) < 0);
  const open = temp.reader.exceptions({ limit: 500 }).filter(({ cause }) => cause === 'loyalty.negative');
  expect(open.map(({ subject }) => subject).toSorted()).toEqual(below.toSorted());
}

const anyStep = fc.oneof(
  { weight: 8, arbitrary: saleStep(saleId) },
  { weight: 5, arbitrary: refundStep },
  { weight: 3, arbitrary: voidStep },
  { weight: 3, arbitrary: captureStep },
  { weight: 2, arbitrary: adjustStep },
  { weight: 4, arbitrary: mergeStep },
  { weight: 3, arbitrary: undoStep },
  { weight: 1, arbitrary: eraseStep },
);

/** An id stands for one sale. */
function eachSaleOnce(steps: readonly CustomerStep[]): CustomerStep[] {
  const seen = new Set<string>();
  return steps.filter((step) => step.kind !== 'sale' || !(seen.has(step.id) || !seen.add(step.id)));
}

test('customers are what a small model says, after each event of any day', PATIENT, ({ task }) => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 1, maxLength: 40, size: 'max' }), (any) => {
      using temp = tempLedger();
      const model = new CustomerModel();
      temp.ledger.commit([RULE]);
      for (const step of eachSaleOnce(any)) {
        temp.ledger.commit([ledgerEvent(toldOf(step))]);
        model.play(step);
        expectAsModelled(temp, model);
      }
      expectWhole(temp.file);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  proven(task, { promise: 'money-models', cases: RUNS });
});

const commutingStep = fc.oneof(
  { weight: 8, arbitrary: saleStep(saleId) },
  { weight: 6, arbitrary: refundStep },
  { weight: 3, arbitrary: voidStep },
  { weight: 3, arbitrary: captureStep },
  { weight: 2, arbitrary: adjustStep },
);

test(
  'the same events late, shuffled and twice come to the same customers and the same points',
  PATIENT,
  ({ task }) => {
    const story = fc
      .tuple(
        fc.array(commutingStep, { minLength: 4, maxLength: 30, size: 'max' }),
        fc.array(mergeStep, { maxLength: 3 }),
      )
      .chain(([any, merges]) => {
        const steps = eachSaleOnce(any);
        const events = steps.map((step) => ledgerEvent(toldOf(step)));
        const twice = fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 });
        return fc.tuple(fc.constant([...steps, ...merges]), twice, fc.integer({ min: 1, max: 9 }));
      });
    fc.assert(
      fc.property(story, ([steps, late, batchMax]) => {
        using temp = tempLedger();
        const model = new CustomerModel();
        for (const step of steps) model.play(step);
        temp.ledger.commit([RULE]);
        for (let from = 0; from < late.length; from += batchMax)
          temp.ledger.commit(late.slice(from, from + batchMax));
        temp.ledger.commit(mergesOf(steps));
        expectAsModelled(temp, model);
        expectWhole(temp.file);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'money-any-order', cases: RUNS });
  },
);

function mergesOf(steps: readonly CustomerStep[]): LedgerEvent[] {
  return steps.filter(({ kind }) => kind === 'merge').map((step) => ledgerEvent(toldOf(step)));
}
