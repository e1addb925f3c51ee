-- Double entry kept by the tables themselves. An entry says how many postings it has, and none may be missing
-- at the commit; a posting fits its entry, and with the last one they sum to zero. SQLite adds no constraint
-- to a table that is there, so `entry` is made again.
CREATE TABLE entry_kept (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  position BIGINT NOT NULL,
  kind TEXT NOT NULL,
  cause TEXT NOT NULL,
  month TEXT NOT NULL,
  effective_date TEXT NOT NULL,
  debit_minor BIGINT NOT NULL,
  credit_minor BIGINT NOT NULL,
  record_time TEXT NOT NULL,
  rule_hash TEXT NOT NULL,
  reverses TEXT NOT NULL,
  last_ordinal BIGINT,
  PRIMARY KEY (park_id, id),
  CHECK (debit_minor >= 0 AND debit_minor = credit_minor),
  CHECK ((last_ordinal IS NULL) = (debit_minor = 0)),
  FOREIGN KEY (park_id, id, last_ordinal) REFERENCES posting (park_id, entry_id, ordinal)
    DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO entry_kept (park_id, id, position, kind, cause, month, effective_date, debit_minor, credit_minor,
    record_time, rule_hash, reverses, last_ordinal)
  SELECT park_id, id, position, kind, cause, month, effective_date, debit_minor, credit_minor, record_time,
    rule_hash, reverses, last_ordinal FROM entry;
DROP TABLE entry;
ALTER TABLE entry_kept RENAME TO entry;
CREATE UNIQUE INDEX entry_position ON entry (park_id, position);
CREATE UNIQUE INDEX entry_reverses ON entry (park_id, reverses) WHERE reverses <> '';
CREATE INDEX entry_cause ON entry (park_id, cause, position);

-- An entry that is there is passed over; whatever else REPLACE would push aside is refused.
CREATE TRIGGER entry_once BEFORE INSERT ON entry
BEGIN
  SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM entry WHERE park_id = NEW.park_id AND id = NEW.id);
  SELECT RAISE(ABORT, 'entry is append only') WHERE EXISTS (SELECT 1 FROM entry
    WHERE park_id = NEW.park_id AND (position = NEW.position OR (NEW.reverses <> '' AND reverses = NEW.reverses)));
END;

CREATE TRIGGER posting_fits BEFORE INSERT ON posting
BEGIN
  SELECT RAISE(ABORT, 'posting is append only') WHERE EXISTS (SELECT 1 FROM posting
    WHERE park_id = NEW.park_id AND entry_id = NEW.entry_id AND ordinal = NEW.ordinal);
  SELECT RAISE(ABORT, 'posting does not fit its entry') WHERE NOT EXISTS (SELECT 1 FROM entry
    WHERE park_id = NEW.park_id AND id = NEW.entry_id AND NEW.ordinal BETWEEN 0 AND last_ordinal
      AND position = NEW.position AND effective_date = NEW.effective_date AND month = NEW.month);
END;

CREATE TRIGGER posting_balances AFTER INSERT ON posting
WHEN NEW.ordinal = (SELECT last_ordinal FROM entry WHERE park_id = NEW.park_id AND id = NEW.entry_id)
BEGIN
  SELECT RAISE(ABORT, 'the postings of an entry do not sum to zero') WHERE NOT EXISTS (
    SELECT 1 FROM posting p JOIN entry e ON e.park_id = p.park_id AND e.id = p.entry_id
    WHERE p.park_id = NEW.park_id AND p.entry_id = NEW.entry_id GROUP BY e.last_ordinal, e.debit_minor
    HAVING COUNT(*) = e.last_ordinal + 1 AND SUM(p.amount_minor) = 0
      AND SUM(MAX(p.amount_minor, 0)) = e.debit_minor);
END;

CREATE TRIGGER item_change_once BEFORE INSERT ON item_change
BEGIN
  SELECT RAISE(ABORT, 'item_change is append only') WHERE EXISTS (SELECT 1 FROM item_change
    WHERE park_id = NEW.park_id AND entry_id = NEW.entry_id AND ordinal = NEW.ordinal);
END;

CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entry is append only'); END;
CREATE TRIGGER entry_remains BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entry is append only'); END;
CREATE TRIGGER posting_stays BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'posting is append only'); END;
CREATE TRIGGER posting_remains BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'posting is append only'); END;
CREATE TRIGGER item_change_stays BEFORE UPDATE ON item_change
BEGIN SELECT RAISE(ABORT, 'item_change is append only'); END;
CREATE TRIGGER item_change_remains BEFORE DELETE ON item_change
BEGIN SELECT RAISE(ABORT, 'item_change is append only'); END;
