-- Files that are uploaded at the desk, one row a table of a file. The file itself lies beside the database until somebody
-- has decided; what its rows would become waits in `staged`, as with any import.
CREATE TABLE desk_import (
  n INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  -- The file is this organ's alone; NULL where its rows name their organs.
  organ_slug TEXT REFERENCES organ (slug),
  kind TEXT NOT NULL CHECK (kind IN ('licence', 'penalty')),
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  sheet TEXT,
  -- Hash, sheet and organ as one text.
  twin TEXT NOT NULL,
  headers TEXT NOT NULL,
  -- Header → field, where a person said so.
  choices TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at INTEGER NOT NULL,
  -- Grows with every change of what the rows say: nobody decides about what they have not seen.
  revision INTEGER NOT NULL,
  -- Of the last check: its batch and counts, or why the table could not be read.
  batch_id TEXT REFERENCES batch (id),
  summary TEXT,
  trouble TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'returned', 'discarded', 'lapsed')),
  decided_by TEXT,
  decided_at INTEGER,
  note TEXT,
  CONSTRAINT four_eyes CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> uploaded_by))
);
-- The same table of the same organ waits once.
CREATE UNIQUE INDEX desk_import_waiting ON desk_import (twin) WHERE state = 'waiting';
CREATE INDEX desk_import_organ ON desk_import (organ_slug, n);
CREATE INDEX desk_import_state ON desk_import (state, uploaded_at);

-- Everybody who had a hand in what an import says: who uploaded it, chose fields, mended cells.
CREATE TABLE desk_import_hand (
  import_id TEXT NOT NULL REFERENCES desk_import (id),
  staff_id TEXT NOT NULL,
  PRIMARY KEY (import_id, staff_id)
) WITHOUT ROWID;

-- Cells as somebody mended them, until the import is decided about. `place`: of the column, from 0.
CREATE TABLE desk_import_fix (
  import_id TEXT NOT NULL REFERENCES desk_import (id),
  n INTEGER NOT NULL,
  place INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (import_id, n, place)
) WITHOUT ROWID;

CREATE TRIGGER desk_import_begins_waiting BEFORE INSERT ON desk_import WHEN new.state <> 'waiting' BEGIN
  SELECT RAISE(ABORT, 'an import begins waiting');
END;
CREATE TRIGGER desk_import_four_eyes BEFORE UPDATE ON desk_import
  WHEN new.state = 'approved' AND EXISTS (
    SELECT 1 FROM desk_import_hand WHERE import_id = new.id AND staff_id IS new.decided_by
  ) BEGIN
  SELECT RAISE(ABORT, 'who had a hand in an import does not approve it');
END;
CREATE TRIGGER desk_import_is_closed_once BEFORE UPDATE ON desk_import WHEN old.state <> 'waiting' BEGIN
  SELECT RAISE(ABORT, 'the import is closed');
END;
CREATE TRIGGER desk_import_stays BEFORE DELETE ON desk_import BEGIN
  SELECT RAISE(ABORT, 'an import is kept');
END;
CREATE TRIGGER desk_import_hand_stays BEFORE DELETE ON desk_import_hand BEGIN
  SELECT RAISE(ABORT, 'a hand in an import is kept');
END;
