-- Several runs a month, what waits for a later one, and how arrears end. `month` of a run and of its instructions
-- is the last part of the run's name: `2026-08`, `2026-08-2`, or `2026-08-x1` beside the calendar.

ALTER TABLE pay_run ADD COLUMN type TEXT NOT NULL DEFAULT 'REGULAR';
ALTER TABLE pay_run ADD COLUMN reverse_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE pay_run ADD COLUMN waiting_items BIGINT NOT NULL DEFAULT 0;

ALTER TABLE instruction ADD COLUMN arrears_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE instruction ADD COLUMN last_pay BIGINT NOT NULL DEFAULT 0;

-- How much of a share has gone out, and how many runs left it out because there was nothing to set it off against.
ALTER TABLE closed_share ADD COLUMN out_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE closed_share ADD COLUMN waited_runs BIGINT NOT NULL DEFAULT 0;
CREATE INDEX closed_share_open ON closed_share (park_id, firm_id, instruction_id, month);

-- What an instruction that went out is made of, in the order in which it is taken: a part of a share, or arrears of an
-- earlier run. It never changes.
CREATE TABLE instruction_share (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  run TEXT NOT NULL,
  instruction_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  statement TEXT NOT NULL,
  form TEXT NOT NULL,
  -- Empty where it is a share.
  arrears_id TEXT NOT NULL,
  month TEXT NOT NULL,
  employee_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  family TEXT NOT NULL,
  centre TEXT NOT NULL,
  arrears_mode TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  owed_minor BIGINT NOT NULL,
  asked_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, run, instruction_id, ordinal)
);

ALTER TABLE arrears ADD COLUMN run TEXT NOT NULL DEFAULT '';
ALTER TABLE arrears ADD COLUMN state TEXT NOT NULL DEFAULT 'OPEN';
ALTER TABLE arrears ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';
-- The share that it is left of.
ALTER TABLE arrears ADD COLUMN statement TEXT NOT NULL DEFAULT '';
ALTER TABLE arrears ADD COLUMN employee_id TEXT NOT NULL DEFAULT '';
ALTER TABLE arrears ADD COLUMN case_number TEXT NOT NULL DEFAULT '';
ALTER TABLE arrears ADD COLUMN family TEXT NOT NULL DEFAULT '';
ALTER TABLE arrears ADD COLUMN centre TEXT NOT NULL DEFAULT '';
ALTER TABLE arrears ADD COLUMN arrears_mode TEXT NOT NULL DEFAULT 'TAKE_WHAT_FITS';
ALTER TABLE arrears ADD COLUMN waited_runs BIGINT NOT NULL DEFAULT 0;
-- Whether the employee's last pay left it.
ALTER TABLE arrears ADD COLUMN of_last_pay BIGINT NOT NULL DEFAULT 0;
ALTER TABLE arrears ADD COLUMN bearer TEXT NOT NULL DEFAULT '';
ALTER TABLE arrears ADD COLUMN why TEXT NOT NULL DEFAULT '';
-- Who proposed the write-off; never shown.
ALTER TABLE arrears ADD COLUMN proposed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE arrears ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
CREATE INDEX arrears_open ON arrears (park_id, firm_id, state, month);

-- What went out and was left before shares had parts.
UPDATE closed_share SET out_minor = amount_minor WHERE instruction_id <> '';
INSERT INTO instruction_share (park_id, firm_id, run, instruction_id, ordinal, statement, form, arrears_id, month,
  employee_id, case_number, family, centre, arrears_mode, amount_minor, owed_minor, asked_minor)
SELECT park_id, firm_id, month, instruction_id,
  ROW_NUMBER() OVER (PARTITION BY park_id, firm_id, instruction_id ORDER BY statement), statement, form, '', month,
  employee_id, case_number, family, centre, arrears_mode, amount_minor, 0, 0
FROM closed_share WHERE instruction_id <> '';
UPDATE arrears SET run = month;
UPDATE arrears SET statement = COALESCE((
  SELECT MIN(s.statement) FROM instruction_share s WHERE s.park_id = arrears.park_id AND s.firm_id = arrears.firm_id
  AND s.instruction_id = arrears.instruction_id), '');
UPDATE arrears SET (employee_id, case_number, family, centre, arrears_mode) = (
  SELECT s.employee_id, s.case_number, s.family, s.centre, s.arrears_mode FROM instruction_share s
  WHERE s.park_id = arrears.park_id AND s.firm_id = arrears.firm_id AND s.instruction_id = arrears.instruction_id
  AND s.statement = arrears.statement)
WHERE statement <> '';

CREATE TABLE pay_calendar (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  -- The first month billed that it holds for.
  from_month TEXT NOT NULL,
  frequency TEXT NOT NULL,
  -- 0 where there is none.
  first_pay_day BIGINT NOT NULL,
  second_pay_day BIGINT NOT NULL,
  -- Empty by MONTHLY and HALF_MONTHLY.
  first_pay_date TEXT NOT NULL,
  cut_off_working_days BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, from_month)
);

CREATE TABLE pay_policy (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  -- Empty: as each family chose.
  arrears_mode TEXT NOT NULL,
  payback_maximum_minor BIGINT NOT NULL,
  priority TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id)
);

ALTER TABLE pay_floor ADD COLUMN wage_area TEXT NOT NULL DEFAULT '';
