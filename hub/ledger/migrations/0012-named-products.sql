-- What is said of a merged product stays its own from this release on, and a merged product that is set stays merged:
-- where products ever were merged, everything that the log makes is made anew.
INSERT OR IGNORE INTO rebuild_due (one)
  SELECT 1 WHERE EXISTS (SELECT 1 FROM event WHERE instr(body, CAST('backroom.product.merged.v1' AS BLOB)) > 0);
