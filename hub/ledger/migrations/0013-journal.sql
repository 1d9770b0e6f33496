-- What of the configuration decides how the books are kept, as it was last written down. loyalty: JSON text.
-- class: reference
CREATE TABLE books_settings (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  currency TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  day_starts_at TEXT NOT NULL,
  journal_per TEXT NOT NULL CHECK (journal_per IN ('session', 'sale')),
  cost_of_goods INTEGER NOT NULL CHECK (cost_of_goods IN (0, 1)),
  loyalty TEXT
) STRICT;

-- What another system calls something of ours.
-- class: reference
CREATE TABLE mapping (
  system TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('account', 'tax', 'tender', 'department', 'location', 'product', 'class')),
  ours TEXT NOT NULL,
  theirs TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (system, kind, ours)
) STRICT, WITHOUT ROWID;

-- The accounting journal: an entry is written once and never changed. seq: the event that made it. about: the event that it
-- tells of, where that is another: the closing of a session, the sale that is voided. stream, register_session: of which
-- session it is; null where it is of none. reference: of a payout or of a liability, the shop's own name for it.
-- class: projection
CREATE TABLE journal_entry (
  entry INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'sale', 'adjustment', 'payout', 'liability')),
  business_date TEXT NOT NULL,
  currency TEXT NOT NULL,
  debit_minor INTEGER NOT NULL CHECK (debit_minor > 0),
  credit_minor INTEGER NOT NULL,
  about INTEGER,
  stream INTEGER,
  register_session TEXT,
  reference TEXT,
  CHECK (debit_minor = credit_minor)
) STRICT;

CREATE INDEX journal_entry_by_day ON journal_entry (business_date, entry);
CREATE INDEX journal_entry_by_seq ON journal_entry (seq, entry);
CREATE INDEX journal_entry_by_session ON journal_entry (stream, register_session, currency)
  WHERE register_session IS NOT NULL;

-- class: projection
CREATE TABLE journal_line (
  entry INTEGER NOT NULL,
  line INTEGER NOT NULL,
  account TEXT NOT NULL,
  debit_minor INTEGER NOT NULL CHECK (debit_minor >= 0),
  credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0),
  PRIMARY KEY (entry, line),
  CHECK ((debit_minor > 0) <> (credit_minor > 0))
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_line_by_account ON journal_line (account, entry);

-- What the entries of a day add up to, account by account.
-- class: projection
CREATE TABLE journal_total (
  account TEXT NOT NULL,
  currency TEXT NOT NULL,
  business_date TEXT NOT NULL,
  debit_minor INTEGER NOT NULL,
  credit_minor INTEGER NOT NULL,
  PRIMARY KEY (account, currency, business_date)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_total_by_day ON journal_total (business_date, account);

-- A session that was posted: what comes late for it is an adjustment of its day. counted: 1 where its drawer was counted.
-- class: projection
CREATE TABLE journal_session (
  stream INTEGER NOT NULL,
  register_session TEXT NOT NULL,
  currency TEXT NOT NULL,
  business_date TEXT NOT NULL,
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
  PRIMARY KEY (stream, register_session, currency)
) STRICT, WITHOUT ROWID;
