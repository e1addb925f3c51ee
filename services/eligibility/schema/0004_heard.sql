-- The last position of directory's log up to which a change was heard that concerns the child: older facts decide nothing.
CREATE TABLE child_heard (
  park_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (park_id, case_number)
);
