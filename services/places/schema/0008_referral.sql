-- Referrals of children to the park's partners, and their sessions. What is said of a child is sealed under the child's key, how a
-- partner is reached under the partner's own.

CREATE TABLE partner (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  contact BYTEA NOT NULL,
  purposes TEXT NOT NULL,
  retired BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);

-- `state` is as far as somebody brought it: what a consent makes of it since is read off directory.
CREATE TABLE referral (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  partner_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  state TEXT NOT NULL,
  consent_number BIGINT NOT NULL,
  needs BYTEA NOT NULL,
  goals BYTEA NOT NULL,
  notes BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE INDEX referral_family ON referral (park_id, family_id, id);
CREATE INDEX referral_child ON referral (park_id, child_id);
CREATE INDEX referral_partner ON referral (park_id, partner_id, id);

CREATE TABLE referral_transition (
  park_id TEXT NOT NULL,
  referral_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  -- Empty at first.
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  step_date TEXT NOT NULL,
  caller TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (park_id, referral_id, ordinal)
);

-- Weekdays and dates are lists; `centre_id` is empty where sessions take place at the partner's.
CREATE TABLE session_plan (
  park_id TEXT NOT NULL,
  referral_id TEXT NOT NULL,
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  weekdays TEXT NOT NULL,
  dates TEXT NOT NULL,
  start_minute BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  centre_id TEXT NOT NULL,
  PRIMARY KEY (park_id, referral_id, from_date)
);
CREATE INDEX session_plan_centre ON session_plan (park_id, centre_id, until_date);

-- What was recorded, with when and where it had been planned. `reason` is sealed; NULL of a session that was attended.
CREATE TABLE referral_session (
  park_id TEXT NOT NULL,
  referral_id TEXT NOT NULL,
  session_date TEXT NOT NULL,
  start_minute BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  centre_id TEXT NOT NULL,
  status TEXT NOT NULL,
  reason BYTEA,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, referral_id, session_date)
);
CREATE INDEX referral_session_centre ON referral_session (park_id, centre_id, session_date);

-- What a row said before it was said otherwise.
CREATE TABLE referral_session_former (
  park_id TEXT NOT NULL,
  referral_id TEXT NOT NULL,
  session_date TEXT NOT NULL,
  revision BIGINT NOT NULL,
  status TEXT NOT NULL,
  reason BYTEA,
  PRIMARY KEY (park_id, referral_id, session_date, revision)
);
