-- What centres confirm of their vacancies, and what firms say of the children of their staff: numbers, and nobody's.

CREATE TABLE vacancy_confirmation (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  confirm_date TEXT NOT NULL,
  confirm_time TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre_id)
);

-- Children under 6 months, 6 to under 12, 12 to under 24, 24 to under 36.
CREATE TABLE head_count (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  month TEXT NOT NULL,
  staff BIGINT NOT NULL,
  newborn BIGINT NOT NULL,
  infant BIGINT NOT NULL,
  small BIGINT NOT NULL,
  large BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, month)
);
