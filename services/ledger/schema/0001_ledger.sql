-- The root row of a park's books: whoever posts locks it, so that entries have an order.
CREATE TABLE book (
  park_id TEXT NOT NULL,
  entries BIGINT NOT NULL,
  PRIMARY KEY (park_id)
);

-- Append only. The id is that of the event that was heard. `month` is empty where an entry belongs to none.
CREATE TABLE entry (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  position BIGINT NOT NULL,
  kind TEXT NOT NULL,
  cause TEXT NOT NULL,
  month TEXT NOT NULL,
  effective_date TEXT NOT NULL,
  debit_minor BIGINT NOT NULL,
  credit_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, id),
  CHECK (debit_minor >= 0 AND debit_minor = credit_minor)
);
CREATE UNIQUE INDEX entry_position ON entry (park_id, position);

-- Append only. Positive debits, negative credits.
CREATE TABLE posting (
  park_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  account TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, entry_id, ordinal),
  CHECK (amount_minor <> 0)
);
CREATE INDEX posting_account ON posting (park_id, account, amount_minor);

-- Derived from postings in their own transaction, by account and month.
CREATE TABLE balance (
  park_id TEXT NOT NULL,
  account TEXT NOT NULL,
  month TEXT NOT NULL,
  debit_minor BIGINT NOT NULL,
  credit_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, account, month),
  CHECK (debit_minor >= 0 AND credit_minor >= 0)
);

-- What explains a clearing or suspense account: the remittance that a firm owes, a bank line, a payout on its
-- way. Opened and closed by entries, never derived from postings. What is open is opened - closed, never
-- beyond what was opened.
CREATE TABLE open_item (
  park_id TEXT NOT NULL,
  account TEXT NOT NULL,
  item TEXT NOT NULL,
  opened_minor BIGINT NOT NULL,
  closed_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, account, item)
);

-- What was posted of a month's statements, what billing says that they are, and what was published.
CREATE TABLE month_booking (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  posted_statements BIGINT NOT NULL,
  posted_minor BIGINT NOT NULL,
  closed BIGINT NOT NULL,
  closed_statements BIGINT NOT NULL,
  closed_minor BIGINT NOT NULL,
  published_statements BIGINT NOT NULL,
  published_minor BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, month)
);
