-- The park's day on which a month was closed; empty of what was heard before this was said.
ALTER TABLE month_booking ADD COLUMN close_date TEXT NOT NULL DEFAULT '';

-- Whose draw on a budget a transfer is (empty: a person's), and the revision of that month by which it stands so.
ALTER TABLE transfer ADD COLUMN month TEXT NOT NULL DEFAULT '';
ALTER TABLE transfer ADD COLUMN heard BIGINT NOT NULL DEFAULT 0;

-- The funding plan whose budget a limit is, and the month with its revision that said it last (empty: a person).
ALTER TABLE account_limit ADD COLUMN funding_plan TEXT NOT NULL DEFAULT '';
ALTER TABLE account_limit ADD COLUMN said TEXT NOT NULL DEFAULT '';
