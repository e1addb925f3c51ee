-- What was set off before an amount was asked; of a CREDIT how much of what was paid was set off.
ALTER TABLE receivable ADD COLUMN set_off_minor BIGINT NOT NULL DEFAULT 0;
CREATE INDEX receivable_open_credit ON receivable (park_id, account, month, id) WHERE kind = 'CREDIT' AND paid_minor < amount_minor;
CREATE INDEX receivable_due ON receivable (park_id, (amount_minor - paid_minor));

-- Append only: how much of a credit went into a receivable.
CREATE TABLE set_off (
  park_id TEXT NOT NULL,
  receivable_id TEXT NOT NULL,
  credit_id TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, receivable_id, credit_id),
  CHECK (amount_minor > 0)
);

-- From when a verified account is paid to; empty for one that was verified before there was a waiting time.
ALTER TABLE payee_account ADD COLUMN payable_from_date TEXT NOT NULL DEFAULT '';
-- Whether the centre ever had a verified account: then another one has to wait.
ALTER TABLE payee_account ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;

-- Append only: what was said of a centre's account. The end of the number is sealed under the centre's key.
CREATE TABLE payee_account_change (
  park_id TEXT NOT NULL,
  centre TEXT NOT NULL,
  revision BIGINT NOT NULL,
  state TEXT NOT NULL,
  account_name TEXT NOT NULL,
  account_tail BYTEA NOT NULL,
  person TEXT NOT NULL,
  change_date TEXT NOT NULL,
  payable_from_date TEXT NOT NULL,
  PRIMARY KEY (park_id, centre, revision)
);

-- One for each share of a closed statement that goes through our hands, each refused deduction and each read pay
-- run: what receivables and payouts are made of. `receivable_id` asks for it, `payout_id` pays it out; OTHER makes up
-- what the books hold beside the lines.
CREATE TABLE share_line (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  month TEXT NOT NULL,
  billed_month TEXT NOT NULL,
  account TEXT NOT NULL,
  centre TEXT NOT NULL,
  statement TEXT NOT NULL,
  case_number TEXT NOT NULL,
  payer TEXT NOT NULL,
  employee TEXT NOT NULL,
  attended_days BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  receivable_id TEXT NOT NULL,
  payout_id TEXT NOT NULL,
  PRIMARY KEY (park_id, id),
  CHECK (amount_minor <> 0)
);
CREATE INDEX share_line_account ON share_line (park_id, account, month);
CREATE INDEX share_line_receivable ON share_line (park_id, receivable_id, id);
CREATE INDEX share_line_statement ON share_line (park_id, statement);
CREATE INDEX share_line_centre ON share_line (park_id, centre, payout_id);

-- What each payout was made of, also where its lines went into a later one because it came back.
CREATE TABLE payout_line (
  park_id TEXT NOT NULL,
  payout_id TEXT NOT NULL,
  line_id TEXT NOT NULL,
  PRIMARY KEY (park_id, payout_id, line_id)
);

ALTER TABLE payout ADD COLUMN paid_date TEXT NOT NULL DEFAULT '';
ALTER TABLE payout ADD COLUMN promised_date TEXT NOT NULL DEFAULT '';
-- The park's day on which a month was booked.
ALTER TABLE booked_month ADD COLUMN book_date TEXT NOT NULL DEFAULT '';

-- Each event of a line has a revision of its own. `hands_only`: a person took its match back, and a person matches it.
-- The hash is keyed, for payers that are known by their lines.
ALTER TABLE bank_line ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE bank_line ADD COLUMN hands_only BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bank_line ADD COLUMN counterparty_hash BYTEA;
UPDATE bank_line SET revision = 2 WHERE matched <> '';
CREATE INDEX bank_line_counterparty ON bank_line (park_id, counterparty_hash);

-- Where the parts of a line went. `undone` is the line's revision that took it back, 0 while it stands.
CREATE TABLE line_match (
  park_id TEXT NOT NULL,
  line_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  subject TEXT NOT NULL,
  account TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  surplus_minor BIGINT NOT NULL,
  drift_minor BIGINT NOT NULL,
  unapplied_account TEXT NOT NULL,
  rule TEXT NOT NULL,
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  match_date TEXT NOT NULL,
  undone BIGINT NOT NULL,
  undone_date TEXT NOT NULL DEFAULT '',
  undone_person TEXT NOT NULL DEFAULT '',
  undone_reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (park_id, line_id, revision),
  CHECK (amount_minor > 0 AND surplus_minor >= 0 AND surplus_minor <= amount_minor)
);
CREATE INDEX line_match_subject ON line_match (park_id, subject);
CREATE INDEX line_match_account ON line_match (park_id, account);
-- What a line was matched with before; which account took its surplus was never kept.
INSERT INTO line_match (park_id, line_id, revision, subject, account, amount_minor, surplus_minor, drift_minor,
    unapplied_account, rule, person, reason, match_date, undone)
  SELECT b.park_id, b.id, 2, b.matched, COALESCE(r.account, ''), b.amount_minor, b.amount_minor - b.applied_minor, 0, '',
    'REFERENCE', '', '', b.value_date, 0
  FROM bank_line b LEFT JOIN receivable r ON r.park_id = b.park_id AND 'receivables/' || r.id = b.matched
  WHERE b.matched <> '';

-- What the park is to leave with us.
CREATE TABLE guarantee_fund (
  park_id TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id)
);
