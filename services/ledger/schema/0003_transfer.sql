-- What an account may hold from a day on. NULL: no limit on that side.
CREATE TABLE account_limit (
  park_id TEXT NOT NULL,
  account TEXT NOT NULL,
  from_date TEXT NOT NULL,
  floor_minor BIGINT,
  ceiling_minor BIGINT,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, account, from_date)
);

-- Money between budget accounts. RESERVED, POSTED or VOIDED; that a reservation has expired is read off its
-- day. `expires_date` is empty where money moved at once.
CREATE TABLE transfer (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  debit_account TEXT NOT NULL,
  credit_account TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  reason TEXT NOT NULL,
  expires_date TEXT NOT NULL,
  state TEXT NOT NULL,
  posted_minor BIGINT NOT NULL,
  entry_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id),
  CHECK (amount_minor > 0 AND posted_minor >= 0 AND posted_minor <= amount_minor)
);
-- What is reserved on an account is summed up at each transfer.
CREATE INDEX transfer_debit ON transfer (park_id, state, debit_account, expires_date, amount_minor);
CREATE INDEX transfer_credit ON transfer (park_id, state, credit_account, expires_date, amount_minor);
