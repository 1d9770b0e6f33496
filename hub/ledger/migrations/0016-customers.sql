-- Customers, by the opaque ids that events name them with. A row is made by the first event that names the id; captured_seq
-- is null where nothing but receipts named it. merged_into: the customer that it turned out to be, as it was told then;
-- history, points and consents are found along these links and never rewritten. erased_seq: the entry that forgot the person.
-- class: projection
CREATE TABLE customer (
  customer INTEGER PRIMARY KEY,
  customer_id TEXT NOT NULL UNIQUE,
  captured_seq INTEGER,
  merged_into INTEGER,
  merged_seq INTEGER,
  because TEXT CHECK (because IN ('email', 'phone', 'card', 'person')),
  erased_seq INTEGER
) STRICT;

CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX customer_erased ON customer (erased_seq, customer_id) WHERE erased_seq IS NOT NULL;

-- Customers that a person told apart: nothing that they have in common makes them one again by itself.
-- class: projection
CREATE TABLE customer_apart (
  customer INTEGER NOT NULL,
  other INTEGER NOT NULL,
  PRIMARY KEY (customer, other)
) STRICT, WITHOUT ROWID;

-- The entries that captured a customer.
-- class: projection
CREATE TABLE customer_capture (
  customer INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (customer, seq)
) STRICT, WITHOUT ROWID;

-- The newest word on each channel, by the time at which it was given.
-- class: projection
CREATE TABLE customer_consent (
  customer INTEGER NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email', 'sms', 'phone', 'post')),
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  at_ms INTEGER NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (customer, channel)
) STRICT, WITHOUT ROWID;

-- Sales and refunds of a customer: those that name one, and those that name none but take back of a sale that does.
-- class: projection
CREATE TABLE customer_receipt (
  seq INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL,
  business_date TEXT NOT NULL
) STRICT;

CREATE INDEX customer_receipt_by_date ON customer_receipt (customer, business_date, seq);

-- From which departments a sale of a customer took something away, as the departments were then.
-- class: projection
CREATE TABLE customer_department (
  customer INTEGER NOT NULL,
  department TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (customer, department, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_department_by_name ON customer_department (department, customer);

-- What a customer bought in the business days of a year: sales that count, and their value less what was given back.
-- class: projection
CREATE TABLE customer_total (
  customer INTEGER NOT NULL,
  currency TEXT NOT NULL,
  year TEXT NOT NULL,
  visits INTEGER NOT NULL,
  spent_minor INTEGER NOT NULL,
  PRIMARY KEY (customer, currency, year)
) STRICT, WITHOUT ROWID;

-- The rule for points that holds for receipts from here on.
-- class: projection
CREATE TABLE loyalty_rule (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  points_per_unit TEXT NOT NULL,
  units_per_point TEXT NOT NULL,
  expire_after_days INTEGER
) STRICT;

-- Points go from one account to another: `issued`, `redeemed`, `expired`, or `customer:` with the id. customer: whose
-- account is one of the two. earned_on: of points that came, and of what is taken back of them, the day from which they
-- grow old; null where points are used.
-- class: projection
CREATE TABLE loyalty_entry (
  entry INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  customer INTEGER NOT NULL,
  reason TEXT NOT NULL,
  from_account TEXT NOT NULL,
  to_account TEXT NOT NULL,
  points INTEGER NOT NULL CHECK (points > 0),
  earned_on TEXT
) STRICT;

CREATE INDEX loyalty_entry_by_customer ON loyalty_entry (customer, entry);

-- class: projection
CREATE TABLE loyalty_account (
  account TEXT NOT NULL PRIMARY KEY,
  customer INTEGER,
  points INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX loyalty_account_by_customer ON loyalty_account (customer) WHERE customer IS NOT NULL;

-- Sales that earned points. base_minor: what was paid for goods and services; returned_minor: what of it went back since.
-- class: projection
CREATE TABLE loyalty_sale (
  seq INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  base_minor INTEGER NOT NULL,
  points INTEGER NOT NULL,
  returned_minor INTEGER NOT NULL,
  voided INTEGER NOT NULL CHECK (voided IN (0, 1)),
  left_points INTEGER NOT NULL
) STRICT;

-- Receipts that give back of a sale which is not here yet. returned_minor: what of goods and services.
-- class: projection
CREATE TABLE awaited_customer_sale (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  returned_minor INTEGER NOT NULL,
  PRIMARY KEY (source, id, seq)
) STRICT, WITHOUT ROWID;

-- Who works here, by opaque ids. erased_seq: the entry that forgot the name.
-- class: projection
CREATE TABLE employee (
  employee_id TEXT NOT NULL PRIMARY KEY,
  has_left INTEGER NOT NULL CHECK (has_left IN (0, 1)),
  changed_seq INTEGER NOT NULL,
  erased_seq INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX employee_erased ON employee (erased_seq) WHERE erased_seq IS NOT NULL;

-- Entries of types that this hub does not know: whom they are about is looked for when a person is forgotten.
-- class: projection
CREATE TABLE unknown_event (
  seq INTEGER PRIMARY KEY
) STRICT;

-- What tells who a customer is, by the opaque id: numbers are given anew by a rebuild. key: by which it is found, the
-- same for all spellings. verified: 1 where the customer has proven it to be theirs; a card always.
-- class: personal
CREATE TABLE person (
  customer_id TEXT NOT NULL,
  field TEXT NOT NULL CHECK (field IN ('name', 'email', 'phone', 'card')),
  value TEXT NOT NULL,
  key TEXT,
  verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
  at_ms INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (customer_id, field)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_found ON person (field, key, verified) WHERE verified = 1 AND key IS NOT NULL;
CREATE INDEX person_changed ON person (seq, customer_id);

-- class: personal
CREATE TABLE employee_name (
  employee_id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What came before this release is worked out from the log, once.
INSERT OR IGNORE INTO rebuild_due (one) SELECT 1 WHERE EXISTS (SELECT 1 FROM event);
