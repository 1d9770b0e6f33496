import type { EventType } from '../events.ts';

interface EventWords {
  readonly title: string;
  readonly description: string;
}

const SUM_RULE =
  'Σ lines.amountMinor + tipMinor + roundingMinor + cashBackMinor = Σ tenders.amountMinor − changeMinor. ' +
  'This schema cannot state the sum: an event that does not add up is accepted, and a person is told.';

/** What each event means, and the rules that JSON Schema cannot state. */
export const EVENT_WORDS: Record<EventType, EventWords> = {
  'backroom.sale.completed.v1': {
    title: 'A sale was completed',
    description:
      'Goods left and money came in. Amounts are minor units of `currency` (cents, pence); the amount of a line is ' +
      `its total after discounts with every tax in it. ${SUM_RULE}`,
  },
  'backroom.sale.voided.v1': {
    title: 'A sale was voided',
    description: 'The whole sale that `original` names was a mistake: its goods and its money count no more.',
  },
  'backroom.refund.completed.v1': {
    title: 'A refund was completed',
    description:
      'A sale the other way round: quantities, line amounts and tenders are negative. `disposition` tells per line ' +
      `what happens to the goods. Without \`original\` it belongs to no known sale. ${SUM_RULE}`,
  },
  'backroom.stock.received.v1': {
    title: 'Stock was received',
    description: 'Goods that came from a supplier. A negative quantity is a return to the supplier.',
  },
  'backroom.stock.adjusted.v1': {
    title: 'Stock was adjusted',
    description: 'A signed change of stock with its reason: `-2` for two pieces lost, `3` for three found.',
  },
  'backroom.session.opened.v1': {
    title: 'A register session was opened',
    description: 'The drawer holds `floatMinor`. The session belongs to the installation that names it.',
  },
  'backroom.session.closed.v1': {
    title: 'A register session was closed',
    description:
      'The drawer was counted, by denomination or as a total. `firstSequence` to `lastSequence` are the numbers of its events: what is missing is asked for again.',
  },
  'backroom.cash.moved.v1': {
    title: 'Cash went into or out of a drawer',
    description: 'Apart from sales and refunds: change, money to the bank, a small expense.',
  },
  'backroom.session.sealed.v1': {
    title: 'A Z report was signed',
    description: 'The digest of the report and the head of the chain, signed with the key of the hub.',
  },
  'backroom.day.closed.v1': {
    title: 'A business day was closed',
    description: 'What comes later for that day is an adjustment of it.',
  },
  'backroom.day.reconciled.v1': {
    title: 'A business day was compared',
    description:
      'Tills, ledger, journal, destinations and payouts: what of them differs. Told again when something that came late has changed that.',
  },
  'backroom.hold.made.v1': {
    title: 'Money was asked to be kept',
    description:
      'Of a gift card, store credit, deposit or of what is refundable of a sale: all of it or nothing. The reply says when it was refused.',
  },
  'backroom.hold.released.v1': {
    title: 'Money that was kept is free again',
    description: 'The sale did not come about.',
  },
  'backroom.hold.expired.v1': {
    title: 'The time of a hold is over',
    description: 'What was kept is free again.',
  },
  'backroom.liability.adjusted.v1': {
    title: 'A gift card, store credit or deposit was changed',
    description: 'Without a sale: cards of an older system, goodwill, a correction, an expiry.',
  },
  'backroom.payment.identified.v1': {
    title: 'Somebody said which payment it was',
    description:
      'The processor and the reference of a tender: payouts that name them settle it from then on. For what a till left out or got wrong.',
  },
  'backroom.payout.recorded.v1': {
    title: 'A payout was recorded',
    description: 'What a processor pays to the bank, the payments that it settles, and its fees.',
  },
  'backroom.customer.captured.v1': {
    title: 'A customer was captured',
    description:
      'Name, e-mail, telephone and card are kept beside the log and can be erased; only what is set changes.',
  },
  'backroom.customer.merged.v1': {
    title: 'Two customers are one',
    description: 'History, points and consents of `customerId` go over to `into`.',
  },
  'backroom.customer.merge-undone.v1': {
    title: 'A merge of customers was a mistake',
    description: 'The customer is one of their own again.',
  },
  'backroom.customer.erased.v1': {
    title: 'A customer was forgotten',
    description: 'What tells who it was is removed; totals and receipts stay.',
  },
  'backroom.loyalty.adjusted.v1': {
    title: 'Points were changed without a sale',
    description: 'Opening balance, goodwill, correction, redemption or expiry.',
  },
  'backroom.employee.set.v1': {
    title: 'An employee was named',
    description: 'The name is kept beside the log.',
  },
  'backroom.books-settings.set.v1': {
    title: 'How the books are kept',
    description: 'What the configuration says of it, written down where it changed.',
  },
  'backroom.mapping.set.v1': {
    title: 'Another system’s name was set',
    description:
      'What a destination calls an account, a tax, a tender, a department, a location or a product of ours.',
  },
  'backroom.sequence.skipped.v1': {
    title: 'Sequence numbers were skipped',
    description:
      'Numbers of this installation that will never come. `first` must not be after `last`; this schema cannot state that.',
  },
  'backroom.product.set.v1': {
    title: 'A product was set',
    description: 'The whole product as it is from now on. Made by the hub only.',
  },
  'backroom.product.merged.v1': {
    title: 'A product was merged',
    description: 'An unlisted product turned out to be a listed one. Made by the hub only.',
  },
  'backroom.products.staged.v1': {
    title: 'Products were staged',
    description: 'One part of a large import; it counts when the import is completed. Made by the hub only.',
  },
  'backroom.import.completed.v1': {
    title: 'An import was completed',
    description: 'Every part of the import counts from here on. Made by the hub only.',
  },
  'backroom.exception.closed.v1': {
    title: 'An exception was dealt with',
    description: 'A person looked into a broken rule and closed it.',
  },
  'backroom.stock.moved.v1': {
    title: 'Stock was moved',
    description: 'Goods went from one location of the shop to another, there and then.',
  },
  'backroom.stock.reversed.v1': {
    title: 'A stock event was reversed',
    description: 'What `original` did to the stock is taken back by entries of its own. Once only.',
  },
  'backroom.delivery.expected.v1': {
    title: 'A delivery is expected',
    description: 'The whole delivery as it is expected from now on. What is not received yet is incoming.',
  },
  'backroom.delivery.closed.v1': {
    title: 'A delivery was closed',
    description: 'Nothing more will come of it: what is missing is short.',
  },
  'backroom.transfer.dispatched.v1': {
    title: 'A transfer was dispatched',
    description: 'Goods left a location for another one, and are in transit until they are received.',
  },
  'backroom.transfer.received.v1': {
    title: 'A transfer was received',
    description: 'What came of a transfer, at once or part by part.',
  },
  'backroom.transfer.closed.v1': {
    title: 'A transfer was closed',
    description: 'Nothing more will come: what is still in transit is booked as a difference.',
  },
  'backroom.count.started.v1': {
    title: 'A count was started',
    description: 'What is to be counted, and where. The shop goes on selling.',
  },
  'backroom.count.scanned.v1': {
    title: 'Goods were counted',
    description:
      'Each line carries the ledger position at which it was counted; pieces of several people add up.',
  },
  'backroom.count.reviewed.v1': {
    title: 'A count was reviewed',
    description: 'Which differences are right and which products are to be counted again.',
  },
  'backroom.count.posted.v1': {
    title: 'A count was posted',
    description: 'The approved differences are booked in one.',
  },
  'backroom.count.cancelled.v1': {
    title: 'A count was cancelled',
    description: 'Nothing of it counts.',
  },
  'backroom.reservation.made.v1': {
    title: 'Goods were reserved',
    description:
      'They are promised to somebody and not available to others. With `ifAvailable` all of it or nothing.',
  },
  'backroom.reservation.posted.v1': {
    title: 'Reserved goods were handed over',
    description: 'All of them, or the lines that are given.',
  },
  'backroom.reservation.voided.v1': {
    title: 'A reservation was voided',
    description: 'All that is left of it is free again, or the lines that are given.',
  },
  'backroom.reservation.expired.v1': {
    title: 'A reservation expired',
    description: 'Its time is over. Made by the hub only.',
  },
  'backroom.lot.recalled.v1': {
    title: 'A lot was recalled',
    description: 'It must not be sold any more; the sales that hold it are listed.',
  },
  'backroom.product.merge-undone.v1': {
    title: 'A merge was undone',
    description: 'The product is a product of its own again. Made by the hub only.',
  },
  'backroom.barcode.moved.v1': {
    title: 'A barcode was moved',
    description: 'It belongs to this product from now on. Made by the hub only.',
  },
  'backroom.price-list.set.v1': {
    title: 'A price list was set',
    description: 'Its currency, and whether its prices hold the tax. Made by the hub only.',
  },
  'backroom.price.set.v1': {
    title: 'A price was set',
    description: 'From an instant on, for one price list. Made by the hub only.',
  },
  'backroom.tax-rate.set.v1': {
    title: 'A tax rate was set',
    description: 'From an instant on, for one tax category. Made by the hub only.',
  },
  'backroom.location.set.v1': {
    title: 'A location was set',
    description: 'Where the shop keeps its goods. Made by the hub only.',
  },
  'backroom.stock-level.set.v1': {
    title: 'A stock level was set',
    description: 'At or below it the product is low in that location. Made by the hub only.',
  },
  'backroom.low-stock.told.v1': {
    title: 'Low stock was told',
    description:
      'Once when a product becomes low somewhere, once when it is not any more. Made by the hub only.',
  },
};
