-- The authorisations whose ends a file carried, so that payroll hears of them also where the reply that
-- sent the file was lost.
CREATE TABLE sent_end (
  park_id TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  authorisation TEXT NOT NULL,
  PRIMARY KEY (park_id, delivery_id, authorisation)
);
