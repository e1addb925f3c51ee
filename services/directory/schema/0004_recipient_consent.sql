-- Consents that name who may know: one of the park's partners. A row is never taken away: what was withdrawn stays so, and the
-- next consent for that recipient and purpose has the next number.

CREATE TABLE recipient_consent (
  park_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  -- A resource name.
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  number BIGINT NOT NULL,
  version TEXT NOT NULL,
  grant_date TEXT NOT NULL,
  -- Empty while it stands.
  withdraw_date TEXT NOT NULL,
  PRIMARY KEY (park_id, child_id, recipient, purpose, number)
);
