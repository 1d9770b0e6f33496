import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { cardSale, paymentIdentified, payoutOf } from '../../../test/kit/payment-events.ts';
import { PaymentModel } from '../../../test/kit/payment-model.ts';
import { proven } from '../../../test/kit/proven.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, voidOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';

const SEED = Number(process.env['PAYMENT_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['PAYMENT_RUNS'] ?? 15);
const PATIENT = { timeout: 30_000 + RUNS * 1_000 };

interface Step {
  readonly event: LedgerEvent;
  readonly play: (model: PaymentModel) => void;
}

type Temp = ReturnType<typeof tempLedger>;

const REFERENCES = ['r-1', 'r-2', 'r-3'];
const reference = fc.constantFrom(...REFERENCES);
/** Few amounts, so that they meet. */
const amount = fc.constantFrom(100, 250, 350, -100, -250);

const step = (id: string, told: Pick<EventInput, 'type' | 'data'>, play: Step['play']): Step => ({
  event: ledgerEvent({ ...told, id }),
  play,
});

/** A sale, sometimes its void, and sometimes a person who says which payment it was. */
const sold = (id: string): fc.Arbitrary<Step[]> =>
  fc
    .record({
      reference: fc.option(reference, { freq: 4 }),
      amount,
      isVoided: fc.boolean(),
      other: fc.option(reference, { freq: 2 }),
    })
    .map(({ reference: name, amount: minor, isVoided, other }) => {
      const sale = step(id, cardSale(name, minor), (model) => model.sale(id, name, minor));
      const voided = step(`void of ${id}`, voidOf({ id }), (model) => model.void(id));
      const said = other ?? REFERENCES[0] ?? '';
      const identified = step(`name of ${id}`, paymentIdentified(id, said), (model) =>
        model.identify(id, said),
      );
      return [sale, ...(isVoided && minor > 0 ? [voided] : []), ...(other === null ? [] : [identified])];
    });

const entry = fc.record({ reference, minor: amount, feeMinor: fc.constantFrom(0, 3) });

const paidOut = (id: string): fc.Arbitrary<Step[]> =>
  fc
    .record({ entries: fc.array(entry, { maxLength: 4 }), off: fc.constantFrom(0, 0, 0, 7, -7) })
    .map(({ entries, off }) => {
      const said = entries.map(({ reference: name, minor, feeMinor }) => ({
        kind: minor < 0 ? 'refund' : 'payment',
        reference: name,
        grossMinor: minor,
        feeMinor,
      }));
      const netMinor = off + entries.reduce((sum, { minor, feeMinor }) => sum + minor - feeMinor, 0);
      const payout = payoutOf(id, said, { netMinor });
      return [step(id, payout, (model) => model.payout(id, entries, off))];
    });

const day: fc.Arbitrary<Step[]> = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5 }))
  .chain(([sales, payouts]) =>
    fc.tuple(
      ...Array.from({ length: sales }, (_, index) => sold(`sale ${index}`)),
      ...Array.from({ length: payouts }, (_, index) => paidOut(`payout ${index}`)),
    ),
  )
  .map((steps) => steps.flat());

const shuffledDay = day.chain((steps) =>
  fc.record({
    steps: fc.constant(steps),
    late: fc.shuffledSubarray([...steps, ...steps], { minLength: steps.length * 2 }),
    batchMax: fc.integer({ min: 1, max: 5 }),
  }),
);

/** What is open of each reference, payments and refunds apart. */
function openOf(temp: Temp): Record<string, { payments: number; entries: number }> {
  const open: Record<string, { payments: number; entries: number }> = {};
  const rows = temp.db
    .prepare<[], { reference: string; sign: number; payments: number; entries: number }>(
      `SELECT reference, sign(minor) AS sign, sum(CASE of WHEN 'payment' THEN minor ELSE 0 END) AS payments,
         sum(CASE of WHEN 'entry' THEN minor ELSE 0 END) AS entries
       FROM (SELECT 'payment' AS of, reference, open_minor AS minor FROM payment UNION ALL
         SELECT 'entry', reference, open_minor FROM payout_entry)
       WHERE minor <> 0 GROUP BY reference, sign(minor)`,
    )
    .all();
  for (const { reference: name, sign, payments, entries } of rows)
    open[`${name} ${sign}`] = { payments, entries };
  return open;
}

/** What the payouts did to the books, credits below zero. */
function booksOf(temp: Temp): Record<string, number> {
  const rows = temp.db
    .prepare<[], { account: string; minor: number }>(
      `SELECT account, sum(l.debit_minor - l.credit_minor) AS minor FROM journal_line l JOIN journal_entry e
         ON e.entry = l.entry WHERE e.kind = 'payout' GROUP BY account`,
    )
    .all();
  return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
}

function openCauses(temp: Temp): string[] {
  return temp.reader
    .exceptions({ limit: 500 })
    .filter(({ cause }) => cause.startsWith('pay'))
    .map(({ cause, subject }) => `${cause} ${subject}`)
    .filter((each, index, all) => all.indexOf(each) === index)
    .sort();
}

function expectAsModelled(temp: Temp, model: PaymentModel): void {
  expect(openOf(temp)).toEqual(model.open());
  const { bank = 0, suspense = 0, ['fees:Acme']: fees = 0 } = booksOf(temp);
  expect([bank, fees, 0 - suspense]).toEqual([model.bankMinor, model.feeMinor, model.suspenseMinor]);
}

test(
  'payments, payouts and suspense are what a small model says, after each event of any day',
  PATIENT,
  ({ task }) => {
    fc.assert(
      fc.property(shuffledDay, ({ late }) => {
        using temp = tempLedger();
        const told = new Set<Step>();
        for (const each of late) {
          temp.ledger.commit([each.event]);
          told.add(each);
          expectAsModelled(temp, modelOf(told));
        }
        expectWhole(temp.file);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'money-models', cases: RUNS });
  },
);

/** Each event once. */
function modelOf(told: ReadonlySet<Step>): PaymentModel {
  const model = new PaymentModel();
  for (const { play } of told) play(model);
  return model;
}

test(
  'the same events late, shuffled and twice come to the same payments, books and open exceptions',
  PATIENT,
  ({ task }) => {
    fc.assert(
      fc.property(shuffledDay, ({ steps, late, batchMax }) => {
        using inOrder = tempLedger();
        using other = tempLedger();
        inOrder.ledger.commit(steps.map(({ event }) => event));
        for (let from = 0; from < late.length; from += batchMax)
          other.ledger.commit(late.slice(from, from + batchMax).map(({ event }) => event));
        expectAsModelled(inOrder, modelOf(new Set(steps)));
        expect(openOf(other)).toEqual(openOf(inOrder));
        expect(withoutZeros(booksOf(other))).toEqual(withoutZeros(booksOf(inOrder)));
        expect(openCauses(other)).toEqual(openCauses(inOrder));
        expectWhole(other.file);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'money-any-order', cases: RUNS });
  },
);

function withoutZeros(sums: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(sums).filter(([, minor]) => minor !== 0));
}
