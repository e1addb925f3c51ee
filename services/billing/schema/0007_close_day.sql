-- The park's day on which the close of a month was first asked for; empty before, and of what was closed before this was
-- kept.
ALTER TABLE month ADD COLUMN close_date TEXT NOT NULL DEFAULT '';
