-- The keys of all installations in one order, by id first: ids that are made in the order of time (UUIDv7) are then
-- written side by side, and a batch of 32 tills changes one or two pages here instead of one for each till.
ALTER TABLE event_key RENAME TO event_key_by_stream;

-- class: log
CREATE TABLE event_key (
  id TEXT NOT NULL,
  stream INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (id, stream)
) STRICT, WITHOUT ROWID;

INSERT INTO event_key (id, stream, seq) SELECT id, stream, seq FROM event_key_by_stream ORDER BY id, stream;

DROP TABLE event_key_by_stream;
