-- Whether a destination that fails answered the last attempt: a person is told either that it is offline or that it
-- answers with errors. Until now that was read from the first words of the reason.
ALTER TABLE destination ADD COLUMN answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1));

UPDATE destination SET answered = 1
WHERE last_error IS NOT NULL AND last_error NOT LIKE 'It cannot be reached%'
  AND last_error NOT LIKE 'It did not answer%' AND last_error NOT LIKE 'A web page answered%';
