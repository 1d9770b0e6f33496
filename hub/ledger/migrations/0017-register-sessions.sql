-- The till's day: a register session of one installation (stream). session: the entry that first named it. A row is made by
-- the first event that names the session, whichever that is: opened_seq and closed_seq are null until its till has told.
-- business_date: what its opening says, else its closing, else the earliest that anything of it says; once it is posted it
-- stays. first_date, last_date: of its receipts. complete: 1 where no number between first and last is missing any more.
-- posted_seq: the entry that fixed its Z report. missing: the numbers that were missing at that moment, as JSON text.
-- z_number: how many Z reports the installation had, with this one; null where its day was over before it was named.
-- till_report: what the till itself adds up to, as JSON text.
-- class: projection
CREATE TABLE register_session (
  session INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('awaited', 'open', 'closing', 'closed')),
  business_date TEXT NOT NULL,
  currency TEXT NOT NULL,
  location TEXT,
  opened_seq INTEGER,
  closed_seq INTEGER,
  posted_seq INTEGER,
  sealed_seq INTEGER,
  float_minor INTEGER,
  counted_minor INTEGER,
  first_sequence INTEGER,
  last_sequence INTEGER,
  first_date TEXT,
  last_date TEXT,
  complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
  missing TEXT,
  z_number INTEGER,
  till_report TEXT,
  UNIQUE (stream, name)
) STRICT;

CREATE INDEX register_session_by_day ON register_session (business_date, session);
CREATE INDEX register_session_waiting ON register_session (stream, session)
  WHERE closed_seq IS NOT NULL AND complete = 0;
CREATE INDEX register_session_opened ON register_session (stream) WHERE opened_seq IS NOT NULL;
CREATE INDEX register_session_to_seal ON register_session (session, z_number, sealed_seq)
  WHERE z_number IS NOT NULL AND sealed_seq IS NULL;

-- Sums of a session. part: `session` is its Z report; `late` came after that and is in the till's own report, `after` is not,
-- since its number is beyond the last of the session. Both are adjustments of its day. aspect, side and key: see
-- MoneyAmount; and `grand`, the installation's sums over all its Z reports and adjustments up to the Z report of this session.
-- class: projection
CREATE TABLE session_total (
  session INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('session', 'late', 'after')),
  currency TEXT NOT NULL,
  aspect TEXT NOT NULL,
  side TEXT NOT NULL,
  key TEXT NOT NULL,
  minor INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (session, part, currency, aspect, side, key)
) STRICT, WITHOUT ROWID;

-- What came for a session that was posted before. A late sale that was voided before it came is both a sale and a void.
-- total_minor: of the receipt, or of the cash.
-- class: projection
CREATE TABLE day_adjustment (
  seq INTEGER NOT NULL,
  session INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'refund', 'void', 'cash', 'opening', 'closing')),
  currency TEXT NOT NULL,
  total_minor INTEGER NOT NULL,
  PRIMARY KEY (seq, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX day_adjustment_by_day ON day_adjustment (business_date);
CREATE INDEX day_adjustment_by_session ON day_adjustment (session);

-- Where the till's own report of a session differs from the hub's.
-- class: projection
CREATE TABLE session_difference (
  session INTEGER NOT NULL,
  aspect TEXT NOT NULL,
  key TEXT NOT NULL,
  till_minor INTEGER NOT NULL,
  hub_minor INTEGER NOT NULL,
  PRIMARY KEY (session, aspect, key)
) STRICT, WITHOUT ROWID;

-- What an installation sold, gave back and voided, over all its Z reports and their adjustments. side `session`: how many Z
-- reports it had.
-- class: projection
CREATE TABLE register_total (
  stream INTEGER NOT NULL,
  currency TEXT NOT NULL,
  side TEXT NOT NULL,
  minor INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (stream, currency, side)
) STRICT, WITHOUT ROWID;

-- Business days that are over.
-- class: projection
CREATE TABLE business_day (
  business_date TEXT PRIMARY KEY,
  closed_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The receipts that are in the log already name sessions.
INSERT OR IGNORE INTO rebuild_due (one) SELECT 1 WHERE EXISTS (SELECT 1 FROM event);
