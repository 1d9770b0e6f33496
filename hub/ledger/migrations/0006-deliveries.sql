-- What an event of goods booked, so that it can be taken back: `movements` rows from `first_movement` on. part_of: the
-- number of the delivery or transfer that it is a part of.
-- class: projection
CREATE TABLE stock_document (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL
    CHECK (kind IN ('received', 'adjusted', 'moved', 'dispatched', 'transfer_received', 'counted', 'handed_over')),
  part_of INTEGER,
  first_movement INTEGER NOT NULL,
  movements INTEGER NOT NULL,
  reversed_seq INTEGER
) STRICT;

CREATE INDEX stock_document_part ON stock_document (kind, part_of, seq) WHERE part_of IS NOT NULL;

INSERT INTO stock_document (seq, kind, first_movement, movements)
SELECT m.seq, substr(json_extract(CAST(e.body AS TEXT), '$.type'), 16, 8), min(m.movement), count(*)
FROM movement m JOIN event e ON e.seq = m.seq
WHERE m.seq NOT IN (SELECT seq FROM receipt)
  AND json_extract(CAST(e.body AS TEXT), '$.type') IN ('backroom.stock.received.v1', 'backroom.stock.adjusted.v1')
GROUP BY m.seq;

-- Reversals that came before the event that they take back.
-- class: projection
CREATE TABLE awaited_reversal (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (source, id, seq)
) STRICT, WITHOUT ROWID;

-- Goods of a supplier, by the id that whoever expects them gave them. A row is made by the first event that names the
-- id. place and expected_seq: where it is expected, and by which event; null as long as nobody said so.
-- class: projection
CREATE TABLE delivery (
  delivery INTEGER PRIMARY KEY,
  delivery_id TEXT NOT NULL UNIQUE,
  place INTEGER,
  supplier TEXT,
  delivery_number TEXT,
  expected_on TEXT,
  note TEXT,
  expected_seq INTEGER,
  closed_seq INTEGER,
  changed_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX delivery_open ON delivery (delivery) WHERE closed_seq IS NULL;
CREATE INDEX delivery_closed ON delivery (delivery) WHERE closed_seq IS NOT NULL;

-- What a delivery says of one product at one place, in the words of its events: a product that was merged since keeps its
-- row. What is over, short and still to come follows from it. unit_cost: as it is expected, decimal text.
-- class: projection
CREATE TABLE delivery_line (
  delivery INTEGER NOT NULL,
  product INTEGER NOT NULL,
  place INTEGER NOT NULL,
  expected_micro INTEGER NOT NULL,
  received_micro INTEGER NOT NULL,
  rejected_micro INTEGER NOT NULL,
  unit_cost TEXT,
  PRIMARY KEY (delivery, product, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_line_by_product ON delivery_line (product, delivery);

-- What came and was not taken in, line by line of the event that says so.
-- class: projection
CREATE TABLE delivery_rejected (
  seq INTEGER NOT NULL,
  line INTEGER NOT NULL,
  product INTEGER NOT NULL,
  place INTEGER NOT NULL,
  rejected_micro INTEGER NOT NULL,
  reason TEXT,
  PRIMARY KEY (seq, line)
) STRICT, WITHOUT ROWID;

-- Goods that go from one location of the shop to another. from_place, to_place and dispatched_seq are null as long as
-- only its receipt is here.
-- class: projection
CREATE TABLE transfer (
  transfer INTEGER PRIMARY KEY,
  transfer_id TEXT NOT NULL UNIQUE,
  from_place INTEGER,
  to_place INTEGER,
  note TEXT,
  dispatched_seq INTEGER,
  closed_seq INTEGER,
  changed_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX transfer_open ON transfer (transfer) WHERE closed_seq IS NULL;
CREATE INDEX transfer_closed ON transfer (transfer) WHERE closed_seq IS NOT NULL;

-- What is in transit of a product is dispatched less received less settled. settled: what was lost on the way, below zero
-- where more came than was sent; booked when the transfer is closed.
-- class: projection
CREATE TABLE transfer_line (
  transfer INTEGER NOT NULL,
  product INTEGER NOT NULL,
  dispatched_micro INTEGER NOT NULL,
  received_micro INTEGER NOT NULL,
  settled_micro INTEGER NOT NULL,
  PRIMARY KEY (transfer, product)
) STRICT, WITHOUT ROWID;

CREATE INDEX transfer_line_by_product ON transfer_line (product, transfer);

-- Goods of a transfer that came, to a place that only its dispatch can tell.
-- class: projection
CREATE TABLE transfer_waiting (
  transfer INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  line INTEGER NOT NULL,
  product INTEGER NOT NULL,
  quantity_micro INTEGER NOT NULL,
  lot TEXT,
  expires TEXT,
  PRIMARY KEY (transfer, seq, line)
) STRICT, WITHOUT ROWID;

-- What deliveries and transfers add to what is incoming in the stock of a place. number: of the delivery or transfer.
-- class: projection
CREATE TABLE on_its_way (
  kind TEXT NOT NULL CHECK (kind IN ('delivery', 'transfer')),
  number INTEGER NOT NULL,
  product INTEGER NOT NULL,
  place INTEGER NOT NULL,
  quantity_micro INTEGER NOT NULL CHECK (quantity_micro > 0),
  PRIMARY KEY (kind, number, product, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX on_its_way_by_product ON on_its_way (product, place);
