-- Connections, deliveries, and what became of each of their records.
-- `sealed` columns hold what came in, under a key of the delivery: with the key, after 90 days, it is gone.

CREATE TABLE connection (
  park_id TEXT NOT NULL,
  name TEXT NOT NULL,
  adapter TEXT NOT NULL,
  content TEXT NOT NULL,
  mapping BYTEA NOT NULL,
  -- How many files came through it; the next one's place.
  files BIGINT NOT NULL,
  -- The last file that came in to be applied, and when one was last read; empty until then.
  last_delivery TEXT NOT NULL,
  last_read_time TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, name)
);

CREATE TABLE delivery (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  parent TEXT NOT NULL,
  connection TEXT NOT NULL,
  content TEXT NOT NULL,
  file_name TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  content_bytes BIGINT NOT NULL,
  outward BIGINT NOT NULL,
  month TEXT NOT NULL,
  subject TEXT NOT NULL,
  validate_only BIGINT NOT NULL,
  -- How it is read: as its connection was when it came.
  adapter TEXT NOT NULL,
  mapping BYTEA NOT NULL,
  connection_revision BIGINT NOT NULL,
  leavers_confirmed BIGINT NOT NULL,
  -- Which time it is applied, its place among the files of its connection, and the job that does it.
  round BIGINT NOT NULL,
  place BIGINT NOT NULL,
  job_id TEXT NOT NULL,
  started_by TEXT NOT NULL,
  state TEXT NOT NULL,
  records_read BIGINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  -- Records that only the owning service refused: what it rests on may be set up later.
  refused_by_owner BIGINT NOT NULL,
  absent BIGINT NOT NULL,
  leavers_wait BIGINT NOT NULL,
  reason TEXT NOT NULL,
  text_en TEXT NOT NULL,
  text_zh TEXT NOT NULL,
  notes TEXT NOT NULL,
  -- The header of the file of rejected rows, and what stands between its cells; empty where records are no rows.
  header_sealed BYTEA NOT NULL,
  separator TEXT NOT NULL,
  kept BIGINT NOT NULL,
  keep_until TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE INDEX delivery_place ON delivery (park_id, connection, place);
CREATE INDEX delivery_kept ON delivery (park_id, keep_until) WHERE kept = 1;

-- The bytes of a delivery, a piece a row.
CREATE TABLE content_piece (
  park_id TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (park_id, delivery_id, ordinal)
);

-- One row a record, of the round that the delivery names; `sealed` is a rejected record as it stood.
CREATE TABLE record_result (
  park_id TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  round BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  line BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  resource TEXT NOT NULL,
  reason TEXT NOT NULL,
  field TEXT NOT NULL,
  text_en TEXT NOT NULL,
  text_zh TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (park_id, delivery_id, round, ordinal)
);

-- A payout goes out in one file and never in another.
CREATE TABLE sent_payment (
  park_id TEXT NOT NULL,
  payout TEXT NOT NULL,
  -- The month.
  subject TEXT NOT NULL,
  end_to_end_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  PRIMARY KEY (park_id, payout)
);
CREATE INDEX sent_payment_subject ON sent_payment (park_id, subject);
CREATE INDEX sent_payment_message ON sent_payment (park_id, message_id);
