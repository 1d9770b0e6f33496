/** What goes wrong with customers and their points. */
export const CUSTOMER_EXCEPTION_WORDS = {
  'customer.merge_unknown': {
    title: 'A merge names a customer that nothing else names',
    advice: 'Nothing was merged. Look whether the id was mistyped.',
  },
  'customer.merge_into_itself': {
    title: 'Two ids of one customer were merged again',
    advice: 'Nothing to do: they are one already.',
  },
  'customer.merge_repeated': {
    title: 'A merged customer was merged into another one',
    advice: 'Nothing was changed. Undo the first merge, or merge the customer that it went into.',
  },
  'customer.not_merged': {
    title: 'A merge was undone that is none',
    advice: 'Nothing was changed. Look whether the id was mistyped.',
  },
  'customer.erased_captured': {
    title: 'An erased customer was captured again',
    advice:
      'Nothing of it was kept. Who comes back gets a new id: tell the till’s supplier if a till keeps the old one.',
  },
  'loyalty.other_value': {
    title: 'Points were taken for more or less than they are worth',
    advice:
      'What the till told counts. Look whether it has the same value of a point as the hub’s configuration.',
  },
  'loyalty.nobody': {
    title: 'Points paid for a sale that names no customer',
    advice: 'They were taken from nobody. Find out whose they are, and take them off on the customer’s page.',
  },
  'loyalty.negative': {
    title: 'A customer has used more points than there were',
    advice: 'Look at the points on the customer’s page, and correct them there if they are wrong.',
  },
};
