/** What goes wrong with register sessions and business days, and what a person does about it. */
export const SESSION_EXCEPTION_WORDS = {
  'session.not_opened': {
    title: 'A session that was never opened',
    advice:
      'What was sold in it counts. Ask for the float at that till, and look whether the till tells the hub of its opening.',
  },
  'session.not_closed': {
    title: 'The day was closed before the session',
    advice: 'Count the drawer and close the session at the till. What comes is an adjustment of that day.',
  },
  'session.repeated': {
    title: 'A session opened or closed twice',
    advice: 'The first one counts. Have the till’s supplier give each session a name of its own.',
  },
  'session.other_day': {
    title: 'A receipt of another day than its session',
    advice: 'It counts on the day of its session. Look at the till’s date, and close sessions each evening.',
  },
  'session.numbers_missing': {
    title: 'A closed session lacks something',
    advice:
      'Connect the till to the hub: it sends what is missing by itself. If the till is lost, close the day: what comes later is an adjustment.',
  },
  'session.report_differs': {
    title: 'The till adds up to something else',
    advice: 'Compare the two on the page of the session. The receipts that the hub has are what counts.',
  },
  'day.adjusted': {
    title: 'Something came after the day was closed',
    advice:
      'It counts as an adjustment of that day. Look at the day, and tell your accountant if it was reported already.',
  },
  'day.differs': {
    title: 'A day does not agree',
    advice:
      'Open the day: it says what differs, why, and what to do. This goes away by itself when the day agrees.',
  },
};
