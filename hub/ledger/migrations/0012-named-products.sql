-- asked_seq: the entry that set the product while it was merged, and made the hub ask a person whether it is one of its
-- own; null when none did since it was merged.
ALTER TABLE product ADD COLUMN asked_seq INTEGER;

-- What is said of a merged product stays its own from this release on, and a merged product that is set stays merged:
-- where products ever were merged, everything that the log makes is made anew.
INSERT OR IGNORE INTO rebuild_due (one)
  SELECT 1 WHERE EXISTS (SELECT 1 FROM event WHERE instr(body, CAST('backroom.product.merged.v1' AS BLOB)) > 0);
