-- Filters of the work list that somebody comes back to, under a name of their own.
CREATE TABLE saved_view (
  staff_id TEXT NOT NULL REFERENCES staff (id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  PRIMARY KEY (staff_id, name)
) WITHOUT ROWID;
