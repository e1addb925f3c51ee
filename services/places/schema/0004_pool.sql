-- Seat contracts: who holds how many seats of a group on which days. Those that were ever confirmed stay, for places that
-- were taken under them still say so.

CREATE TABLE seat_contract (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  seats BIGINT NOT NULL,
  floor_bp BIGINT NOT NULL,
  ceiling_seats BIGINT NOT NULL,
  ceiling_bp BIGINT NOT NULL,
  cost_share_bp BIGINT NOT NULL,
  release_days BIGINT NOT NULL,
  from_date TEXT NOT NULL,
  -- The first day outside.
  until_date TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  ended_by TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE INDEX seat_contract_confirmed ON seat_contract (park_id, centre_id, group_id) WHERE state = 'CONFIRMED';
