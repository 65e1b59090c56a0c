-- A batch becomes real in one transaction: rows wait in `staged`, exceptions to the plain case in `planned`.
DROP INDEX row_work;
DROP INDEX record_family;
DROP TABLE row_private;

ALTER TABLE batch ADD COLUMN sheet TEXT;
ALTER TABLE batch ADD COLUMN options_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE batch ADD COLUMN summary TEXT;
CREATE INDEX batch_file ON batch (file_hash);

ALTER TABLE row ADD COLUMN organ_slug TEXT;
ALTER TABLE row ADD COLUMN changed TEXT NOT NULL DEFAULT '[]';

ALTER TABLE record ADD COLUMN number_key TEXT;
ALTER TABLE record ADD COLUMN licence_key TEXT;
CREATE INDEX record_number ON record (number_key);
CREATE INDEX record_licence ON record (licence_key) WHERE licence_key IS NOT NULL;

CREATE TABLE row_private (
  batch_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  received TEXT NOT NULL,
  purge_after INTEGER NOT NULL,
  PRIMARY KEY (batch_id, n)
);
CREATE INDEX row_private_purge ON row_private (purge_after);

CREATE TABLE staged (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  n INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  number_key TEXT,
  family_key TEXT,
  numbered INTEGER NOT NULL,
  content_mac TEXT,
  licence_key TEXT,
  record_id TEXT,
  organ_slug TEXT,
  subject_uscc TEXT,
  subject_name TEXT,
  decided_on TEXT,
  published_on TEXT,
  late_by INTEGER,
  decision TEXT,
  rule TEXT,
  basis TEXT,
  needs_review INTEGER,
  until TEXT,
  salt TEXT,
  commitment TEXT,
  open TEXT,
  masked_fields TEXT,
  unread_fields TEXT,
  sealed TEXT,
  extras TEXT,
  received TEXT,
  notes TEXT NOT NULL,
  PRIMARY KEY (batch_id, n)
);
CREATE INDEX staged_number ON staged (batch_id, number_key);

CREATE TABLE planned (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  n INTEGER NOT NULL,
  record_id TEXT NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  published_on TEXT,
  decision TEXT,
  rule TEXT NOT NULL,
  basis TEXT,
  needs_review INTEGER,
  until TEXT,
  salt TEXT,
  commitment TEXT,
  notes TEXT NOT NULL,
  changed TEXT NOT NULL,
  PRIMARY KEY (batch_id, n, record_id)
);

CREATE TABLE header_map (
  organ_slug TEXT NOT NULL,
  kind TEXT NOT NULL,
  header TEXT NOT NULL,
  field TEXT,
  confirmed_at INTEGER NOT NULL,
  PRIMARY KEY (organ_slug, kind, header)
);
