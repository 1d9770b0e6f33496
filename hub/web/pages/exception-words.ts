import { COUNT_EXCEPTION_WORDS } from './count-exception-words.ts';
import { CUSTOMER_EXCEPTION_WORDS } from './customer-exception-words.ts';
import { LIABILITY_EXCEPTION_WORDS } from './liability-exception-words.ts';
import { PAYMENT_EXCEPTION_WORDS } from './payment-exception-words.ts';
import { SESSION_EXCEPTION_WORDS } from './session-exception-words.ts';

/** What a broken rule means, and what a person does about it. */
export interface ExceptionWords {
  readonly title: string;
  readonly advice: string;
}

const WORDS: Readonly<Record<string, ExceptionWords>> = {
  ...COUNT_EXCEPTION_WORDS,
  ...CUSTOMER_EXCEPTION_WORDS,
  ...LIABILITY_EXCEPTION_WORDS,
  ...PAYMENT_EXCEPTION_WORDS,
  ...SESSION_EXCEPTION_WORDS,
  'id.conflict': {
    title: 'One number, two different events',
    advice:
      'A till sent an event again with other content. The first one counts. Compare the two on the till.',
  },
  'type.unknown': {
    title: 'An event of an unknown kind',
    advice: 'A till is newer than the hub. The event is kept. Update the hub.',
  },
  'sequence.reused': {
    title: 'A till used a number twice',
    advice: 'Both events count. Have the till’s supplier look at how it counts.',
  },
  'location.unknown': {
    title: 'Unknown location',
    advice:
      'It is kept as a location of its own. If it is a mistake, correct its name on the till and adjust the stock.',
  },
  'product.unlisted': {
    title: 'Sold a code that no product has',
    advice: 'Open the product and name it, or merge it into the product that it is.',
  },
  'stock.negative': {
    title: 'Less than nothing on hand',
    advice:
      'Something was sold that the hub did not know of. Count the product, and look for a delivery that was not booked.',
  },
  'stock.out_of_range': {
    title: 'More than can be counted',
    advice:
      'The stock stays as it was, the sale or delivery counts. Correct the quantity, and count the product.',
  },
  'cost.out_of_range': {
    title: 'Worth more than can be counted',
    advice: 'Look at the cost that was told for the product, and take the delivery back if it was mistyped.',
  },
  'cost.too_late': {
    title: 'A delivery told too late to be revalued',
    advice: 'The goods and their cost count, as of now. What was sold before keeps the cost it had.',
  },
  'lot.expired_sold': {
    title: 'Sold after its last day',
    advice: 'Take what is left of the lot off the shelf, and tell the customer where you can.',
  },
  'lot.recalled': {
    title: 'A lot is recalled',
    advice: 'Take it off the shelf. Open the lot to see which sales hold it and how much is left.',
  },
  'lot.recalled_sold': {
    title: 'Sold although it is recalled',
    advice: 'Tell the customer where you can, and look where the rest of the lot is.',
  },
  'stock.oversold': {
    title: 'More promised than is there',
    advice: 'Order more, or tell one of those who reserved it.',
  },
  'reservation.unknown': {
    title: 'Said of a reservation that is not here',
    advice:
      'The reservation may still come, and then it counts. If it does not, look who handed the goods over.',
  },
  'reservation.repeated': {
    title: 'One number, two different reservations',
    advice: 'The first one counts. Compare the two where they were made.',
  },
  'reservation.ended': {
    title: 'Handed over or freed after the end',
    advice:
      'The reservation was over. If the goods are gone, they are out of the stock; tell whoever reserved.',
  },
  'reservation.exceeded': {
    title: 'More handed over than was reserved',
    advice: 'The goods are out of the stock. Compare the order.',
  },
  'count.not_started': {
    title: 'Counted for a count that nobody started',
    advice: 'Start the count: what was scanned is kept, and belongs to it then.',
  },
  'count.started_twice': {
    title: 'A count was started twice',
    advice: 'The first one counts. If two were meant, start the second with another number.',
  },
  'count.late_scan': {
    title: 'Scanned for a count that is over',
    advice: 'Look whether the number on hand is right. If it is not, start another count.',
  },
  'count.stale_position': {
    title: 'Counted with a device that is far behind',
    advice: 'Bring the device near the shop’s network, and count these products again.',
  },
  'count.not_counted': {
    title: 'Approved what nobody has counted',
    advice: 'Nothing was booked for it. Count it, or leave it out.',
  },
  'count.posted_twice': {
    title: 'A count was posted twice',
    advice: 'It was booked once. Nothing else to do.',
  },
  'count.over': {
    title: 'Said of a count that is over',
    advice: 'Nothing was changed. Start another count if there is more to count.',
  },
  'count.late_sale': {
    title: 'A sale came in after its goods were counted',
    advice: 'A till was out of reach while you counted. Count these products again.',
  },
  'journal.out_of_range': {
    title: 'Too much to post',
    advice: 'An amount is beyond what books can hold. Look for one that was mistyped, and post it by hand.',
  },
  'receipt.does_not_add_up': {
    title: 'Lines and payments differ',
    advice: 'Compare the receipt on the till. The sale counts as it is.',
  },
  'line.does_not_multiply': {
    title: 'A line does not add up',
    advice: 'Quantity times price is not the line’s amount. Compare the receipt on the till.',
  },
  'void.unknown_sale': {
    title: 'Voided a sale that is not here',
    advice: 'The sale may still come. If it does not, find the till that made it.',
  },
  'void.not_a_sale': {
    title: 'Voided something that is no sale',
    advice: 'Nothing was taken back. Look at the till.',
  },
  'void.repeated': { title: 'Voided twice', advice: 'The sale was taken back once. Nothing else to do.' },
  'void.of_refunded': {
    title: 'Voided a sale that was refunded',
    advice: 'The customer may have been paid back twice. Compare both receipts.',
  },
  'refund.unknown_sale': {
    title: 'Refund of a sale that is not here',
    advice: 'Compare the customer’s slip. The refund counts.',
  },
  'refund.not_a_sale': {
    title: 'Refund of something that is no sale',
    advice: 'Compare the slip. The refund counts.',
  },
  'refund.of_voided': {
    title: 'Refund of a voided sale',
    advice: 'The customer may have been paid back twice.',
  },
  'refund.exceeds_sale': {
    title: 'More refunded than was paid',
    advice: 'Compare the sale and its refunds. All of them count.',
  },
  'barcode.taken': {
    title: 'A barcode belongs to two products',
    advice: 'It stays with the product that had it. Take it off one of them, or move it to the other.',
  },
  'barcode.unknown_product': {
    title: 'A barcode was moved to an unknown product',
    advice: 'It stays where it was. Set the product up, and move the barcode again.',
  },
  'price.unknown_product': {
    title: 'A price for an unknown product',
    advice: 'Set the product up, and set its price again.',
  },
  'price.unknown_list': {
    title: 'A price in an unknown price list',
    advice: 'Set the price list up, and set the price again.',
  },
  'product.withdrawn_sold': {
    title: 'A withdrawn product was sold',
    advice:
      'Take what is left off the shelf and adjust it away, or set the product to be sold again. Look whether the till has the newest catalogue.',
  },
  'product.merged_set': {
    title: 'A merged product was set again',
    advice:
      'It stays merged, and is not asked about again. If it is a product of its own after all, undo the merge: it is as it was set last. If not, take it out of the file that you import.',
  },
  'merge.not_merged': {
    title: 'An undone merge that never was',
    advice: 'The product is a product of its own. Nothing was changed.',
  },
  'merge.unknown_product': {
    title: 'Merge with an unknown product',
    advice: 'Nothing was merged. Check the code.',
  },
  'merge.into_itself': {
    title: 'Merge of a product with itself',
    advice: 'Nothing was merged. Check the code.',
  },
  'level.unknown_product': {
    title: 'A level for a product that is not here',
    advice: 'Nothing was set. Look at the SKU, and set the level again.',
  },
  'import.incomplete': {
    title: 'An import is incomplete',
    advice: 'Nothing of it counts. Import the file again.',
  },
  'delivery.unknown': {
    title: 'Closed a delivery that nobody expected',
    advice: 'Look at its number. If it comes after all it is closed at once.',
  },
  'delivery.short': {
    title: 'A delivery is not complete',
    advice:
      'Ask the supplier for what is missing or was rejected. If it comes after all, receive it as usual.',
  },
  'delivery.elsewhere': {
    title: 'A delivery came to another place',
    advice: 'The goods count where they came. Move them in the hub if they are where they were expected.',
  },
  'delivery.closed_received': {
    title: 'Goods of a closed delivery',
    advice: 'They count. See whether they came late, or were received twice: then take one of the two back.',
  },
  'transfer.unknown': {
    title: 'A transfer without its dispatch',
    advice: 'The dispatch may still come. If it does not, enter it at the place that sent the goods.',
  },
  'transfer.short': {
    title: 'Goods were lost between two places',
    advice: 'Look for them at both places. If they turn up, receive them: the transfer mends itself.',
  },
  'transfer.over': {
    title: 'More came than was sent',
    advice: 'Count the goods where they came from: more of them left than was told.',
  },
  'reversal.unknown': {
    title: 'Took back something that is not here',
    advice: 'It may still come, and is taken back then. If it does not, find the till that made it.',
  },
  'reversal.not_stock': {
    title: 'Took back something that moved no goods',
    advice:
      'Nothing was changed. A sale is voided on the till; a reversal is undone by entering the event again.',
  },
  'reversal.repeated': {
    title: 'Taken back twice',
    advice: 'It was taken back once. Nothing else to do.',
  },
};

/** A cause that is not in the table is shown by its code: nothing is hidden. */
export function exceptionWords(cause: string): ExceptionWords {
  return WORDS[cause] ?? { title: cause, advice: 'See the details.' };
}
