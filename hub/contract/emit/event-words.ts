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
};
