-- How the guardians of a child share its tax deduction in a calendar year: basis points of the first guardian.

CREATE TABLE deduction_split (
  park_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  year TEXT NOT NULL,
  first_share_bp BIGINT NOT NULL,
  -- The park's date on which it was said first.
  said_date TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, child_id, year)
);

-- A firm asks which children it may be told of.
CREATE INDEX recipient_consent_recipient ON recipient_consent (park_id, recipient, purpose);
