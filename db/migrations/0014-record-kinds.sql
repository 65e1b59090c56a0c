-- The kinds of records are written in content/kinds and checked where files are taken in; a CHECK cannot be changed, so
-- the column is made anew without one.
ALTER TABLE desk_import ADD COLUMN record_kind TEXT NOT NULL DEFAULT '';
UPDATE desk_import SET record_kind = kind;
ALTER TABLE desk_import DROP COLUMN kind;
ALTER TABLE desk_import RENAME COLUMN record_kind TO kind;
