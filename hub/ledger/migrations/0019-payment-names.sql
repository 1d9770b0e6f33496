-- By what a payment is known to its processor, where somebody said so apart from the receipt: the receipt, its tender from 1,
-- and the entry that said it last. It may be here before the receipt is.
-- class: projection
CREATE TABLE payment_name (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  tender INTEGER NOT NULL,
  processor_key TEXT NOT NULL,
  reference TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (source, id, tender)
) STRICT, WITHOUT ROWID;

-- What is open of the payments of each clearing account, and of how many of them anything is; no row where nothing is.
-- class: projection
CREATE TABLE payment_total (
  account TEXT NOT NULL,
  currency TEXT NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0),
  open_minor INTEGER NOT NULL,
  PRIMARY KEY (account, currency)
) STRICT, WITHOUT ROWID;

-- More is taken for a card number than before, in what people typed: what came before this release is worked out from the
-- log, once.
INSERT OR IGNORE INTO rebuild_due (one) SELECT 1 WHERE EXISTS (SELECT 1 FROM event);
