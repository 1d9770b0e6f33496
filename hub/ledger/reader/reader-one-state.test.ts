import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, received } from '../../../test/kit/till-events.ts';
import { systemClock } from '../../kit/clock.ts';
import { PriceReader } from './price-reader.ts';
import { ProductReader } from './product-reader.ts';
import { StockReader } from './stock-reader.ts';

/** A shop in which a delivery is committed before every statement of a reader. */
function restlessShop() {
  const temp = tempLedger();
  temp.ledger.commit([ledgerEvent(productSet({ sku: 'MUG' }))]);
  const deliver = (): void => {
    temp.ledger.commit([ledgerEvent(received({ sku: 'MUG', quantity: '1' }))]);
  };
  deliver();
  const db = new Database(temp.file, { readonly: true, verbose: deliver });
  return {
    reader: new StockReader(db, new ProductReader(db, new PriceReader(db, systemClock))),
    [Symbol.dispose]: () => {
      db.close();
      temp[Symbol.dispose]();
    },
  };
}

test('a quantity and the number that it is as of belong together, whatever is committed meanwhile', () => {
  using shop = restlessShop();
  // The product itself is entry 1, and each entry after it adds one.
  const stock = shop.reader.stock({ sku: 'MUG' });
  expect(Number(stock?.onHand)).toBe((stock?.asOfSeq ?? 0) - 1);
  const notice = shop.reader.stockNotice('shop', 'MUG');
  expect(Number(notice?.onHand)).toBe((notice?.seq ?? 0) - 1);
  const { notices } = shop.reader.stockNotices({ after: { product: 0, place: 0 }, limit: 10 });
  expect(Number(notices[0]?.onHand)).toBe((notices[0]?.seq ?? 0) - 1);
});
