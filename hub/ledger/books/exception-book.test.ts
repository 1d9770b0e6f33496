import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../../test/kit/till-events.ts';
import { replay } from '../verify/replay.ts';

const LIMIT = 100;

/** A shop whose exceptions had other numbers when they were closed than its log makes of them now. */
function renumberedShop() {
  const temp = tempLedger();
  const commit = (type: string, data: object) => temp.ledger.commit([ledgerEvent({ type, data })]);
  return {
    /** What another release raised too: every later exception has a higher number. */
    raiseAnother: () =>
      temp.db.exec("INSERT INTO exception (seq, cause, subject, detail) VALUES (0, 'other', '', '')"),
    raise: (type: string) => commit(type, {}),
    /** Two of the same cause and subject by one entry. */
    raiseTwins: () => {
      const line = { sku: 'MUG', quantity: '999999', quantityIn: 'pack', barcode: '2000000000015' };
      commit('backroom.product.set.v1', {
        sku: 'MUG',
        name: 'Mug',
        kind: 'goods',
        unit: 'each',
        barcodes: [],
        packs: [{ barcode: line.barcode, quantity: '9000' }],
      });
      commit('backroom.stock.received.v1', { lines: [line, line, line] });
    },
    open: () => temp.reader.exceptions({ limit: LIMIT }),
    close: (number: number) => {
      const { state: _state, ...which } = temp.reader.exception(number) ?? {};
      commit('backroom.exception.closed.v1', { exception: number, ...which });
    },
    closeByNumber: (exception: number) => commit('backroom.exception.closed.v1', { exception }),
    tell: (data: object) => commit('backroom.exception.closed.v1', data),
    rebuild: () =>
      temp.db
        .transaction(() => replay(temp.db, { check: () => undefined, progress: () => undefined }))
        .immediate(),
    file: temp.file,
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
}

type Shop = ReturnType<typeof renumberedShop>;

/** What is open, however it is numbered. */
function openIn(shop: Shop): string[] {
  return shop
    .open()
    .filter(({ cause }) => cause !== 'other')
    .map(({ seq, cause, subject }) => `${seq} ${cause} ${subject}`);
}

test('an exception that is numbered anew stays closed, and what has its number now stays open', () => {
  using shop = renumberedShop();
  shop.raiseAnother();
  shop.raise('acme.one.v1');
  shop.raise('acme.two.v1');
  shop.close(2);
  expect(openIn(shop)).toEqual(['2 type.unknown acme.two.v1']);
  shop.rebuild();
  expect(shop.open().map(({ exception, subject }) => [exception, subject])).toEqual([[2, 'acme.two.v1']]);
  expectWhole(shop.file);
});

test('a closing of before, which has nothing but a number, closes what has that number', () => {
  using shop = renumberedShop();
  shop.raise('acme.one.v1');
  shop.raise('acme.two.v1');
  shop.closeByNumber(1);
  shop.tell({ exception: 9, entry: 2, cause: 'type.unknown' });
  expect(openIn(shop)).toEqual(['2 type.unknown acme.two.v1']);
  expectWhole(shop.file);
});

test('a closing that fits no exception, or one that is closed, changes nothing', () => {
  using shop = renumberedShop();
  shop.raise('acme.one.v1');
  const which = { entry: 1, cause: 'type.unknown', subject: 'acme.one.v1' };
  for (const other of [{ entry: 2 }, { cause: 'id.conflict' }, { subject: 'acme.two.v1' }]) {
    shop.tell({ exception: 1, ...which, ...other });
  }
  expect(openIn(shop)).toEqual(['1 type.unknown acme.one.v1']);
  shop.tell({ exception: 7, ...which });
  shop.tell({ exception: 1, ...which });
  expect(openIn(shop)).toEqual([]);
  expectWhole(shop.file);
});

test('of two that one entry raised alike, the number says which, and closing it again closes no other', () => {
  using shop = renumberedShop();
  shop.raiseTwins();
  const [second, first] = shop.open().filter(({ cause }) => cause === 'stock.out_of_range');
  expect([first?.seq, first?.subject]).toEqual([second?.seq, second?.subject]);
  shop.close(second?.exception ?? 0);
  shop.close(second?.exception ?? 0);
  expect(shop.open()).toEqual([first]);
  expectWhole(shop.file);
});

test('whatever was raised and closed, numbering it anew closes the same', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('raise' as const), subject: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ kind: fc.constant('another' as const) }),
    fc.record({ kind: fc.constant('close' as const), which: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      using shop = renumberedShop();
      for (const one of steps) {
        if (one.kind === 'raise') shop.raise(`acme.${one.subject}.v1`);
        else if (one.kind === 'another') shop.raiseAnother();
        else {
          const open = shop.open().filter(({ cause }) => cause !== 'other');
          if (open.length > 0) shop.close(open[one.which % open.length]?.exception ?? 0);
        }
      }
      const before = openIn(shop);
      shop.rebuild();
      expect(openIn(shop)).toEqual(before);
    }),
    { numRuns: 30, seed: Number(process.env['EXCEPTION_SEED'] ?? 20_261_123) },
  );
});
