-- What a firm agreed to, by the day from which it holds: a past month is billed by the terms of its time.

CREATE TABLE firm_terms (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  from_date TEXT NOT NULL,
  plan TEXT NOT NULL,
  share_form TEXT NOT NULL,
  tax_advice BIGINT NOT NULL,
  union_member BIGINT NOT NULL,
  pay_day BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, from_date)
);
