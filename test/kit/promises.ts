/**
 * What Backroom promises when the world is unkind: one plain sentence each, in the groups in which the table of
 * `npm run proof` shows them. A test that proves one says so with `proven` (proven.ts); no promise may be without one.
 */
const PROMISES = {
  'A power cut': {
    'power-loss':
      'After a power cut at any moment every acknowledged sale is in the ledger, and the ledger is whole.',
    'power-loss-control':
      'The power cut test can fail: with synchronous=NORMAL in place of FULL it does find lost sales.',
    'puback-after-fsync': 'A till hears PUBACK only after the fsync that covers its sale.',
    'commit-fsync':
      'A commit is on disk before it is told, and a batch of many sales costs as many fsyncs as one.',
  },
  'A disk that is full or fails': {
    'disk-full':
      'A full disk holds up the tills and nothing else; the hub says so, and goes on by itself when there is room.',
    'io-errors':
      'Whichever write, fsync or truncate fails: nothing acknowledged is lost, the hub ends with code 74 and starts clean.',
    'failed-fsync':
      'A sale that is acknowledged after a failed fsync and a restart survives a power cut: what the kernel gave up is written again.',
    'flipped-byte':
      'A byte that changes in a ledger (but for what only waits, as in a queue), its write-ahead log (but for the last commit) or an archive changes no answer, or verification finds it.',
  },
  'A process that is killed': {
    'kill-loop': 'A hub that is killed under load, again and again, loses no sale and counts none twice.',
    'crash-points': 'Wherever a process ends on the way of a sale, nothing is lost, doubled or out of order.',
    'import-kill': 'Of products that are imported while the hub is killed, all are there or none.',
    'low-stock-told':
      'A product that gets low is told once, and that it is not any more once, through kills.',
    'till-killed': 'A till that is killed while it sells keeps every sale that it called safe.',
  },
  'Bad neighbours': {
    'frozen-subscribers':
      'Ten subscribers that stopped reading hold up nobody, and the memory stays bounded.',
    flood: 'One till that floods does not hold up the others.',
    'before-connect': 'Somebody who sends 200 MB without ever signing in costs no memory and no sale.',
    'idle-sockets': 'Two thousand connections that say nothing keep no till from selling.',
    fuzz: 'Random and damaged packets, 100,000 of them, crash nothing and disturb no till.',
    'slow-clients': 'Clients that send one byte at a time, in MQTT or HTTP, are dropped and hold up nobody.',
    'hostile-payloads': 'Payloads that are oversized or deeply nested are refused, and crash nothing.',
    wills: 'A last will may say no more than the client itself may say.',
    'client-id-theft': 'Nobody signs in with the client id of another till, nor puts it out of service.',
    'limits-delay': 'A limit on a till delays its acknowledgements; it drops no sale.',
  },
  "The ledger's worker": {
    'worker-dies':
      'When the worker dies, acknowledging stops and the hub ends for its supervisor to restart it.',
    'worker-hangs': 'When the worker hangs, it is noticed, acknowledging stops and the hub ends.',
    'worker-starves':
      'When the worker gets no time, it is noticed and said, and no sale is acknowledged early.',
  },
  'Clocks that are wrong': {
    'clock-order':
      'With a clock 3 days behind, 400 days ahead or in 1970, sales keep the order of their sequence.',
    'clock-timers': 'When the clock jumps, every timer fires within twice its delay.',
    'clock-quality': 'Each event carries how well its till, and the hub, know the time.',
  },
  'Whatever happens in a shop': {
    simulation: "A shop's week with bad tills, networks, disks and restarts keeps every invariant.",
    'any-event': 'Whatever a till may send, the ledger takes it and proves itself.',
    counts: 'A count that is posted makes the ledger what is on the shelf, however much is sold meanwhile.',
    'commit-model':
      'After any run of events, repetitions, conflicts, restarts and deaths the ledger says what a plain model says.',
    replay:
      "A retailer's trading, replayed with trouble on every line, ends with the stock, Z reports and books that an oracle says.",
  },
  "The shop's money and its customers": {
    'money-any-order':
      'Sessions, payments, gift cards, refunds, customers and the books come to the same end in any order, late and twice.',
    'money-models':
      'Sessions, payments, gift cards, holds, points and the journal are what small models say, after any run of events.',
    'books-balance':
      'Months of real trading, closed daily, balance entry by entry for hledger; clearing is what is unsettled, and revenue and tax what an independent sum says.',
    'erased-person':
      'Who is erased is in no byte of the data folder or of what went out, every total stays, and a copy that is put back forgets again.',
    'customer-lists': 'Each list of customers has just the rows that the real trading gives.',
    reconciliation:
      'Sales, journal and clearing of a day agree whatever comes late or twice, and only what is open is told as a difference.',
    erasure:
      'Who is erased is in no file of the ledger any more: not in refused payloads, unknown events, snapshots of updates or the log of a killed process.',
    'card-numbers': 'What could be a card number is masked before it is hashed or stored, and is flagged.',
    verification:
      'A value that is changed in any table that the log makes is found by verification, and put right by a rebuild.',
  },
  'Programs of others': {
    'foreign-clients': 'Clients that others wrote (Mosquitto, Paho) sell, ask and listen as ours do.',
    'mqtt-conformance':
      'The broker keeps the numbered statements of MQTT 3.1.1; what it does otherwise is listed with its reason.',
  },
} as const;

type Groups = typeof PROMISES;

/** The name of a promise, as tests and `npm run proof -- --only` spell it. */
export type PromiseKey = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];

/** Every promise with its group and its sentence, in the order in which people read them. */
export function allPromises(): { key: PromiseKey; group: string; sentence: string }[] {
  return Object.entries(PROMISES).flatMap(([group, promises]) =>
    Object.entries(promises).flatMap(([key, sentence]) => (isPromise(key) ? [{ key, group, sentence }] : [])),
  );
}

export function isPromise(key: string): key is PromiseKey {
  return Object.values(PROMISES).some((group) => Object.hasOwn(group, key));
}
