-- Lines that payroll systems gave back, what they leave to a person, and how far the end of an
-- authorisation has come.

-- Every line that could be read, append only: what it says never changes, only what it is matched to.
CREATE TABLE pay_line (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  -- The last part of the pay run's name.
  run TEXT NOT NULL,
  id TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  named_instruction TEXT NOT NULL,
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  currency TEXT NOT NULL,
  employer TEXT NOT NULL,
  matched_by TEXT NOT NULL,
  instruction_id TEXT NOT NULL,
  -- Why it is matched to nothing.
  reason TEXT NOT NULL,
  PRIMARY KEY (park_id, firm_id, run, id)
);
CREATE INDEX pay_line_number ON pay_line (park_id, firm_id, run, employee_no);

CREATE TABLE pay_exception (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  id TEXT NOT NULL,
  run TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  instruction_id TEXT NOT NULL,
  line_id TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  seen_minor BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  resolution TEXT NOT NULL,
  resolve_reason TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, id)
);
CREATE INDEX pay_exception_number ON pay_exception (park_id, firm_id, run, employee_no);
CREATE INDEX pay_exception_open ON pay_exception (park_id, firm_id, id) WHERE state = 'OPEN';

-- Which content a file of a name had; another one is read only once a person accepted it.
CREATE TABLE pay_file (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  run TEXT NOT NULL,
  file_name TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  accepted BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, run, file_name, content_hash)
);

-- Legal bases with their history. `legal_basis` is what the version before this one reads.
CREATE TABLE dated_basis (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  from_date TEXT NOT NULL,
  -- Empty: until the next one begins.
  until_date TEXT NOT NULL,
  ground TEXT NOT NULL,
  basis TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, from_date)
);
INSERT INTO dated_basis (park_id, firm_id, from_date, until_date, ground, basis, revision)
SELECT park_id, firm_id, from_date, '', '', basis, revision FROM legal_basis;

ALTER TABLE authorisation ADD COLUMN text_version TEXT NOT NULL DEFAULT '';
ALTER TABLE authorisation ADD COLUMN formula TEXT NOT NULL DEFAULT 'MAXIMUM';
ALTER TABLE authorisation ADD COLUMN share_bp BIGINT NOT NULL DEFAULT 0;
ALTER TABLE authorisation ADD COLUMN told_delivery TEXT NOT NULL DEFAULT '';
ALTER TABLE authorisation ADD COLUMN told_subject TEXT NOT NULL DEFAULT '';
ALTER TABLE authorisation ADD COLUMN confirm_delivery TEXT NOT NULL DEFAULT '';
