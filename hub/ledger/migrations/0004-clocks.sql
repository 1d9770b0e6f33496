-- How long a wait was when it was set: a time that lies further ahead means that the clock was set back, and is due.
ALTER TABLE destination ADD COLUMN retry_delay_ms INTEGER NOT NULL DEFAULT 0;

-- How well this hub knew the time when it received events: a row holds from that entry on, up to the next row.
-- class: delivery
CREATE TABLE receive_clock (
  from_seq INTEGER PRIMARY KEY,
  quality TEXT NOT NULL CHECK (quality IN ('synced', 'unsynced', 'unknown'))
) STRICT;
