-- Open items and past runs of firms that come from other systems.

-- PROPOSED, CONFIRMED or UNDONE. Months billed up to `closed_through` are closed where the items come from.
CREATE TABLE pay_import (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  id TEXT NOT NULL,
  source TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  closed_through TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, id)
);

-- What was brought, as it came: the origin of shares and arrears that are open from the confirmation on.
CREATE TABLE pay_import_item (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  -- The arrears' id, or the share's form and statement.
  item TEXT NOT NULL,
  arrears_id TEXT NOT NULL,
  employee_id TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  form TEXT NOT NULL,
  month TEXT NOT NULL,
  whole_minor BIGINT NOT NULL,
  open_minor BIGINT NOT NULL,
  arrears_mode TEXT NOT NULL,
  waited_runs BIGINT NOT NULL,
  statement TEXT NOT NULL,
  family TEXT NOT NULL,
  centre TEXT NOT NULL,
  case_number TEXT NOT NULL,
  origin TEXT NOT NULL,
  run TEXT NOT NULL,
  instruction_id TEXT NOT NULL,
  of_last_pay BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, import_id, item)
);

-- Runs that were reconciled elsewhere: to be read, and never changed.
CREATE TABLE imported_run (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  run TEXT NOT NULL,
  PRIMARY KEY (park_id, firm_id, run)
);
