-- Sessions whose money is not in the books yet: few, and asked about whenever a day is reconciled.
CREATE INDEX register_session_unposted ON register_session (session, stream, name) WHERE posted_seq IS NULL;
