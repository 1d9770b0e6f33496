-- Who wrote events: one row a source, so that an event needs only a number for it.
-- class: log
CREATE TABLE stream (
  stream INTEGER PRIMARY KEY,
  source TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('tills', 'devices', 'hub')),
  name TEXT NOT NULL,
  installation TEXT NOT NULL
) STRICT;

CREATE INDEX stream_by_name ON stream (kind, name, stream);

-- The facts in the order of the ledger. `body` is the event as the contract knows it; `hash` covers the row
-- and the hash before it. standing: 0 counts, 1 is a conflict (an id that was known with other content).
-- class: log
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  standing INTEGER NOT NULL,
  payload_sha256 BLOB NOT NULL,
  hash BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- What makes an event one event for ever.
-- class: log
CREATE TABLE event_key (
  stream INTEGER NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT, WITHOUT ROWID;

-- A conflict that comes again is the same conflict.
-- class: log
CREATE TABLE conflict_key (
  stream INTEGER NOT NULL,
  id TEXT NOT NULL,
  payload_sha256 BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (stream, id, payload_sha256)
) STRICT, WITHOUT ROWID;

-- Fields that the contract does not know, as JSON. They may hold anything, so they can be erased.
-- class: personal
CREATE TABLE event_extra (
  seq INTEGER PRIMARY KEY,
  extra TEXT NOT NULL,
  sha256 BLOB NOT NULL
) STRICT;

-- Payloads that could not be read, card numbers masked, for a person to repair and admit.
-- class: personal
CREATE TABLE rejected (
  rejected INTEGER PRIMARY KEY,
  received_ms INTEGER NOT NULL,
  sender TEXT NOT NULL,
  payload_sha256 BLOB NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  payload TEXT NOT NULL,
  times_seen INTEGER NOT NULL DEFAULT 1,
  admitted_seq INTEGER,
  closed_ms INTEGER,
  closed_note TEXT,
  UNIQUE (sender, payload_sha256)
) STRICT;

CREATE INDEX rejected_open ON rejected (rejected, admitted_seq, closed_ms)
  WHERE admitted_seq IS NULL AND closed_ms IS NULL;

-- The gapless sequence of each installation: everything up to `contiguous` is here.
-- class: projection
CREATE TABLE progress (
  stream INTEGER PRIMARY KEY,
  contiguous INTEGER NOT NULL,
  highest INTEGER NOT NULL
) STRICT;

-- Numbers beyond the first gap that are here already.
-- class: projection
CREATE TABLE sequence_ahead (
  stream INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (stream, first)
) STRICT, WITHOUT ROWID;

-- Where goods can be. Balances are kept for tracked places; the others are the outside world.
-- class: reference
CREATE TABLE place (
  place INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  code_key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('location', 'customer', 'supplier', 'damaged', 'difference', 'merged')),
  tracked INTEGER NOT NULL,
  UNIQUE (kind, code_key)
) STRICT;

INSERT INTO place (place, code, code_key, kind, tracked) VALUES
  (1, 'shop', 'shop', 'location', 1),
  (2, '~customer', '~customer', 'customer', 0),
  (3, '~supplier', '~supplier', 'supplier', 0),
  (4, '~damaged', '~damaged', 'damaged', 1),
  (5, '~difference', '~difference', 'difference', 0),
  (6, '~merged', '~merged', 'merged', 0);

-- sku_key is the SKU without regard to case. name_key is the name without regard to case and accents. listed: 0 where a till sold a code that no product had. merged_into: the product that took it over.
-- class: reference
CREATE TABLE product (
  product INTEGER PRIMARY KEY,
  sku TEXT NOT NULL,
  sku_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  department TEXT,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  price TEXT,
  currency TEXT,
  tax_category TEXT,
  low_stock_micro INTEGER,
  listed INTEGER NOT NULL,
  merged_into INTEGER,
  changed_seq INTEGER NOT NULL
) STRICT;

-- The columns of the conditions stand in these indexes too, so that what they hold is counted without a look at the rows.
CREATE INDEX product_by_name ON product (name_key, product, merged_into) WHERE merged_into IS NULL;
CREATE INDEX product_changed ON product (changed_seq);
CREATE INDEX product_unlisted ON product (changed_seq, listed, merged_into) WHERE listed = 0 AND merged_into IS NULL;

-- class: reference
CREATE TABLE barcode (
  barcode_key TEXT NOT NULL PRIMARY KEY,
  barcode TEXT NOT NULL,
  product INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX barcode_by_product ON barcode (product);

-- What a person types to find a product: name, SKU and barcodes, folded, found by any three letters in a row and by
-- the beginnings of words.
-- class: projection
CREATE VIRTUAL TABLE product_search USING fts5 (
  words, content = '', contentless_delete = 1, tokenize = "trigram case_sensitive 1"
);

-- Parts of an import that is not completed yet.
-- class: projection
CREATE TABLE import_part (
  import_id TEXT NOT NULL,
  part INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (import_id, part)
) STRICT, WITHOUT ROWID;

-- Every quantity leaves one place and enters another. The previous movement of the same product at either
-- place is linked, so that the latest movements of a product are a walk and need no index.
-- class: projection
CREATE TABLE movement (
  movement INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  product INTEGER NOT NULL,
  from_place INTEGER NOT NULL,
  to_place INTEGER NOT NULL,
  quantity_micro INTEGER NOT NULL CHECK (quantity_micro > 0),
  from_previous INTEGER,
  to_previous INTEGER
) STRICT;

-- class: projection
CREATE TABLE stock (
  product INTEGER NOT NULL,
  place INTEGER NOT NULL,
  on_hand_micro INTEGER NOT NULL,
  last_movement INTEGER NOT NULL,
  PRIMARY KEY (product, place)
) STRICT, WITHOUT ROWID;

-- Sales and refunds. A sale's movements are `movements` rows from `first_movement` on.
-- class: projection
CREATE TABLE receipt (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'refund')),
  business_date TEXT NOT NULL,
  currency TEXT NOT NULL,
  total_minor INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  first_movement INTEGER NOT NULL,
  movements INTEGER NOT NULL,
  refunded_minor INTEGER NOT NULL DEFAULT 0,
  voided_seq INTEGER
) STRICT;

-- Voids and refunds that came before the sale they refer to.
-- class: projection
CREATE TABLE awaited_sale (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('void', 'refund')),
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (source, id, seq)
) STRICT, WITHOUT ROWID;

-- Voided sales are taken out of the day they were sold on.
-- class: projection
CREATE TABLE day_total (
  business_date TEXT NOT NULL,
  currency TEXT NOT NULL,
  sales INTEGER NOT NULL,
  sales_minor INTEGER NOT NULL,
  refunds INTEGER NOT NULL,
  refunds_minor INTEGER NOT NULL,
  voids INTEGER NOT NULL,
  voids_minor INTEGER NOT NULL,
  PRIMARY KEY (business_date, currency)
) STRICT, WITHOUT ROWID;

-- Broken rules, for a person. An exception that the shop's own later facts mend is closed by their seq.
-- class: projection
CREATE TABLE exception (
  exception INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  cause TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  resolved_seq INTEGER
) STRICT;

CREATE INDEX exception_open ON exception (cause, subject) WHERE resolved_seq IS NULL;
CREATE INDEX exception_open_newest ON exception (exception, resolved_seq) WHERE resolved_seq IS NULL;

-- Where the day is carried to. The schedule of retries survives a restart.
-- class: delivery
CREATE TABLE destination (
  destination INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  delivered INTEGER NOT NULL DEFAULT 0,
  last_delivered_ms INTEGER,
  failing_since_ms INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  next_attempt_ms INTEGER NOT NULL DEFAULT 0,
  last_error TEXT
) STRICT;

-- One row for each event and destination until it is delivered. state: waiting, or parked or skipped by a
-- person's word. partition_key: order is kept within it. batch: set before a batch is sent, so that what
-- is sent again after a crash is the same batch under the same key.
-- class: delivery
CREATE TABLE outbox (
  destination INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  partition_key INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'parked', 'skipped')),
  batch TEXT,
  refusals INTEGER NOT NULL DEFAULT 0,
  not_before_ms INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  changed_ms INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (destination, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_claimed ON outbox (destination, seq) WHERE batch IS NOT NULL;
CREATE INDEX outbox_refused ON outbox (destination, partition_key, seq) WHERE refusals > 0 AND state = 'waiting';
CREATE INDEX outbox_set_aside ON outbox (state, destination, seq) WHERE state <> 'waiting';

-- class: secret
CREATE TABLE credential (
  name TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
  kind TEXT NOT NULL CHECK (kind IN ('till', 'device')),
  secret_sha256 BLOB NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who this hub is: store, installation, incarnation. Made once.
-- class: delivery
CREATE TABLE hub_identity (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  store TEXT NOT NULL,
  installation TEXT NOT NULL,
  incarnation TEXT NOT NULL
) STRICT;
