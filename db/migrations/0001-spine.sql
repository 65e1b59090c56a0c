CREATE TABLE organ (
  slug TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  uscc TEXT,
  folded_names TEXT NOT NULL
);

CREATE TABLE subject (
  uscc TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE TABLE record (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  family_key TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  organ_slug TEXT REFERENCES organ (slug),
  subject_uscc TEXT REFERENCES subject (uscc),
  state TEXT NOT NULL CHECK (state IN ('withheld', 'public', 'withdrawn', 'ended')),
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  decided_on TEXT NOT NULL,
  published_on TEXT,
  until TEXT,
  updated_at INTEGER NOT NULL,
  UNIQUE (family_key, ordinal)
);
CREATE INDEX record_family ON record (family_key);
CREATE INDEX record_state ON record (state, kind);
CREATE INDEX record_until ON record (state, until);

CREATE TABLE version (
  record_id TEXT NOT NULL REFERENCES record (id),
  n INTEGER NOT NULL,
  open TEXT NOT NULL,
  masked_fields TEXT NOT NULL,
  content_mac TEXT NOT NULL,
  salt TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  row_number INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (record_id, n)
);

CREATE TABLE version_private (
  record_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  fields TEXT NOT NULL,
  extras TEXT NOT NULL,
  PRIMARY KEY (record_id, n)
);

CREATE TABLE publication (
  record_id TEXT NOT NULL REFERENCES record (id),
  seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('publish', 'mask', 'withhold')),
  rule TEXT NOT NULL,
  basis TEXT NOT NULL,
  needs_review INTEGER NOT NULL,
  until TEXT,
  ground TEXT,
  reason TEXT,
  notice_until TEXT,
  decided_at INTEGER NOT NULL,
  PRIMARY KEY (record_id, seq)
);
CREATE INDEX publication_rule ON publication (rule);

CREATE TABLE trail (
  record_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  command TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (record_id, seq)
);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  record_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  done_at INTEGER
);
CREATE INDEX outbox_open ON outbox (done_at, id);

CREATE TABLE commitment (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event TEXT NOT NULL,
  hash TEXT NOT NULL,
  at INTEGER NOT NULL
);

CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);

CREATE TABLE batch (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  state TEXT NOT NULL,
  mapping TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER
);

CREATE TABLE row (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  n INTEGER NOT NULL,
  family_key TEXT,
  outcome TEXT,
  record_id TEXT,
  rule TEXT,
  late_by INTEGER,
  notes TEXT NOT NULL,
  PRIMARY KEY (batch_id, n)
);
CREATE INDEX row_work ON row (batch_id, outcome, family_key, n);

CREATE TABLE row_private (
  batch_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  content TEXT NOT NULL,
  purge_after INTEGER,
  PRIMARY KEY (batch_id, n)
);
