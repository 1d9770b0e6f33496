-- What a movement was worth when it was booked, in millionths of the major unit of the shop's currency; null where no
-- cost was known, and for goods that stay in the shop. lot: the lot of the goods, where it was told.
ALTER TABLE movement ADD COLUMN value_micro INTEGER;
ALTER TABLE movement ADD COLUMN lot INTEGER;

-- What came in at a cost of its own, in the order in which it takes effect: a late delivery stands where it came.
-- turn: the movement of what took effect as it was booked, and beyond all movements for what was told late.
-- moved_micro: what all other movements of the product came to before it. What follows is the state after it: what came
-- in at costs of its own so far, and the price as a fraction, null where none is known. standing: a reversed delivery
-- counts no more; the reversal stands here too, because it is none of the other movements.
-- class: projection
CREATE TABLE cost_point (
  product INTEGER NOT NULL,
  effective_ms INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  quantity_micro INTEGER NOT NULL,
  value_micro INTEGER NOT NULL,
  movement INTEGER NOT NULL,
  moved_micro INTEGER NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('counts', 'reversed', 'reversal')),
  delivered_micro INTEGER NOT NULL,
  price_value_micro INTEGER,
  price_quantity_micro INTEGER,
  PRIMARY KEY (product, effective_ms, turn, quantity_micro, value_micro, movement)
) STRICT, WITHOUT ROWID;

CREATE INDEX cost_point_by_movement ON cost_point (movement);

-- Differences between what came in, what went out and what is on hand: booked once, never changed. value_micro is what
-- the goods on hand became worth more; the cost of the goods that left is as much less. variance: goods had left, or had
-- come, at another cost than the delivery's. revaluation: a delivery was told late, or taken back.
-- class: projection
CREATE TABLE cost_entry (
  entry INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  product INTEGER NOT NULL,
  movement INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('variance', 'revaluation')),
  value_micro INTEGER NOT NULL
) STRICT;

CREATE INDEX cost_entry_by_product ON cost_entry (product, entry);

-- Lots of goods, as suppliers call them, made by the first line that names one or by a recall. product: as it was when the
-- line came; one that was merged since keeps its lots. expires: the earliest last day that anybody told. on_hand_micro:
-- in all places of the shop, by what lines told; below zero where more left than came. recalled_seq: the recall that holds.
-- class: projection
CREATE TABLE lot (
  lot INTEGER PRIMARY KEY,
  product INTEGER NOT NULL,
  code TEXT NOT NULL,
  code_key TEXT NOT NULL,
  expires TEXT,
  on_hand_micro INTEGER NOT NULL DEFAULT 0,
  recalled_seq INTEGER,
  UNIQUE (product, code_key)
) STRICT;

CREATE INDEX lot_expiring ON lot (expires, lot) WHERE expires IS NOT NULL AND on_hand_micro > 0;
CREATE INDEX lot_recalled ON lot (recalled_seq) WHERE recalled_seq IS NOT NULL;

-- class: projection
CREATE TABLE lot_stock (
  lot INTEGER NOT NULL,
  place INTEGER NOT NULL,
  on_hand_micro INTEGER NOT NULL,
  PRIMARY KEY (lot, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX movement_by_lot ON movement (lot, movement) WHERE lot IS NOT NULL;
CREATE INDEX product_merged ON product (merged_into) WHERE merged_into IS NOT NULL;

-- A row says that this release makes more of the log than the one before did, costs above all: when the file is opened,
-- everything that the log makes is made anew, once.
-- class: delivery
CREATE TABLE rebuild_due (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;

INSERT INTO rebuild_due (one) SELECT 1 WHERE EXISTS (SELECT 1 FROM event);
