-- What this place reported upward. No content: an item is a salted commitment, and its salt dies when it is overtaken.
CREATE TABLE upward_batch (
  seq INTEGER PRIMARY KEY NOT NULL,
  number TEXT NOT NULL,
  sender TEXT NOT NULL,
  line TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  previous TEXT,
  checksum TEXT NOT NULL,
  signature TEXT NOT NULL,
  -- Once somebody acknowledged it as taken.
  taken_at INTEGER
);
CREATE INDEX upward_batch_waiting ON upward_batch (seq) WHERE taken_at IS NULL;
CREATE TABLE upward_item (
  seq INTEGER NOT NULL REFERENCES upward_batch (seq),
  n INTEGER NOT NULL,
  record_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  change TEXT NOT NULL,
  revision INTEGER NOT NULL,
  commitment TEXT NOT NULL,
  salt TEXT,
  PRIMARY KEY (seq, n)
);
CREATE UNIQUE INDEX upward_item_record ON upward_item (record_id, revision);
-- Every try to deliver a batch, and what was answered.
CREATE TABLE upward_delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  seq INTEGER NOT NULL REFERENCES upward_batch (seq),
  at INTEGER NOT NULL,
  channel TEXT NOT NULL,
  outcome TEXT,
  detail TEXT NOT NULL
);
CREATE INDEX upward_delivery_seq ON upward_delivery (seq, id);
-- Up to which row of the outbox was looked for something to report: one row.
CREATE TABLE upward_look (
  one INTEGER PRIMARY KEY NOT NULL,
  outbox_id INTEGER NOT NULL
);
-- What other places reported to this one.
CREATE TABLE inbound_batch (
  sender TEXT NOT NULL,
  line TEXT NOT NULL,
  seq INTEGER NOT NULL,
  number TEXT NOT NULL,
  checksum TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (sender, line, seq)
);
CREATE TABLE inbound_item (
  sender TEXT NOT NULL,
  record TEXT NOT NULL,
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (sender, record)
);
