-- The day by which an open case is due, so that the work list is read in its order; '9999-12-31' where no clock runs, NULL
-- once the case is closed. Every step writes it anew, and the clock does so for all when rules or the day change.
ALTER TABLE case_file ADD COLUMN work_due TEXT;
UPDATE case_file SET work_due = '9999-12-31'
  WHERE state NOT IN ('upheld', 'settled', 'dismissed', 'returned', 'redirected', 'lapsed', 'withdrawn');
-- All that the list filters and counts by lies in the index.
CREATE INDEX case_work ON case_file
  (work_due, submitted_at, receipt, state, kind, assignee, organ_slug, handler_slug) WHERE work_due IS NOT NULL;
DROP INDEX case_closed;
CREATE INDEX case_closed ON case_file (updated_at, receipt) WHERE work_due IS NULL;
-- What the desk asks of other tables.
CREATE INDEX case_assignee ON case_file (assignee);
CREATE INDEX record_mark_receipt ON record_mark (receipt);
CREATE INDEX record_change_state ON record_change (state, n);
CREATE INDEX intake_count_hour ON intake_count (hour);
-- By which rules, and on which day, all due days were last written.
CREATE TABLE work_due_basis (
  one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
  basis TEXT NOT NULL
);
