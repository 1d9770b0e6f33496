/** What goes wrong between payments and what processors pay out. */
export const PAYMENT_EXCEPTION_WORDS = {
  'payout.does_not_add_up': {
    title: 'A payout does not add up',
    advice:
      'Its entries are not what it says it is of. What arrived counts, the rest stands in suspense: compare the processor’s statement.',
  },
  'payout.unexplained': {
    title: 'Paid out without saying for what',
    advice: 'The amount stands in suspense. Look at the processor’s statement, and post it by hand.',
  },
  'payout.unknown_payment': {
    title: 'Paid out for a payment that no till told of',
    advice:
      'It may still come, and settles itself then. If it does not, look for the payment in the processor’s list: the amount stands in suspense. If it is an open payment under another reference, say so with `backroom payout identify`.',
  },
  'payout.other_amount': {
    title: 'Paid out with another amount',
    advice: 'Compare the receipt with the processor’s list: one of the two is wrong.',
  },
  'payout.repeated': {
    title: 'One number, two different payouts',
    advice: 'The first one counts. Compare the two with the processor’s statement.',
  },
  'payment.unknown': {
    title: 'A payment was identified that is not here',
    advice:
      'It may still come, and has its reference then. If the receipt is here, look at the number of the tender in `backroom payout open`: cash and gift cards are no payments of a processor.',
  },
  'payment.settled_twice': {
    title: 'Paid out twice',
    advice: 'What is too much stands in suspense. Tell the processor, who will take it back.',
  },
  'payment.voided_settled': {
    title: 'Paid out for a voided sale',
    advice: 'The customer was charged for a sale that was taken back. Give the money back by the processor.',
  },
  'payment.charged_back': {
    title: 'A customer took a payment back',
    advice: 'The processor kept it from a payout. Answer its question in time if the sale was right.',
  },
  'card.masked': {
    title: 'A till sent what looks like a card number',
    advice:
      'It was masked before it was stored. Find who types card numbers there, and have the till’s supplier look at it.',
  },
};
