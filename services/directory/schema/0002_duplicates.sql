-- One child in two cases, and what people say of it.

-- Keyed hashes of name with birth date, and of the identity document. A child without a row was there before this table;
-- its fields are sealed, so that a job of the service gives it one.
CREATE TABLE child_identity (
  park_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  -- In the order in which the children came; 0 for those who were there before.
  number BIGINT NOT NULL,
  name_identity BYTEA NOT NULL,
  document_identity BYTEA NOT NULL,
  PRIMARY KEY (park_id, child_id)
);
CREATE INDEX child_identity_number ON child_identity (park_id, number);
CREATE INDEX child_identity_name ON child_identity (park_id, name_identity);
CREATE INDEX child_identity_document ON child_identity (park_id, document_identity);

-- Never deleted: a correction of a name does not undo a suspicion, people do.
CREATE TABLE child_duplicate (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  -- The later of the two.
  child_id TEXT NOT NULL,
  earlier_child_id TEXT NOT NULL,
  same_name BIGINT NOT NULL,
  same_document BIGINT NOT NULL,
  find_date TEXT NOT NULL,
  -- SAME, DIFFERENT, or empty while nobody has said anything.
  verdict TEXT NOT NULL,
  -- With SAME; empty else.
  kept_child_id TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  agreed_by TEXT NOT NULL,
  -- Empty while the verdict is a proposal.
  review_date TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE UNIQUE INDEX child_duplicate_later ON child_duplicate (park_id, child_id, earlier_child_id);
CREATE INDEX child_duplicate_earlier ON child_duplicate (park_id, earlier_child_id);
