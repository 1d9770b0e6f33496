/** What goes wrong with gift cards, store credit and deposits, and with what is held of them. */
export const LIABILITY_EXCEPTION_WORDS = {
  'refund.exceeds_line': {
    title: 'More came back than was sold',
    advice: 'Compare the lines of the sale and of its refunds. All of them count.',
  },
  'liability.overdrawn': {
    title: 'More was spent than was there',
    advice:
      'A gift card, credit or deposit is below zero. Look for a sale of it that has not come yet; if it is of an older system, enter its opening balance.',
  },
  'liability.held_spent': {
    title: 'Spent while it was held for another till',
    advice: 'A till took money without asking. The other till may find too little: see both receipts.',
  },
  'liability.other_currency': {
    title: 'Used in another currency',
    advice: 'The two currencies are kept apart. See whether the till sent the wrong one.',
  },
  'liability.out_of_range': {
    title: 'A balance beyond what can be counted',
    advice: 'It stays as it was. Look whether an amount was mistyped.',
  },
  'hold.unknown': {
    title: 'A hold that is not here',
    advice: 'It may still come. If it does not, the till used money without asking for it.',
  },
  'hold.repeated': {
    title: 'One number, two holds',
    advice: 'The first one counts. Have the till’s supplier look at how it numbers holds.',
  },
  'hold.exceeded': {
    title: 'More was used than was held',
    advice: 'What was used counts. Compare the receipt with what the till asked for.',
  },
};
