-- What a till must know of a product besides its price. shelf: where it stands. age_limit: in years. deposit_sku: the
-- product that is charged with each unit. withdrawn: 1 where it is not to be sold any more.
ALTER TABLE product ADD COLUMN shelf TEXT;
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
