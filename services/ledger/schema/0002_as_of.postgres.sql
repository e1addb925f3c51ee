-- Double entry kept by the tables themselves, as on SQLite: an entry says how many postings it has, and none
-- may be missing at the commit; a posting fits its entry, and with the last one they sum to zero.
CREATE UNIQUE INDEX entry_reverses ON entry (park_id, reverses) WHERE reverses <> '';
CREATE INDEX entry_cause ON entry (park_id, cause, position);
ALTER TABLE entry ADD CHECK ((last_ordinal IS NULL) = (debit_minor = 0));
ALTER TABLE entry ADD FOREIGN KEY (park_id, id, last_ordinal) REFERENCES posting (park_id, entry_id, ordinal)
  DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION posting_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  its_entry record;
  others record;
BEGIN
  SELECT last_ordinal, debit_minor INTO its_entry FROM entry
    WHERE park_id = NEW.park_id AND id = NEW.entry_id AND NEW.ordinal BETWEEN 0 AND last_ordinal
      AND position = NEW.position AND effective_date = NEW.effective_date AND month = NEW.month;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'posting does not fit its entry';
  END IF;
  IF NEW.ordinal = its_entry.last_ordinal THEN
    SELECT COUNT(*) AS postings, COALESCE(SUM(amount_minor), 0) AS total,
        COALESCE(SUM(GREATEST(amount_minor, 0)), 0) AS debit INTO others FROM posting
      WHERE park_id = NEW.park_id AND entry_id = NEW.entry_id;
    IF others.postings <> its_entry.last_ordinal OR others.total + NEW.amount_minor <> 0
        OR others.debit + GREATEST(NEW.amount_minor, 0) <> its_entry.debit_minor THEN
      RAISE EXCEPTION 'the postings of an entry do not sum to zero';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER posting_fits BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_fits();

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER entry_remains BEFORE TRUNCATE ON entry EXECUTE FUNCTION append_only();
CREATE TRIGGER posting_stays BEFORE UPDATE OR DELETE ON posting FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER posting_remains BEFORE TRUNCATE ON posting EXECUTE FUNCTION append_only();
CREATE TRIGGER item_change_stays BEFORE UPDATE OR DELETE ON item_change
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER item_change_remains BEFORE TRUNCATE ON item_change EXECUTE FUNCTION append_only();
