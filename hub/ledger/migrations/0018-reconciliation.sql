-- Sessions whose money is not in the books yet: few, and asked about whenever a day is reconciled.
CREATE INDEX register_session_unposted ON register_session (session, stream, name) WHERE posted_seq IS NULL;

-- What a business day came to when it was last compared, by the entry that says it. differences: how many.
-- class: projection
CREATE TABLE day_reconciliation (
  business_date TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  differences INTEGER NOT NULL CHECK (differences >= 0)
) STRICT, WITHOUT ROWID;
