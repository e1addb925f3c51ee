-- Statements of authorities by their own ids: what one says is in recorded_fact, sealed. One id is one statement of the park.
CREATE TABLE authority_event (
  park_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  PRIMARY KEY (park_id, event_id)
);
