-- A firm leg comes with its entry, which says how many there are, and stays.
CREATE TRIGGER firm_leg_fits BEFORE INSERT ON firm_leg
BEGIN
  SELECT RAISE(ABORT, 'firm_leg is append only') WHERE EXISTS (SELECT 1 FROM firm_leg
    WHERE park_id = NEW.park_id AND entry_id = NEW.entry_id AND ordinal = NEW.ordinal);
  SELECT RAISE(ABORT, 'firm_leg does not fit its entry') WHERE NOT EXISTS (SELECT 1 FROM entry
    WHERE park_id = NEW.park_id AND id = NEW.entry_id AND NEW.ordinal BETWEEN 0 AND firm_legs - 1
      AND position = NEW.position AND month = NEW.month);
END;
CREATE TRIGGER firm_leg_stays BEFORE UPDATE ON firm_leg
BEGIN SELECT RAISE(ABORT, 'firm_leg is append only'); END;
CREATE TRIGGER firm_leg_remains BEFORE DELETE ON firm_leg
BEGIN SELECT RAISE(ABORT, 'firm_leg is append only'); END;
