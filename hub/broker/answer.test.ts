import { expect, test } from 'vitest';
import { Answer } from '../contract/ask.ts';
import { Shop } from '../../test/kit/broker/shop.ts';
import { answerAsk } from './answer.ts';

const shop = new Shop();
shop.setStock('main', 'A-1', '4');
shop.setStock('cellar', 'A-1', '9');

function ask(question: unknown): Answer {
  const text =
    typeof question === 'string' ? question : JSON.stringify({ correlationId: 'q1', ...Object(question) });
  return Answer.parse(answerAsk(Buffer.from(text), shop.ports().reader));
}

test('stock is answered over all locations, or for one of them', () => {
  expect(ask({ question: 'stock', sku: 'A-1' }).stock?.locations).toHaveLength(2);
  const here = ask({ question: 'stock', sku: 'A-1', location: 'cellar' });
  expect(here).toMatchObject({
    correlationId: 'q1',
    stock: { onHand: '9', locations: [{ location: 'cellar' }] },
  });
});

test('a location is found without regard to case, and named as it is kept', () => {
  const here = ask({ question: 'stock', sku: 'A-1', location: 'CELLAR' });
  expect(here.stock).toMatchObject({ onHand: '9', locations: [{ location: 'cellar' }] });
});

test('a product and its price are answered', () => {
  expect(ask({ question: 'product', sku: 'A-1' }).product).toMatchObject({ sku: 'A-1', kind: 'goods' });
  const price = {
    sku: 'A-1',
    name: 'Product A-1',
    unit: 'each',
    price: '2.49',
    currency: 'EUR',
    taxCategory: 'standard',
  };
  expect(ask({ question: 'price', sku: 'A-1' })).toEqual({ correlationId: 'q1', price });
});

test('the balance of a gift card and what is refundable of a sale are answered', () => {
  const balances = [
    { liability: 1, currency: 'EUR', balanceMinor: 5_000, heldMinor: 500, availableMinor: 4_500 },
  ];
  expect(ask({ question: 'balance', kind: 'gift_card', account: 'card-1' })).toEqual({
    correlationId: 'q1',
    balance: { kind: 'gift_card', account: 'card-1', balances, asOfSeq: 1 },
  });
  expect(ask({ question: 'refundable', sale: { id: 'sale-1' } })).toMatchObject({
    correlationId: 'q1',
    refundable: { soldMinor: 1_000, refundableMinor: 500, lines: [{ line: 1, refundableQuantity: '1' }] },
  });
});

test.each([
  ['an unknown card', { question: 'balance', kind: 'gift_card', account: 'x' }, 'unknown-account'],
  ['an unknown sale', { question: 'refundable', sale: { id: 'x' } }, 'unknown-sale'],
  ['a card without its kind', { question: 'balance', account: 'card-1' }, 'unreadable'],
  ['no sale', { question: 'refundable', sku: 'A-1' }, 'unreadable'],
  ['an unknown sku', { question: 'stock', sku: 'Z' }, 'unknown-product'],
  ['an unknown barcode', { question: 'price', barcode: '4006381333931' }, 'unknown-product'],
  ['a location without it', { question: 'stock', sku: 'A-1', location: 'attic' }, 'unknown-location'],
  ['two codes', { question: 'stock', sku: 'A-1', barcode: '1' }, 'unreadable'],
  ['no code', { question: 'stock' }, 'unreadable'],
  ['another question', { question: 'weather', sku: 'A-1' }, 'unreadable'],
])('%s is answered with an error under its correlation id', (_what, question, code) => {
  expect(ask(question)).toMatchObject({ correlationId: 'q1', error: { code } });
});

test.each(['', 'not JSON', '[]', '"x"', 'null', '{"correlationId":"\u0007"}'])(
  '%j is answered without one',
  (text) => {
    expect(ask(text)).toMatchObject({ correlationId: null, error: { code: 'unreadable' } });
  },
);

test('a question that begins with a byte order mark is answered', () => {
  const text = `\ufeff${JSON.stringify({ correlationId: 'q1', question: 'price', sku: 'A-1' })}`;
  expect(ask(text)).toMatchObject({ correlationId: 'q1', price: { sku: 'A-1' } });
});
