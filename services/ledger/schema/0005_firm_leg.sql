-- Of a close: whose month it is, the month that it is about, the days by which it was billed, and how many firm legs it
-- has. What was posted before this was kept says nothing of it.
ALTER TABLE entry ADD COLUMN child TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN service_month TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN attended_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN firm_legs BIGINT NOT NULL DEFAULT 0;

-- Append only. What a firm bears of a close for one employee: those of one account sum to its posting, but for an
-- allowance, which is a part of the family's. Names are resources.
CREATE TABLE firm_leg (
  park_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  firm TEXT NOT NULL,
  month TEXT NOT NULL,
  position BIGINT NOT NULL,
  account TEXT NOT NULL,
  employee TEXT NOT NULL,
  form TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, entry_id, ordinal),
  CHECK (amount_minor <> 0)
);
CREATE INDEX firm_leg_firm ON firm_leg (park_id, firm, month);
