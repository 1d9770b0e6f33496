-- asked_seq: the entry that set the product while it was merged, and made the hub ask a person whether it is one of its
-- own; null when none did since it was merged.
ALTER TABLE product ADD COLUMN asked_seq INTEGER;

-- Which products were ever merged into which, whether they are still or not, and by which entry first: what happened to
-- one of them may have been booked of another.
-- class: projection
CREATE TABLE merged_once (
  product INTEGER NOT NULL,
  into_product INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (product, into_product)
) STRICT, WITHOUT ROWID;

-- What is said of a merged product stays its own from this release on, and a merged product that is set stays merged:
-- where products ever were merged, everything that the log makes is made anew.
INSERT OR IGNORE INTO rebuild_due (one)
  SELECT 1 WHERE EXISTS (SELECT 1 FROM event WHERE instr(body, CAST('backroom.product.merged.v1' AS BLOB)) > 0);
