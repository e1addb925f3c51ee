-- Balances that firms and centres bring from other books. PROPOSED, CONFIRMED, REVERSAL_PROPOSED or REVERSED; the entries
-- of a confirmed one have its name as their cause.
CREATE TABLE opening (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  source TEXT NOT NULL,
  as_of_date TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  debit_minor BIGINT NOT NULL,
  credit_minor BIGINT NOT NULL,
  -- SHA-256 of all that was proposed, hexadecimal.
  digest TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- Where the book stood once it was posted; what touches its accounts behind that is built upon it.
  position BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);

CREATE TABLE opening_balance (
  park_id TEXT NOT NULL,
  opening_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  account TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  -- Empty but of a clearing account.
  item TEXT NOT NULL,
  open_date TEXT NOT NULL,
  PRIMARY KEY (park_id, opening_id, ordinal),
  CHECK (amount_minor <> 0)
);

CREATE TABLE opening_counter (
  park_id TEXT NOT NULL,
  opening_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  kind TEXT NOT NULL,
  party TEXT NOT NULL,
  year TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  statements BIGINT NOT NULL,
  months BIGINT NOT NULL,
  PRIMARY KEY (park_id, opening_id, ordinal)
);
