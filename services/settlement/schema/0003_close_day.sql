-- The park's day on which billing closed a booked month: what promised days count from. Before, they counted from the
-- day on which the booking was heard.
ALTER TABLE booked_month ADD COLUMN close_date TEXT NOT NULL DEFAULT '';
UPDATE booked_month SET close_date = book_date;
