-- Numbers of a batch are ordered once, when all its rows wait: an index kept while they arrive writes its pages over and over.
DROP INDEX staged_number;
CREATE TABLE staged_key (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  number_key TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (batch_id, number_key, n)
) WITHOUT ROWID;
