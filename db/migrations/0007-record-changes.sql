-- A record can be hidden at once and wait for a review. The column is made anew, since a CHECK cannot be changed; whatever
-- names no state is not public.
DROP INDEX record_state;
DROP INDEX record_until;
ALTER TABLE record ADD COLUMN standing TEXT NOT NULL DEFAULT 'withheld'
  CHECK (standing IN ('withheld', 'public', 'hidden', 'withdrawn', 'ended'));
UPDATE record SET standing = state;
ALTER TABLE record DROP COLUMN state;
ALTER TABLE record RENAME COLUMN standing TO state;
CREATE INDEX record_state ON record (state, kind);
CREATE INDEX record_until ON record (state, until);

-- Fields whose cell could not be read: the door asks for them again when a record is corrected. Null: not noted then.
ALTER TABLE version ADD COLUMN unread_fields TEXT;

-- What staff propose and decide. `seq`: the step of the record that it was made on. Whoever asks does not approve.
CREATE TABLE record_change (
  n INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  record_id TEXT NOT NULL REFERENCES record (id),
  change TEXT NOT NULL CHECK (change IN ('correct', 'publish', 'mask', 'withhold', 'withdraw', 'end', 'hide')),
  -- Names of fields and a last day; never a value.
  payload TEXT NOT NULL,
  reason TEXT NOT NULL,
  ground TEXT,
  basis TEXT,
  case_receipt TEXT REFERENCES case_file (receipt),
  proposed_by TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'stale')),
  outcome TEXT CHECK (outcome IN ('withdraw', 'end', 'withhold', 'restore')),
  decided_by TEXT,
  decided_at INTEGER,
  decision_note TEXT,
  CONSTRAINT four_eyes CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
);
CREATE UNIQUE INDEX record_change_open ON record_change (record_id) WHERE state = 'open';
CREATE INDEX record_change_record ON record_change (record_id, n);
CREATE TRIGGER record_change_is_closed_once BEFORE UPDATE ON record_change WHEN old.state <> 'open' BEGIN
  SELECT RAISE(ABORT, 'the change is closed');
END;
CREATE TRIGGER record_change_stays BEFORE DELETE ON record_change BEGIN
  SELECT RAISE(ABORT, 'a change is kept');
END;

-- The values that a correction proposes, sealed ones among them, until it is decided.
CREATE TABLE change_private (
  change_id TEXT PRIMARY KEY NOT NULL REFERENCES record_change (id),
  fields TEXT NOT NULL
) WITHOUT ROWID;
