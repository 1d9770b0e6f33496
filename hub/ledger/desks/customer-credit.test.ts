import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { captured, customerMergeUndone, customersMerged, saying } from '../../../test/kit/customer-events.ts';
import { holdMade, liabilityAdjusted, soldFor } from '../../../test/kit/liability-events.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../../test/kit/till-events.ts';

const SEED = Number(process.env['CREDIT_SEED'] ?? 20_261_124);
const RUNS = 15;

type Temp = ReturnType<typeof tempLedger>;

const credit = (id: string, minor: number) =>
  ledgerEvent(liabilityAdjusted(`customer:${id}`, minor, { kind: 'store_credit' }));
const paidWithCredit = (customerId: string, minor: number) =>
  ledgerEvent(saying(soldFor({ tenders: [{ kind: 'store_credit', amountMinor: minor }] }), { customerId }));

function balance(temp: Temp, id: string): number {
  const found = temp.reader.liability({ kind: 'store_credit', account: `customer:${id}` }, 50);
  const [own] = temp.reader.customer(id, { receipts: 0 })?.credit ?? [];
  expect(own?.balanceMinor ?? 0, 'the customer says the same').toBe(found?.balances[0]?.balanceMinor ?? 0);
  return found?.balances[0]?.balanceMinor ?? 0;
}

const overdrawn = (temp: Temp): string[] =>
  temp.reader
    .exceptions({ limit: 200 })
    .filter(({ cause }) => cause === 'liability.overdrawn')
    .map(({ subject }) => subject)
    .toSorted();

test('a merged customer has the credit of both ids, can hold and spend it, and has its own back when the merge is undone', () => {
  using temp = tempLedger();
  const held = (id: string, minor: number) =>
    temp.ledger.commit([
      ledgerEvent(
        holdMade(`hold-${id}-${minor}`, minor, { kind: 'store_credit', account: `customer:${id}` }),
      ),
    ]).replies[0]?.refused;
  temp.ledger.commit([ledgerEvent(captured('a')), ledgerEvent(captured('b')), ledgerEvent(captured('c'))]);
  temp.ledger.commit([credit('a', 500), credit('b', 300), ledgerEvent(customersMerged('b', 'a'))]);
  temp.ledger.commit([ledgerEvent(customersMerged('c', 'b'))]);
  expect(['a', 'b', 'c'].map((id) => balance(temp, id))).toEqual([800, 800, 800]);
  expect(held('c', 801)).toMatchObject({ detail: expect.stringContaining('8.00 EUR available') });
  expect(held('c', 200)).toBeUndefined();
  expect(held('b', 601)).toBeDefined();
  temp.ledger.commit([paidWithCredit('b', 600)]);
  expect(balance(temp, 'a')).toBe(200);
  expect(overdrawn(temp)).toEqual([]);
  const [found] = temp.reader.liability({ kind: 'store_credit', account: 'customer:c' }, 2)?.balances ?? [];
  expect(found?.entries.map(({ account, changeMinor }) => [account, changeMinor])).toEqual([
    ['customer:b', -600],
    ['customer:b', 300],
  ]);
  temp.ledger.commit([ledgerEvent(customerMergeUndone('b'))]);
  expect(['a', 'b', 'c'].map((id) => balance(temp, id))).toEqual([500, -300, -300]);
  expect(overdrawn(temp)).toEqual(['store_credit customer:b EUR']);
  temp.ledger.commit([ledgerEvent(customersMerged('b', 'a'))]);
  expect(overdrawn(temp)).toEqual([]);
  expectWhole(temp.file);
});

const IDS = ['a', 'b', 'c', 'd'];
const id = fc.constantFrom(...IDS);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('credit' as const),
      id,
      minor: fc.integer({ min: -50, max: 60 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), id, into: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const), id }) },
);

test('who has spent more than there is, all ids together, is told; nobody else is', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), (steps) => {
      using temp = tempLedger();
      temp.ledger.commit(IDS.map((each) => ledgerEvent(captured(each))));
      const own = new Map(IDS.map((each) => [each, 0]));
      for (const told of steps) {
        if (told.kind === 'credit' && told.minor !== 0) {
          own.set(told.id, (own.get(told.id) ?? 0) + told.minor);
          temp.ledger.commit([credit(told.id, told.minor)]);
        }
        if (told.kind === 'merge') temp.ledger.commit([ledgerEvent(customersMerged(told.id, told.into))]);
        if (told.kind === 'undo') temp.ledger.commit([ledgerEvent(customerMergeUndone(told.id))]);
        const families = new Map<string, number>();
        for (const each of IDS) {
          const customer = temp.reader.customer(each, { receipts: 0 });
          const sum = customer?.ids.reduce((total, of) => total + (own.get(of.customerId) ?? 0), 0) ?? 0;
          expect(balance(temp, each)).toBe(sum);
          families.set(customer?.customerId ?? '', sum);
        }
        const below = [...families].flatMap(([who, sum]) =>
          sum < 0 ? [`store_credit customer:${who} EUR`] : [],
        );
        expect(overdrawn(temp)).toEqual(below.toSorted());
      }
      expectWhole(temp.file);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});
