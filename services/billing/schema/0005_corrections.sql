-- Statements about closed months: what is late, and what is different by now.

-- ORIGINAL, LATE, CORRECTION or REFUND; empty in rows from before: ORIGINAL, about its own month.
ALTER TABLE statement ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN billed_month TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN corrects TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN correction_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE statement ADD COLUMN correction TEXT NOT NULL DEFAULT '';
CREATE INDEX statement_billed ON statement (park_id, billed_month, month, preview, id);

ALTER TABLE statement_line ADD COLUMN former_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE statement_share ADD COLUMN former_minor BIGINT NOT NULL DEFAULT 0;

ALTER TABLE month ADD COLUMN programme TEXT NOT NULL DEFAULT '';
ALTER TABLE month ADD COLUMN corrections BIGINT NOT NULL DEFAULT 0;
ALTER TABLE month ADD COLUMN corrections_minor BIGINT NOT NULL DEFAULT 0;
-- How many months were closed when the copy was made.
ALTER TABLE month ADD COLUMN closed_months BIGINT NOT NULL DEFAULT 0;
