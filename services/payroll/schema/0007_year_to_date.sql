-- What an employee had taken and been given in a year before coming to the firm; the amounts are sealed as one text under
-- the firm's key.
CREATE TABLE brought_forward (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  employee_id TEXT NOT NULL,
  year TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, employee_id, year)
);
CREATE INDEX pay_run_pay_date ON pay_run (park_id, firm_id, pay_date);
