-- What a till must know of a product besides its price. shelf: where it stands. age_limit: in years. deposit_sku: the
-- product that is charged with each unit. withdrawn: 1 where it is not to be sold any more.
ALTER TABLE product ADD COLUMN shelf TEXT;
CREATE INDEX product_by_shelf ON product (shelf, product) WHERE shelf IS NOT NULL;
ALTER TABLE product ADD COLUMN age_limit INTEGER;
ALTER TABLE product ADD COLUMN deposit_sku TEXT;
ALTER TABLE product ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));

-- Barcodes are compared as GTINs from now on. Two rows that come to the same key are spellings of one number: the older
-- product keeps it. pack_micro: how many millionths of a unit a scan stands for; null for one unit. from_time: the
-- instant, as ISO 8601, from which tills take the barcode; null for at once.
ALTER TABLE barcode RENAME TO barcode_of_one_unit;
DROP INDEX barcode_by_product;

-- class: reference
CREATE TABLE barcode (
  barcode_key TEXT NOT NULL PRIMARY KEY,
  barcode TEXT NOT NULL,
  product INTEGER NOT NULL,
  pack_micro INTEGER CHECK (pack_micro > 0),
  pack_name TEXT,
  from_time TEXT
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO barcode (barcode_key, barcode, product)
SELECT barcode_key(barcode), barcode, product FROM barcode_of_one_unit ORDER BY product, barcode_key;

DROP TABLE barcode_of_one_unit;

CREATE INDEX barcode_by_product ON barcode (product);

-- Prices for some customers or some hours, beside the shop's own. tax_included: 1 where the prices hold the tax.
-- class: reference
CREATE TABLE price_list (
  price_list INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  code_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  tax_included INTEGER NOT NULL CHECK (tax_included IN (0, 1)),
  changed_seq INTEGER NOT NULL
) STRICT;

-- A price of a product from an instant on, in milliseconds since 1970. price_list: 0 for the shop's own prices, which
-- have their currency with them. until_ms: the first instant at which it holds no more. price: null ends the one before.
-- at_once: 1 where nobody named the instant, so that it is when the event came, by a clock that may have been wrong.
-- class: reference
CREATE TABLE price (
  product INTEGER NOT NULL,
  price_list INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  until_ms INTEGER,
  price TEXT,
  currency TEXT,
  at_once INTEGER NOT NULL CHECK (at_once IN (0, 1)),
  PRIMARY KEY (product, price_list, from_ms, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO price (product, price_list, from_ms, seq, price, currency, at_once)
SELECT product, 0, e.received_ms, changed_seq, price, currency, 1 FROM product JOIN event e ON e.seq = changed_seq
WHERE price IS NOT NULL;

-- The tax of a category from an instant on, in per cent. at_once: as in price.
-- class: reference
CREATE TABLE tax_rate (
  category_key TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  category TEXT NOT NULL,
  name TEXT,
  rate TEXT NOT NULL,
  at_once INTEGER NOT NULL CHECK (at_once IN (0, 1)),
  PRIMARY KEY (category_key, from_ms, seq)
) STRICT, WITHOUT ROWID;

-- What a merge took over of the product that is merged now, so that it can be given back: what was on hand at each place,
-- less what was given back since to products that had been merged into it before; and the barcodes, as they were.
-- class: projection
CREATE TABLE merged_stock (
  product INTEGER NOT NULL,
  place INTEGER NOT NULL,
  on_hand_micro INTEGER NOT NULL,
  PRIMARY KEY (product, place)
) STRICT, WITHOUT ROWID;

-- class: projection
CREATE TABLE merged_barcode (
  product INTEGER NOT NULL,
  barcode_key TEXT NOT NULL,
  barcode TEXT NOT NULL,
  pack_micro INTEGER,
  pack_name TEXT,
  from_time TEXT,
  PRIMARY KEY (product, barcode_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX merged_barcode_by_key ON merged_barcode (barcode_key);

-- The condition's columns stand in the index too, as in those of the first migration.
CREATE INDEX product_withdrawn ON product (product, withdrawn, merged_into) WHERE withdrawn = 1 AND merged_into IS NULL;

-- What receipts gave away by promotions of the till. A receipt without one has no row.
-- class: projection
CREATE TABLE receipt_promotion (
  seq INTEGER NOT NULL,
  promotion TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (seq, promotion)
) STRICT, WITHOUT ROWID;

-- The same by day. Sales that were voided are taken out of the day they were sold on; refunds take back of the amount.
-- class: projection
CREATE TABLE promotion_total (
  business_date TEXT NOT NULL,
  promotion TEXT NOT NULL,
  currency TEXT NOT NULL,
  sales INTEGER NOT NULL,
  refunds INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (business_date, promotion, currency)
) STRICT, WITHOUT ROWID;
