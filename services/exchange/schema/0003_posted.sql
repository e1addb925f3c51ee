-- Of what is posted to a target's API: whether it may have it without our knowing, and the name of the delivery that went by
-- another road because it has not.
ALTER TABLE delivery ADD COLUMN in_doubt BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN instead TEXT NOT NULL DEFAULT '';

-- What went out about something, by whichever connection.
CREATE INDEX delivery_subject ON delivery (park_id, subject) WHERE subject <> '';
