-- As before, by two indexes: with OR the planner could not tell that `entry_reverses` holds what is asked for, and
-- walked through every entry of the park for each that came.
DROP TRIGGER entry_once;
CREATE TRIGGER entry_once BEFORE INSERT ON entry
BEGIN
  SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM entry WHERE park_id = NEW.park_id AND id = NEW.id);
  SELECT RAISE(ABORT, 'entry is append only') WHERE EXISTS (SELECT 1 FROM entry
    WHERE park_id = NEW.park_id AND position = NEW.position);
  SELECT RAISE(ABORT, 'entry is append only') WHERE NEW.reverses <> '' AND EXISTS (SELECT 1 FROM entry
    WHERE park_id = NEW.park_id AND reverses = NEW.reverses AND reverses <> '');
END;
