-- Places get a name and a role, and goods can be between two of them. A place of the table is one of the first migration
-- or a location; what every ledger has besides is below zero.
ALTER TABLE place RENAME TO place_without_role;

-- class: reference
CREATE TABLE place (
  place INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  code_key TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('location', 'customer', 'supplier', 'damaged', 'difference', 'merged', 'transit')),
  tracked INTEGER NOT NULL,
  name TEXT,
  role TEXT,
  UNIQUE (kind, code_key)
) STRICT;

INSERT INTO place (place, code, code_key, kind, tracked)
SELECT place, code, code_key, kind, tracked FROM place_without_role;

DROP TABLE place_without_role;

INSERT INTO place (place, code, code_key, kind, tracked) VALUES (-1, '~transit', '~transit', 'transit', 1);

-- reserved: promised to somebody, and so not available. incoming: expected of a supplier or on its way from another
-- location.
ALTER TABLE stock ADD COLUMN reserved_micro INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stock ADD COLUMN incoming_micro INTEGER NOT NULL DEFAULT 0;
