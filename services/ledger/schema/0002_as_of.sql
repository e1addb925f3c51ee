-- When an entry was posted, by which rule, and what it reverses. Empty where nothing of the kind was kept yet.
-- `last_ordinal` is that of its last posting, NULL where it has none.
ALTER TABLE entry ADD COLUMN record_time TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN rule_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN reverses TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN last_ordinal BIGINT;
UPDATE entry SET last_ordinal = (SELECT MAX(p.ordinal) FROM posting p
  WHERE p.park_id = entry.park_id AND p.entry_id = entry.id);

-- The record times of a book rise with its positions.
ALTER TABLE book ADD COLUMN last_time TEXT NOT NULL DEFAULT '';

-- What an as-of read sums up stands in the index, so that it reads nothing else.
ALTER TABLE posting ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE posting ADD COLUMN effective_date TEXT NOT NULL DEFAULT '';
ALTER TABLE posting ADD COLUMN month TEXT NOT NULL DEFAULT '';
UPDATE posting SET position = e.position, effective_date = e.effective_date, month = e.month
  FROM entry e WHERE e.park_id = posting.park_id AND e.id = posting.entry_id;
DROP INDEX posting_account;
CREATE INDEX posting_account ON posting (park_id, account, position, effective_date, month, amount_minor);

-- Append only. What each entry did to open items, so that an item leads to its entries and a reversal knows
-- what to undo. What was open before this was kept belongs to no entry.
CREATE TABLE item_change (
  park_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  account TEXT NOT NULL,
  item TEXT NOT NULL,
  opened_minor BIGINT NOT NULL,
  closed_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, entry_id, ordinal)
);
INSERT INTO item_change (park_id, entry_id, ordinal, account, item, opened_minor, closed_minor)
  SELECT park_id, '', ROW_NUMBER() OVER (PARTITION BY park_id ORDER BY account, item), account, item,
    opened_minor, closed_minor FROM open_item;
CREATE INDEX item_change_item ON item_change (park_id, account, item);

-- A proposed or confirmed reversal, by the entry that it reverses.
CREATE TABLE reversal (
  park_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  reversal_entry_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, entry_id)
);
