-- The wages of a firm in a calendar year, as it declared them: what its welfare limit is a share of. The amount is sealed
-- under the firm's key.
CREATE TABLE firm_wages (
  park_id TEXT NOT NULL,
  firm TEXT NOT NULL,
  year TEXT NOT NULL,
  amount BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm, year)
);
