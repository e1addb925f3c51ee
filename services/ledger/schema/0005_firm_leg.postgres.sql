-- A firm leg comes with its entry, which says how many there are, and stays, as on SQLite.
CREATE FUNCTION firm_leg_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM entry WHERE park_id = NEW.park_id AND id = NEW.entry_id
    AND NEW.ordinal BETWEEN 0 AND firm_legs - 1 AND position = NEW.position AND month = NEW.month;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'firm_leg does not fit its entry';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER firm_leg_fits BEFORE INSERT ON firm_leg FOR EACH ROW EXECUTE FUNCTION firm_leg_fits();
CREATE TRIGGER firm_leg_stays BEFORE UPDATE OR DELETE ON firm_leg FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER firm_leg_remains BEFORE TRUNCATE ON firm_leg EXECUTE FUNCTION append_only();
