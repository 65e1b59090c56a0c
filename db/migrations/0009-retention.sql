-- When what a closed case held was destroyed: sealed parts, files, papers, notes and salts. The case itself stays, for counts.
ALTER TABLE case_file ADD COLUMN purged_at INTEGER;
-- No state is named here, so that a new one cannot be forgotten; open cases that old are few.
CREATE INDEX case_unpurged ON case_file (kind, updated_at) WHERE purged_at IS NULL;
