-- What people send in. `case_file` routes a case and says nothing of who files; what they wrote lies sealed in
-- `case_sealed` and `sealed_upload`, to be opened only by a holder of a desk key.
CREATE TABLE desk_key (
  id TEXT PRIMARY KEY NOT NULL,
  recipient TEXT NOT NULL,
  recovery_recipient TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE TABLE desk_key_wrap (
  key_id TEXT NOT NULL REFERENCES desk_key (id),
  clerk TEXT NOT NULL,
  wrapped TEXT NOT NULL,
  PRIMARY KEY (key_id, clerk)
);

CREATE TABLE case_file (
  receipt TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('objection', 'complaint', 'repair', 'correction')),
  state TEXT NOT NULL,
  seq INTEGER NOT NULL,
  record_id TEXT REFERENCES record (id),
  organ_slug TEXT REFERENCES organ (slug),
  handler_slug TEXT REFERENCES organ (slug),
  clear TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  idempotency_hash TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  wants_mark INTEGER NOT NULL,
  sealed_by TEXT NOT NULL CHECK (sealed_by IN ('browser', 'server')),
  submitted_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- A body is never asked to look into itself.
  CHECK (handler_slug IS NULL OR organ_slug IS NULL OR kind <> 'complaint' OR handler_slug <> organ_slug)
);
CREATE INDEX case_record ON case_file (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX case_state ON case_file (state, kind);

CREATE TABLE case_trail (
  receipt TEXT NOT NULL REFERENCES case_file (receipt),
  seq INTEGER NOT NULL,
  command TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  role TEXT NOT NULL,
  actor TEXT NOT NULL,
  note TEXT,
  until TEXT,
  salt TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (receipt, seq)
);

-- n = 0 is the submission, later ones are supplements.
CREATE TABLE case_sealed (
  receipt TEXT NOT NULL REFERENCES case_file (receipt),
  n INTEGER NOT NULL,
  key_id TEXT NOT NULL REFERENCES desk_key (id),
  bytes BLOB NOT NULL,
  sealed_by TEXT NOT NULL,
  idempotency_hash TEXT UNIQUE,
  digest TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (receipt, n)
);

-- Sealed files, in pieces: a remote database takes no statement of 20 MB. Without a receipt nobody claimed it yet.
CREATE TABLE sealed_upload (
  id TEXT PRIMARY KEY NOT NULL,
  receipt TEXT REFERENCES case_file (receipt),
  key_id TEXT NOT NULL REFERENCES desk_key (id),
  size INTEGER NOT NULL,
  type TEXT,
  sealed_by TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX upload_case ON sealed_upload (receipt);
-- A file belongs to one case: who comes second writes nothing at all.
CREATE TRIGGER sealed_upload_is_claimed_once BEFORE UPDATE OF receipt ON sealed_upload WHEN old.receipt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'the upload is claimed');
END;
CREATE TABLE sealed_piece (
  upload_id TEXT NOT NULL REFERENCES sealed_upload (id),
  n INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (upload_id, n)
);

-- One open mark a record, whoever objects.
CREATE TABLE record_mark (
  record_id TEXT PRIMARY KEY NOT NULL REFERENCES record (id),
  receipt TEXT NOT NULL REFERENCES case_file (receipt),
  mark TEXT NOT NULL,
  since INTEGER NOT NULL
);

CREATE TABLE used_proof (id TEXT PRIMARY KEY NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX used_proof_expiry ON used_proof (expires_at);
-- Keyed hashes of addresses by day, never addresses.
CREATE TABLE intake_count (
  counter TEXT NOT NULL,
  hour INTEGER NOT NULL,
  n INTEGER NOT NULL,
  most INTEGER NOT NULL,
  PRIMARY KEY (counter, hour),
  CONSTRAINT intake_limit CHECK (n <= most)
) WITHOUT ROWID;

-- What the public may read of a closed complaint: written by a clerk, with the filer's consent.
CREATE TABLE case_summary (
  receipt TEXT PRIMARY KEY NOT NULL REFERENCES case_file (receipt),
  summary TEXT NOT NULL,
  reply TEXT NOT NULL,
  at INTEGER NOT NULL
);
