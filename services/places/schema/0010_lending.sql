-- Seats that one park lends to another: each park's copy of the contract, and what a guest park has of the owner's centre.

CREATE TABLE park_contract (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  owner_park TEXT NOT NULL,
  guest_park TEXT NOT NULL,
  -- The owner's, `{centre}/{group}`.
  group_id TEXT NOT NULL,
  -- Of this park: the owner's centre, or the guest centre.
  centre_id TEXT NOT NULL,
  group_kind TEXT NOT NULL,
  seats BIGINT NOT NULL,
  cost_share_bp BIGINT NOT NULL,
  from_date TEXT NOT NULL,
  -- The first day outside.
  until_date TEXT NOT NULL,
  state TEXT NOT NULL,
  cancel_reason TEXT NOT NULL,
  -- Empty: the owner has not asked.
  end_asked TEXT NOT NULL,
  taken BIGINT NOT NULL,
  centre_name TEXT NOT NULL,
  group_code TEXT NOT NULL,
  revision BIGINT NOT NULL,
  -- The last of the other copy's revisions that was heard, and of this one's and of the centre's that were told.
  heard_revision BIGINT NOT NULL,
  told_revision BIGINT NOT NULL,
  told_centre BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE INDEX park_contract_centre ON park_contract (park_id, centre_id, id);

-- Of a guest centre: the owner's name for it, and the revision there that it follows.
ALTER TABLE centre ADD COLUMN owner_centre TEXT NOT NULL DEFAULT '';
ALTER TABLE centre ADD COLUMN owner_revision BIGINT NOT NULL DEFAULT 0;
-- Of its groups: the contract, and the days on which the seats are there. Empty: own seats, always.
ALTER TABLE seat_group ADD COLUMN park_contract TEXT NOT NULL DEFAULT '';
ALTER TABLE seat_group ADD COLUMN open_from TEXT NOT NULL DEFAULT '';
ALTER TABLE seat_group ADD COLUMN open_until TEXT NOT NULL DEFAULT '';
