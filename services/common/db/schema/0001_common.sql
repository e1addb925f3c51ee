-- The tables that every service has beside its own.

-- One row for each change, written in the change's own transaction: event and audit leaf at once.
-- `position` and `chain_hash` come later from the numberer (at once where writers are alone).
CREATE TABLE log (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  revision BIGINT NOT NULL,
  payload BYTEA NOT NULL,
  leaf_hash BYTEA NOT NULL,
  request_id TEXT NOT NULL,
  caller TEXT NOT NULL,
  write_time TEXT NOT NULL,
  position BIGINT,
  chain_hash BYTEA,
  PRIMARY KEY (park_id, id)
);
CREATE UNIQUE INDEX log_position ON log (park_id, position) WHERE position IS NOT NULL;
CREATE UNIQUE INDEX log_subject ON log (park_id, subject, revision);
CREATE INDEX log_waits ON log (park_id) WHERE position IS NULL;

CREATE TABLE log_head (
  park_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  chain_hash BYTEA NOT NULL,
  PRIMARY KEY (park_id)
);

-- What was answered to each request_id; kept for seven days.
CREATE TABLE request (
  park_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  method TEXT NOT NULL,
  hash BYTEA NOT NULL,
  reply BYTEA NOT NULL,
  create_time TEXT NOT NULL,
  PRIMARY KEY (park_id, request_id)
);

-- Long work: leased rows, resumable, idempotent per item.
CREATE TABLE job (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL,
  argument BYTEA NOT NULL,
  state TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  checkpoint TEXT NOT NULL,
  outcome BYTEA NOT NULL,
  caller TEXT NOT NULL,
  lease_until_ms BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  create_time TEXT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE INDEX job_state ON job (state, lease_until_ms, create_time, id);
-- The lanes in which somebody works: only jobs that run or rest have a lease.
CREATE INDEX job_lane ON job (park_id, lane) WHERE lease_until_ms > 0;

-- How far a listener has heard a source's log.
CREATE TABLE cursor (
  park_id TEXT NOT NULL,
  source TEXT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (park_id, source)
);

-- Wrapped data keys: one a child, an adult, a firm, a delivery. Erasing a person deletes its row.
CREATE TABLE data_key (
  park_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  wrapped BYTEA NOT NULL,
  PRIMARY KEY (park_id, subject)
);

-- Who opened a personal field of a child, and why.
CREATE TABLE access_record (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  subject TEXT NOT NULL,
  caller TEXT NOT NULL,
  purpose TEXT NOT NULL,
  access_time TEXT NOT NULL,
  PRIMARY KEY (park_id, id)
);
