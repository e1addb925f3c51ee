-- Finds the families of an employee: who changed is asked for by whoever decides on children.
CREATE INDEX guardian_identity ON guardian (park_id, id_fingerprint);
