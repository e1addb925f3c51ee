-- Offers by the park's own clock, what families say of applications that wait, refusals by centres, and places that
-- outlive a job. What a centre says of a child is sealed under the child's key.

ALTER TABLE application ADD COLUMN urgent BIGINT NOT NULL DEFAULT 0;
-- As they were before the family changed them; empty where it never did.
ALTER TABLE application ADD COLUMN submitted_choices TEXT NOT NULL DEFAULT '';
-- The last days on which the family is to have an answer, and on which it may say that it still waits; empty for one from
-- before these were kept.
ALTER TABLE application ADD COLUMN answer_by TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN confirm_by TEXT NOT NULL DEFAULT '';
CREATE INDEX application_family ON application (park_id, family_id, case_number, id);

-- It holds from a day until another does. A number that is 0 is the pack's.
CREATE TABLE offer_policy (
  park_id TEXT NOT NULL,
  from_date TEXT NOT NULL,
  hold_hours BIGINT NOT NULL,
  open_days BIGINT NOT NULL,
  confirm_every_days BIGINT NOT NULL,
  roll_on TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, from_date)
);

-- `grounds` is the code and the text, sealed. `lift_date` is empty while it stands.
CREATE TABLE refusal (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  grounds BYTEA NOT NULL,
  refuse_date TEXT NOT NULL,
  lift_date TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre_id, id)
);
CREATE UNIQUE INDEX refusal_standing ON refusal (park_id, application_id, centre_id) WHERE lift_date = '';
CREATE INDEX refusal_family ON refusal (park_id, family_id, id);

-- `legs` is a list of `{first day}@{firm}`, the firm empty where the family pays.
CREATE TABLE handover (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  leave_date TEXT NOT NULL,
  legs TEXT NOT NULL,
  -- Empty where the place goes on.
  goes_on_until TEXT NOT NULL,
  withdrawn BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE INDEX handover_family ON handover (park_id, family_id, id);
CREATE INDEX handover_enrolment ON handover (park_id, enrolment_id, id);

CREATE TABLE place_advice (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  advise_date TEXT NOT NULL,
  goes_on_until TEXT NOT NULL,
  payer_changes TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre_id, id)
);
