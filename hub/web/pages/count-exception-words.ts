/** What goes wrong in counts. */
export const COUNT_EXCEPTION_WORDS = {
  'count.not_started': {
    title: 'A count that nobody started',
    advice: 'Its start may still come. If it does not, start a count of that name.',
  },
  'count.started_twice': {
    title: 'A count was started twice',
    advice: 'The first start counts. Give the other count a name of its own.',
  },
  'count.late_scan': {
    title: 'Scanned after the count was over',
    advice: 'What was scanned changed nothing. Count these products again if it matters.',
  },
  'count.stale_position': {
    title: 'A counting device is far behind',
    advice: 'Connect it with the hub, and count the products anew.',
  },
  'count.not_counted': {
    title: 'Looked at what nobody counted',
    advice: 'Compare the products of the review with those of the count.',
  },
  'count.posted_twice': {
    title: 'A count was posted twice',
    advice: 'It was booked once. Nothing else to do.',
  },
  'count.over': {
    title: 'A word about a count that is over',
    advice: 'It changed nothing. Start another count where something is still to be booked.',
  },
  'count.late_sale': {
    title: 'A sale came after its goods were counted',
    advice: 'The goods may be missing twice: in the count and by the sale. Count these products again.',
  },
};
