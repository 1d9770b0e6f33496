-- A count of what is there. state: awaited while only its scans are here. booked_seq: the entry by which its differences
-- were booked, which is later than ended_seq where the count was started last. belonging: how many products belonged to
-- it when it was started. reversed_seq: the entry that took back what was booked. newest_ms: the latest instant at which a piece of it was counted. newest_at_seq: the latest
-- ledger position of what was booked.
-- class: projection
CREATE TABLE stock_count (
  stock_count INTEGER PRIMARY KEY,
  count_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('awaited', 'open', 'posted', 'cancelled')),
  kind TEXT CHECK (kind IN ('full', 'shelf', 'department', 'spot')),
  place INTEGER,
  shelf TEXT,
  department TEXT,
  blind INTEGER NOT NULL DEFAULT 0,
  note TEXT,
  belonging INTEGER,
  started_seq INTEGER,
  ended_seq INTEGER,
  ended_ms INTEGER,
  booked_seq INTEGER,
  reversed_seq INTEGER,
  missing_as_zero INTEGER NOT NULL DEFAULT 0,
  newest_ms INTEGER,
  newest_at_seq INTEGER
) STRICT;

CREATE INDEX stock_count_by_state ON stock_count (state, stock_count);
CREATE INDEX stock_count_ended ON stock_count (ended_seq) WHERE ended_seq IS NOT NULL;
CREATE INDEX stock_count_booked ON stock_count (booked_seq) WHERE booked_seq IS NOT NULL;
CREATE INDEX stock_count_reversed ON stock_count (reversed_seq) WHERE reversed_seq IS NOT NULL;
CREATE INDEX stock_count_booked_at ON stock_count (place, newest_at_seq) WHERE booked_seq IS NOT NULL;
CREATE INDEX stock_count_by_time ON stock_count (newest_ms) WHERE newest_ms IS NOT NULL;

-- What belongs to a spot count.
-- class: projection
CREATE TABLE count_product (
  stock_count INTEGER NOT NULL,
  product INTEGER NOT NULL,
  PRIMARY KEY (stock_count, product)
) STRICT, WITHOUT ROWID;

-- What was counted of a product: the sum of its pieces, the first and the latest position at which one was counted, the
-- latest instant of them. value: what the difference is worth, in millionths of the major unit, at the cost of when it was
-- counted; null where none was known. expected: what the ledger has at the latest position; null while the count is awaited.
-- moved: goods moved between the two positions. late: a sale came that may lie before the count and was not known.
-- newer_seq: another count of the product was booked for this position. found: 0 where nobody found any.
-- class: projection
CREATE TABLE count_line (
  stock_count INTEGER NOT NULL,
  product INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'recount')),
  counted_micro INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  at_seq INTEGER NOT NULL,
  counted_ms INTEGER,
  expected_micro INTEGER,
  variance_size INTEGER NOT NULL,
  value_micro INTEGER,
  value_size INTEGER NOT NULL,
  moved INTEGER NOT NULL,
  late INTEGER NOT NULL,
  newer_seq INTEGER,
  found INTEGER NOT NULL,
  PRIMARY KEY (stock_count, product)
) STRICT, WITHOUT ROWID;

CREATE INDEX count_line_by_product ON count_line (product, stock_count);
CREATE INDEX count_line_by_value ON count_line (stock_count, value_size DESC, variance_size DESC, product);
CREATE INDEX count_line_by_state ON count_line (stock_count, state);

-- What belongs to a count by department, and which products are one with another.
CREATE INDEX product_by_department ON product (department, product) WHERE department IS NOT NULL;
CREATE INDEX product_by_survivor ON product (merged_into, product) WHERE merged_into IS NOT NULL;
