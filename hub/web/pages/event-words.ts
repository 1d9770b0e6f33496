import { parseSource } from '../../contract/envelope.ts';

const EVENT_WORDS: Readonly<Record<string, string>> = {
  'backroom.sale.completed.v1': 'Sale',
  'backroom.sale.voided.v1': 'Sale voided',
  'backroom.refund.completed.v1': 'Refund',
  'backroom.stock.received.v1': 'Goods received',
  'backroom.stock.adjusted.v1': 'Stock adjusted',
  'backroom.sequence.skipped.v1': 'Numbers skipped',
  'backroom.product.set.v1': 'Product changed',
  'backroom.product.merged.v1': 'Products merged',
  'backroom.products.staged.v1': 'Products received for an import',
  'backroom.import.completed.v1': 'Products imported',
  'backroom.exception.closed.v1': 'Exception closed',
};

/** The type of an event in the words of the shop. */
export function eventWords(type: string): string {
  return EVENT_WORDS[type] ?? type.replace(/^backroom\./, '');
}

/** Who made an event: the till's name, or `hub`. */
export function sourceWords(source: string): string {
  return parseSource(source)?.name ?? source;
}

const PLACE_WORDS: Readonly<Record<string, string>> = {
  '~customer': 'customer',
  '~supplier': 'supplier',
  '~damaged': 'damaged',
  '~difference': 'difference',
  '~merged': 'merged',
};

export function placeWords(place: string): string {
  return PLACE_WORDS[place] ?? place;
}
