-- What others owe the shop for a sale, or are owed for a refund: one row for each tender that somebody else settles, its
-- amount signed as on the receipt. tender: from 1. open_minor: what no payout has settled yet; 0 where the sale is voided.
-- account: the clearing account in which it stands. processor_key: the processor without regard to case. Without a processor and a reference no payout can name it.
-- class: projection
CREATE TABLE payment (
  seq INTEGER NOT NULL,
  tender INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('card', 'mobile', 'voucher', 'other')),
  processor TEXT,
  processor_key TEXT,
  account TEXT NOT NULL,
  reference TEXT,
  register_session TEXT NOT NULL,
  business_date TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  open_minor INTEGER NOT NULL,
  voided_seq INTEGER,
  PRIMARY KEY (seq, tender)
) STRICT, WITHOUT ROWID;

CREATE INDEX payment_by_reference ON payment (reference, processor_key)
WHERE reference IS NOT NULL AND processor_key IS NOT NULL;
CREATE INDEX payment_open ON payment (account, currency, business_date, seq, tender, open_minor) WHERE open_minor <> 0;

-- off_minor: what its header has and its entries do not, which nothing explains.
-- class: projection
CREATE TABLE payout (
  seq INTEGER PRIMARY KEY,
  payout_id TEXT NOT NULL,
  processor TEXT NOT NULL,
  processor_key TEXT NOT NULL,
  currency TEXT NOT NULL,
  arrived_on TEXT NOT NULL,
  gross_minor INTEGER NOT NULL,
  fee_minor INTEGER NOT NULL,
  net_minor INTEGER NOT NULL,
  off_minor INTEGER NOT NULL,
  bank_reference TEXT
) STRICT;

CREATE UNIQUE INDEX payout_by_id ON payout (processor_key, payout_id);
CREATE INDEX payout_by_day ON payout (arrived_on, seq);
CREATE INDEX payout_off ON payout (seq, off_minor) WHERE off_minor <> 0;

-- entry: from 1. open_minor: what of its gross no payment explains.
-- class: projection
CREATE TABLE payout_entry (
  seq INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'chargeback', 'fee', 'adjustment')),
  reference TEXT,
  processor_key TEXT NOT NULL,
  gross_minor INTEGER NOT NULL,
  fee_minor INTEGER NOT NULL,
  net_minor INTEGER NOT NULL,
  open_minor INTEGER NOT NULL,
  PRIMARY KEY (seq, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX payout_entry_by_reference ON payout_entry (reference, processor_key)
WHERE reference IS NOT NULL AND kind IN ('payment', 'refund');
CREATE INDEX payout_entry_open ON payout_entry (seq, entry, open_minor) WHERE open_minor <> 0;

-- How much of an entry settles how much of a payment.
-- class: projection
CREATE TABLE settlement (
  payout_seq INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  receipt_seq INTEGER NOT NULL,
  tender INTEGER NOT NULL,
  minor INTEGER NOT NULL CHECK (minor <> 0),
  PRIMARY KEY (payout_seq, entry, receipt_seq, tender)
) STRICT, WITHOUT ROWID;

CREATE INDEX settlement_by_payment ON settlement (receipt_seq, tender);

-- What came before this release is worked out from the log, once.
INSERT OR IGNORE INTO rebuild_due (one) SELECT 1 WHERE EXISTS (SELECT 1 FROM event);
