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
  'backroom.stock.moved.v1': 'Stock moved',
  'backroom.stock.reversed.v1': 'Stock entry reversed',
  'backroom.delivery.expected.v1': 'Delivery expected',
  'backroom.delivery.closed.v1': 'Delivery closed',
  'backroom.transfer.dispatched.v1': 'Transfer sent',
  'backroom.transfer.received.v1': 'Transfer received',
  'backroom.transfer.closed.v1': 'Transfer closed',
  'backroom.count.started.v1': 'Count started',
  'backroom.count.scanned.v1': 'Goods counted',
  'backroom.count.reviewed.v1': 'Count reviewed',
  'backroom.count.posted.v1': 'Count posted',
  'backroom.count.cancelled.v1': 'Count cancelled',
  'backroom.reservation.made.v1': 'Goods reserved',
  'backroom.reservation.posted.v1': 'Reservation handed over',
  'backroom.reservation.voided.v1': 'Reservation voided',
  'backroom.reservation.expired.v1': 'Reservation expired',
  'backroom.lot.recalled.v1': 'Lot recalled',
  'backroom.product.merge-undone.v1': 'Merge undone',
  'backroom.barcode.moved.v1': 'Barcode moved',
  'backroom.price-list.set.v1': 'Price list changed',
  'backroom.price.set.v1': 'Price changed',
  'backroom.tax-rate.set.v1': 'Tax rate changed',
  'backroom.location.set.v1': 'Location changed',
  'backroom.stock-level.set.v1': 'Stock level changed',
  'backroom.low-stock.told.v1': 'Stock level crossed',
  'backroom.session.opened.v1': 'Register opened',
  'backroom.session.closed.v1': 'Register closed',
  'backroom.session.sealed.v1': 'Z report signed',
  'backroom.cash.moved.v1': 'Cash moved',
  'backroom.day.closed.v1': 'Day closed',
  'backroom.day.reconciled.v1': 'Day compared',
  'backroom.hold.made.v1': 'Money held',
  'backroom.hold.released.v1': 'Hold released',
  'backroom.hold.expired.v1': 'Hold expired',
  'backroom.liability.adjusted.v1': 'Gift card or credit changed',
  'backroom.payment.identified.v1': 'Payment identified',
  'backroom.payout.recorded.v1': 'Payout recorded',
  'backroom.customer.captured.v1': 'Customer captured',
  'backroom.customer.merged.v1': 'Customers merged',
  'backroom.customer.merge-undone.v1': 'Merge of customers undone',
  'backroom.customer.erased.v1': 'Customer erased',
  'backroom.loyalty.adjusted.v1': 'Points changed',
  'backroom.employee.set.v1': 'Employee changed',
  'backroom.books-settings.set.v1': 'Bookkeeping set up',
  'backroom.mapping.set.v1': 'Mapping changed',
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
  '~transit': 'in transit',
};

export function placeWords(place: string): string {
  return PLACE_WORDS[place] ?? place;
}
