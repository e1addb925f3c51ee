-- Statements that another system closed: to be read, and never priced or paid. What they drew on yearly caps and budgets
-- stands in `year_draw` under the same id.
CREATE TABLE imported_statement (
  park_id TEXT NOT NULL,
  centre TEXT NOT NULL,
  id TEXT NOT NULL,
  month TEXT NOT NULL,
  billed_month TEXT NOT NULL,
  case_number TEXT NOT NULL,
  total_minor BIGINT NOT NULL,
  collected_minor BIGINT NOT NULL,
  direct_minor BIGINT NOT NULL,
  attended_days BIGINT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (park_id, centre, id)
);
CREATE INDEX imported_statement_month ON imported_statement (park_id, centre, month, id);
