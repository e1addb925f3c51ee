-- The root row of a park's bank account: whoever moves its money locks it.
CREATE TABLE bank_account (
  park_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id)
);

-- Where a centre is paid. The number is sealed under the centre's key.
CREATE TABLE payee_account (
  park_id TEXT NOT NULL,
  centre TEXT NOT NULL,
  account_name TEXT NOT NULL,
  account_number BYTEA NOT NULL,
  bank_code TEXT NOT NULL,
  state TEXT NOT NULL,
  first_person TEXT NOT NULL,
  second_person TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre)
);

-- What a transfer may carry, and what it stands for: `receivables/{id}` or `payouts/{id}`. Never used twice.
CREATE TABLE reference (
  park_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (park_id, reference)
);

CREATE TABLE receivable (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  reference TEXT NOT NULL,
  kind TEXT NOT NULL,
  party TEXT NOT NULL,
  month TEXT NOT NULL,
  account TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  paid_minor BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id),
  CHECK (paid_minor >= 0 AND paid_minor <= amount_minor)
);
CREATE INDEX receivable_month ON receivable (park_id, month);

-- Lines of the park's bank account. `applied_minor` is what paid the receivable or payout that it was matched
-- with. The counterparty is sealed; the fingerprint is a keyed hash of the whole line.
CREATE TABLE bank_line (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  line_id TEXT NOT NULL,
  value_date TEXT NOT NULL,
  inward BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency_code TEXT NOT NULL,
  reference TEXT NOT NULL,
  counterparty BYTEA,
  fingerprint BYTEA NOT NULL,
  matched TEXT NOT NULL,
  applied_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, id),
  CHECK (amount_minor > 0)
);
CREATE INDEX bank_line_unmatched ON bank_line (park_id, id) WHERE matched = '';
CREATE INDEX bank_line_matched ON bank_line (park_id, matched);

-- The id is `{centre}/{month}`, and `{centre}/{month}-2` and so on where it is issued again. `line` is the
-- bank line out that showed it.
CREATE TABLE payout (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  centre TEXT NOT NULL,
  month TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  state TEXT NOT NULL,
  end_to_end_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  due_date TEXT NOT NULL,
  release_date TEXT NOT NULL,
  line TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id),
  CHECK (amount_minor >= 0)
);
CREATE INDEX payout_month ON payout (park_id, month);
CREATE INDEX payout_state ON payout (park_id, state);

-- Months that the ledger said are booked, for the promise of days to pay.
CREATE TABLE booked_month (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  book_time TEXT NOT NULL,
  prepared BIGINT NOT NULL,
  PRIMARY KEY (park_id, month)
);
