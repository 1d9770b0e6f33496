-- Money of customers that the shop owes, by currency. account: the gift card, store credit or deposit, `customer:` and the
-- customer's id, or `anonymous`. held: by open holds. entries: how many rows liability_entry has of it.
-- class: projection
CREATE TABLE liability (
  liability INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('gift_card', 'store_credit', 'deposit')),
  account TEXT NOT NULL,
  currency TEXT NOT NULL,
  balance_minor INTEGER NOT NULL,
  held_minor INTEGER NOT NULL CHECK (held_minor >= 0),
  entries INTEGER NOT NULL,
  changed_seq INTEGER NOT NULL,
  UNIQUE (account, kind, currency)
) STRICT;

CREATE INDEX liability_by_kind ON liability (kind, liability);

-- What changed a balance, oldest first from 1; rows are only ever added. balance: with it.
-- class: projection
CREATE TABLE liability_entry (
  liability INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  change_minor INTEGER NOT NULL CHECK (change_minor <> 0),
  balance_minor INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN
    ('sold', 'given back', 'spent', 'refunded', 'voided', 'opening', 'goodwill', 'correction', 'expired')),
  PRIMARY KEY (liability, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX liability_entry_by_seq ON liability_entry (seq);

-- Money that is kept for a till before it takes or gives any, by the id that the till gave it. A row is made by the first
-- event that names the id: what comes before the hold itself waits here (made_seq is null). liability: what it holds of;
-- sale: the receipt of which it holds what is refundable. refusal: it got nothing; in words. state and held follow from
-- the columns before them.
-- class: projection
CREATE TABLE hold (
  hold INTEGER PRIMARY KEY,
  hold_id TEXT NOT NULL UNIQUE,
  made_seq INTEGER,
  kind TEXT CHECK (kind IN ('gift_card', 'store_credit', 'deposit', 'refund')),
  account TEXT,
  liability INTEGER,
  sale INTEGER,
  currency TEXT,
  amount_minor INTEGER NOT NULL,
  expires_ms INTEGER,
  refusal TEXT,
  uses INTEGER NOT NULL,
  used_minor INTEGER NOT NULL,
  released INTEGER NOT NULL,
  expired INTEGER NOT NULL,
  held_minor INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('awaited', 'refused', 'open', 'used', 'released', 'expired'))
) STRICT;

CREATE INDEX hold_due ON hold (expires_ms, state) WHERE state = 'open';
CREATE INDEX hold_of_liability ON hold (liability, hold, state) WHERE state = 'open';
CREATE INDEX hold_of_sale ON hold (sale, held_minor, state) WHERE state = 'open';

-- What refunds and exchanges gave back of one line of a sale; above zero.
-- class: projection
CREATE TABLE line_refund (
  sale INTEGER NOT NULL,
  line INTEGER NOT NULL,
  quantity_micro INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (sale, line)
) STRICT, WITHOUT ROWID;

-- Refunds of what another channel sold, by its number there.
-- class: projection
CREATE TABLE order_refund (
  order_number TEXT NOT NULL,
  seq INTEGER NOT NULL,
  channel TEXT NOT NULL,
  PRIMARY KEY (order_number, seq)
) STRICT, WITHOUT ROWID;

-- What came before this release is worked out from the log, once.
INSERT OR IGNORE INTO rebuild_due (one) SELECT 1 WHERE EXISTS (SELECT 1 FROM event);
