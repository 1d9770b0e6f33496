import type { Disposition, Facts, LedgerEvent, LineFact, LineKind } from '../../domain/ledger-event.ts';
import type { MoneyFacts, TaxFact, TenderFact, TenderKind } from '../../domain/receipt-money.ts';
import type { PromotionFact } from '../../domain/promotions.ts';
import { assert, must } from '../../kit/assert.ts';

/**
 * A batch on its way to the worker: every text in one string, every number in one array, every digest in one
 * buffer. Cloning parsed objects between threads costs more than the commit saves.
 */
export interface PackedBatch {
  readonly count: number;
  readonly text: string;
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly digests: Uint8Array<ArrayBuffer>;
}

const DIGEST_BYTES = 32;
const NULL_LENGTH = -1;

const FACT_KINDS = ['sale', 'refund', 'other'] as const;
const LINE_KINDS: readonly LineKind[] = ['goods', 'service', 'gift_card', 'deposit'];
const TENDER_KINDS: readonly TenderKind[] = [
  'cash',
  'card',
  'gift_card',
  'store_credit',
  'deposit',
  'loyalty',
  'voucher',
  'mobile',
  'other',
];
const DISPOSITIONS: readonly Disposition[] = ['sellable', 'damaged', 'none'];

export function packBatch(events: readonly LedgerEvent[]): PackedBatch {
  const writer: Writer = { texts: [], numbers: [] };
  const digests = new Uint8Array(events.length * DIGEST_BYTES);
  events.forEach((event, index) => {
    digests.set(event.payloadSha256, index * DIGEST_BYTES);
    packEvent(writer, event);
  });
  return {
    count: events.length,
    text: writer.texts.join(''),
    numbers: new Float64Array(writer.numbers),
    digests,
  };
}

export function unpackBatch(batch: PackedBatch): LedgerEvent[] {
  const reader = new Reader(batch);
  const events = Array.from({ length: batch.count }, (_, index) =>
    unpackEvent(reader, digestOf(batch, index)),
  );
  assert(reader.atEnd, 'a packed batch is read to its end');
  return events;
}

interface Writer {
  readonly texts: string[];
  readonly numbers: number[];
}

function packEvent(writer: Writer, event: LedgerEvent): void {
  for (const text of [event.source, event.id, event.type, event.body, event.extra, event.personal])
    packText(writer, text);
  writer.numbers.push(event.sequence ?? NULL_LENGTH, FACT_KINDS.indexOf(event.facts.kind));
  packFacts(writer, event.facts);
}

function packFacts(writer: Writer, facts: Facts): void {
  if (facts.kind === 'other') return;
  packText(writer, facts.location);
  packText(writer, facts.businessDate);
  packText(writer, facts.currency);
  packText(writer, facts.original === null ? null : facts.original.source);
  packText(writer, facts.original === null ? null : facts.original.id);
  packText(writer, facts.order === null ? null : facts.order.channel);
  packText(writer, facts.order === null ? null : facts.order.number);
  writer.numbers.push(facts.totalMinor, facts.offByMinor, facts.wrongLine);
  writer.numbers.push(facts.lines.length, facts.promotions.length);
  for (const line of facts.lines) packLine(writer, line);
  for (const { promotion, amountMinor } of facts.promotions) {
    packText(writer, promotion);
    writer.numbers.push(amountMinor);
  }
  packMoney(writer, facts.money);
}

function packMoney(writer: Writer, money: MoneyFacts): void {
  packText(writer, money.registerSession);
  packText(writer, money.customer);
  packText(writer, money.employee);
  packText(writer, money.hold);
  writer.numbers.push(
    money.discountMinor,
    money.changeMinor,
    money.tipMinor,
    money.roundingMinor,
    money.cashBackMinor,
    money.taxes.length,
    money.tenders.length,
  );
  for (const { category, rate, amountMinor, baseMinor } of money.taxes) {
    packText(writer, category);
    packText(writer, rate);
    writer.numbers.push(amountMinor, baseMinor);
  }
  for (const tender of money.tenders) {
    writer.numbers.push(TENDER_KINDS.indexOf(tender.kind), tender.amountMinor, tender.points);
    for (const text of [tender.account, tender.hold, tender.processor, tender.reference])
      packText(writer, text);
  }
}

function packLine(writer: Writer, line: LineFact): void {
  packText(writer, line.code);
  writer.numbers.push(
    line.codeKind === 'sku' ? 0 : 1,
    LINE_KINDS.indexOf(line.lineKind),
    DISPOSITIONS.indexOf(line.disposition),
    line.quantityMicro,
    line.amountMinor,
    line.taxMinor,
    line.originalLine,
  );
  packText(writer, line.account);
  packText(writer, line.lot);
  packText(writer, line.expires);
}

function packText(writer: Writer, text: string | null): void {
  writer.numbers.push(text?.length ?? NULL_LENGTH);
  if (text !== null) writer.texts.push(text);
}

/** Reads in the order in which the functions above write. */
class Reader {
  readonly #batch: PackedBatch;
  #number = 0;
  #text = 0;

  constructor(batch: PackedBatch) {
    this.#batch = batch;
  }

  get atEnd(): boolean {
    return this.#number === this.#batch.numbers.length && this.#text === this.#batch.text.length;
  }

  number(): number {
    const value = must(this.#batch.numbers[this.#number], 'a packed number');
    this.#number += 1;
    return value;
  }

  optionalText(): string | null {
    const length = this.number();
    if (length === NULL_LENGTH) return null;
    const text = this.#batch.text.slice(this.#text, this.#text + length);
    this.#text += length;
    return text;
  }

  text(): string {
    return must(this.optionalText(), 'a packed text');
  }
}

function unpackEvent(reader: Reader, payloadSha256: Uint8Array): LedgerEvent {
  const [source, id, type, body] = [reader.text(), reader.text(), reader.text(), reader.text()];
  const [extra, personal] = [reader.optionalText(), reader.optionalText()];
  const sequence = reader.number();
  const kind = must(FACT_KINDS[reader.number()], 'a kind of facts');
  const facts = unpackFacts(reader, kind);
  return {
    source,
    id,
    type,
    body,
    extra,
    personal,
    sequence: sequence === NULL_LENGTH ? null : sequence,
    payloadSha256,
    facts,
  };
}

function unpackFacts(reader: Reader, kind: Facts['kind']): Facts {
  if (kind === 'other') return { kind };
  const location = reader.optionalText();
  const [businessDate, currency] = [reader.text(), reader.text()];
  const [originalSource, originalId] = [reader.optionalText(), reader.optionalText()];
  const original =
    originalSource === null || originalId === null ? null : { source: originalSource, id: originalId };
  const [channel, number] = [reader.optionalText(), reader.optionalText()];
  const order = channel === null || number === null ? null : { channel, number };
  const [totalMinor, offByMinor, wrongLine] = [reader.number(), reader.number(), reader.number()];
  const [lineCount, promotionCount] = [reader.number(), reader.number()];
  const lines = unpackLines(reader, lineCount);
  const promotions = unpackPromotions(reader, promotionCount);
  const sums = { totalMinor, offByMinor, wrongLine };
  const money = unpackMoney(reader);
  return { kind, location, businessDate, currency, original, order, ...sums, lines, promotions, money };
}

function unpackMoney(reader: Reader): MoneyFacts {
  const registerSession = reader.text();
  const [customer, employee, hold] = [reader.optionalText(), reader.optionalText(), reader.optionalText()];
  const [discountMinor, changeMinor, tipMinor] = [reader.number(), reader.number(), reader.number()];
  const [roundingMinor, cashBackMinor] = [reader.number(), reader.number()];
  const [taxCount, tenderCount] = [reader.number(), reader.number()];
  const taxes: TaxFact[] = [];
  for (let left = taxCount; left > 0; left -= 1) taxes.push(unpackTax(reader));
  const tenders: TenderFact[] = [];
  for (let left = tenderCount; left > 0; left -= 1) tenders.push(unpackTender(reader));
  const sums = { discountMinor, changeMinor, tipMinor, roundingMinor, cashBackMinor };
  return { registerSession, customer, employee, hold, ...sums, taxes, tenders };
}

function unpackTax(reader: Reader): TaxFact {
  return {
    category: reader.text(),
    rate: reader.text(),
    amountMinor: reader.number(),
    baseMinor: reader.number(),
  };
}

function unpackTender(reader: Reader): TenderFact {
  return {
    kind: must(TENDER_KINDS[reader.number()], 'a kind of tender'),
    amountMinor: reader.number(),
    points: reader.number(),
    account: reader.optionalText(),
    hold: reader.optionalText(),
    processor: reader.optionalText(),
    reference: reader.optionalText(),
  };
}

function unpackPromotions(reader: Reader, count: number): PromotionFact[] {
  const promotions: PromotionFact[] = [];
  for (let left = count; left > 0; left -= 1)
    promotions.push({ promotion: reader.text(), amountMinor: reader.number() });
  return promotions;
}

function unpackLines(reader: Reader, count: number): LineFact[] {
  const lines: LineFact[] = [];
  for (let left = count; left > 0; left -= 1) {
    lines.push({
      code: reader.text(),
      codeKind: reader.number() === 0 ? 'sku' : 'barcode',
      lineKind: must(LINE_KINDS[reader.number()], 'a kind of line'),
      disposition: must(DISPOSITIONS[reader.number()], 'a disposition'),
      quantityMicro: reader.number(),
      amountMinor: reader.number(),
      taxMinor: reader.number(),
      originalLine: reader.number(),
      account: reader.optionalText(),
      lot: reader.optionalText(),
      expires: reader.optionalText(),
    });
  }
  return lines;
}

function digestOf(batch: PackedBatch, index: number): Uint8Array {
  return batch.digests.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
}
