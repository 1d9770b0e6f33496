-- Goods that are promised to somebody, by the id that whoever promised gave them. A row is made by the first event that
-- names the id: what comes before the reservation itself waits here (made_seq is null). refusal: it asked for more
-- than was available, and wanted all or nothing; in words. posted, sold, voided: all that was left was handed over, or sold by a till, or
-- freed. state is what follows from these and from the lines.
-- class: projection
CREATE TABLE reservation (
  reservation INTEGER PRIMARY KEY,
  reservation_id TEXT NOT NULL UNIQUE,
  made_seq INTEGER,
  changed_seq INTEGER NOT NULL,
  place INTEGER,
  order_number TEXT,
  channel TEXT,
  expires_ms INTEGER,
  refusal TEXT,
  posted INTEGER NOT NULL DEFAULT 0,
  sold INTEGER NOT NULL DEFAULT 0,
  voided INTEGER NOT NULL DEFAULT 0,
  expired INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('awaited', 'refused', 'open', 'posted', 'voided', 'expired'))
) STRICT;

CREATE INDEX reservation_by_state ON reservation (state, reservation);
CREATE INDEX reservation_due ON reservation (expires_ms, state) WHERE state = 'open' AND expires_ms IS NOT NULL;

-- What a reservation says of one product: asked for, handed over, sold by tills, freed, in the words of its events.
-- reserved: what of it stands in the stock of held_product, which is the product itself or what it was merged into; null
-- when the reservation is not open. left: what has gone from the place to the customer by its postings.
-- class: projection
CREATE TABLE reservation_line (
  reservation INTEGER NOT NULL,
  product INTEGER NOT NULL,
  made_micro INTEGER NOT NULL,
  posted_micro INTEGER NOT NULL,
  sold_micro INTEGER NOT NULL,
  voided_micro INTEGER NOT NULL,
  reserved_micro INTEGER NOT NULL CHECK (reserved_micro >= 0),
  left_micro INTEGER NOT NULL,
  held_product INTEGER,
  PRIMARY KEY (reservation, product)
) STRICT, WITHOUT ROWID;

CREATE INDEX reservation_line_by_product ON reservation_line (product, reservation, held_product);
