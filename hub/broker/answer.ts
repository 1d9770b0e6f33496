import { type Answer, Ask } from '../contract/ask.ts';
import { exactForm, UNSURE } from '../contract/exact-form.ts';
import { Reference } from '../contract/fields.ts';
import type { ProductAnswer, StockAnswer } from '../contract/views.ts';
import { decodeUtf8 } from '../kit/decode-utf8.ts';
import { messageOf } from '../kit/errors.ts';
import { unreachable } from '../kit/assert.ts';
import { foldCode } from '../kit/fold-code.ts';
import type { AskReader, CodeReader, ProductCode } from './ports.ts';

type AnswerError = NonNullable<Answer['error']>;

/** Answers what a till asked. Always gives an answer: what cannot be read or found is an error in it. */
export function answerAsk(payload: Uint8Array, reader: AskReader): Answer {
  const read = readAsk(payload);
  if (read.kind === 'unreadable') return read.answer;
  const { ask } = read;
  switch (ask.question) {
    case 'stock':
      return answerStock(ask, reader);
    case 'product':
      return answerProduct(ask, reader, (product) => ({ product }));
    case 'price':
      return answerProduct(ask, reader, (product) => ({ price: priceOf(product) }));
    case 'balance':
      return answerBalance(ask, reader);
    case 'refundable':
      return answerRefundable(ask, reader);
    default:
      return unreachable(ask.question);
  }
}

function answerStock(ask: Ask, reader: CodeReader): Answer {
  const stock = reader.stock(codeOf(ask));
  if (stock === null) return unknownProduct(ask);
  if (ask.location === undefined) return { correlationId: ask.correlationId, stock };
  const here = atLocation(stock, ask.location);
  if (here === null)
    return failed(ask.correlationId, 'unknown-location', `${stock.sku} is not kept at ${ask.location}`);
  return { correlationId: ask.correlationId, stock: here };
}

/** The stock of one location alone, named without regard to case: the total is what lies there. */
function atLocation(stock: StockAnswer, location: string): StockAnswer | null {
  const wanted = foldCode(location);
  const here = stock.locations.find((each) => foldCode(each.location) === wanted);
  return here === undefined ? null : { ...stock, ...quantitiesOf(here), locations: [here] };
}

function answerBalance({ correlationId, kind, account = '' }: Ask, reader: AskReader): Answer {
  const found = kind === undefined ? null : reader.liability({ kind, account }, 0);
  if (found === null)
    return failed(correlationId, 'unknown-account', `no event has named ${kind} ${account}`);
  const balances = found.balances.map(({ entries: _entries, ...balance }) => balance);
  return { correlationId, balance: { ...found, balances } };
}

function answerRefundable({ correlationId, sale = { id: '' } }: Ask, reader: AskReader): Answer {
  const refundable = reader.refundable(sale);
  if (refundable === null) return failed(correlationId, 'unknown-sale', `there is no sale ${sale.id}`);
  return { correlationId, refundable };
}

function answerProduct(
  ask: Ask,
  reader: CodeReader,
  tell: (product: ProductAnswer) => Partial<Answer>,
): Answer {
  const product = reader.product(codeOf(ask));
  return product === null ? unknownProduct(ask) : { correlationId: ask.correlationId, ...tell(product) };
}

function priceOf(product: ProductAnswer): NonNullable<Answer['price']> {
  const { sku, name, unit, currentPrice: price, currency, taxCategory } = product;
  return { sku, name, unit, price, currency, taxCategory };
}

function codeOf(ask: Ask): ProductCode {
  return ask.sku === undefined ? { barcode: ask.barcode ?? '' } : { sku: ask.sku };
}

function unknownProduct(ask: Ask): Answer {
  return failed(
    ask.correlationId,
    'unknown-product',
    `no product has the code ${ask.sku ?? ask.barcode ?? ''}`,
  );
}

type ReadAsk = { kind: 'read'; ask: Ask } | { kind: 'unreadable'; answer: Answer };

const EXACT_ASK = exactForm(Ask);

function readAsk(payload: Uint8Array): ReadAsk {
  const json = parseJson(payload);
  if (json.kind === 'broken') return unreadable(null, json.message);
  const exact = EXACT_ASK(json.value);
  if (exact !== UNSURE) return { kind: 'read', ask: exact as Ask };
  const parsed = Ask.safeParse(json.value);
  if (parsed.success) return { kind: 'read', ask: parsed.data };
  const [problem] = parsed.error.issues;
  return unreadable(
    correlationIn(json.value),
    `${problem?.path.join('.') ?? ''} ${problem?.message ?? ''}`.trim(),
  );
}

/** RFC 8259 8.1 lets a reader ignore the mark. */
const BYTE_ORDER_MARK = /^\ufeff/;

function parseJson(
  payload: Uint8Array,
): { kind: 'parsed'; value: unknown } | { kind: 'broken'; message: string } {
  try {
    const text = decodeUtf8(payload);
    if (text === null) return { kind: 'broken', message: 'is not UTF-8 text' };
    return { kind: 'parsed', value: JSON.parse(text.replace(BYTE_ORDER_MARK, '')) };
  } catch (thrown) {
    return { kind: 'broken', message: messageOf(thrown) };
  }
}

/** Also an unreadable question is answered under its own id, where it has one. */
function correlationIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('correlationId' in value)) return null;
  return Reference.safeParse(value.correlationId).data ?? null;
}

function unreadable(correlationId: string | null, message: string): ReadAsk {
  return { kind: 'unreadable', answer: failed(correlationId, 'unreadable', message) };
}

function failed(correlationId: string | null, code: AnswerError['code'], message: string): Answer {
  return { correlationId, error: { code, message } };
}

function quantitiesOf({ onHand, reserved, available, incoming, badge }: StockAnswer['locations'][number]) {
  return { onHand, reserved, available, incoming, badge };
}
