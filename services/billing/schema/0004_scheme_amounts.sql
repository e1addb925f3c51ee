-- Layers whose amount a pack decides, what a plan's programmes are in the packs, and what a held-out child lacks.

ALTER TABLE funding_layer ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
ALTER TABLE funding_layer ADD COLUMN decided_amount TEXT NOT NULL DEFAULT '';

CREATE TABLE funding_scheme (
  park_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  programme TEXT NOT NULL,
  scheme TEXT NOT NULL,
  PRIMARY KEY (park_id, plan_id, ordinal)
);

-- Names of facts and whom to ask, one a line; never a fact's value.
ALTER TABLE hold_out ADD COLUMN missing TEXT NOT NULL DEFAULT '';

-- Where eligibility's log stood when it was asked for amounts; 0: it was not.
ALTER TABLE month ADD COLUMN worths_position BIGINT NOT NULL DEFAULT 0;
